package proof

// subjectTitles name the sections of a person's copy, by their tables.
func subjectTitles() map[string]string {
	return map[string]string{
		"person": "Qui vous êtes", "household": "Votre dossier CAF ou MSA", "dossier": "L’état de ce dossier", "contact_point": "Comment vous joindre",
		"number_claim": "Les numéros que vous avez donnés", "speaker": "Qui écrit depuis un numéro partagé", "opt_out": "Vos accords et refus de messages", "telegram_link": "Vos liens Telegram",
		"participation": "Vos rendez-vous", "invitation": "Les invitations à choisir un horaire", "calendar_link": "Les liens d’agenda", "notification": "Les messages prévus",
		"attempt": "Les envois de ces messages", "attempt_event": "Ce que l’opérateur a dit de ces envois", "inbox": "Vos réponses", "conversation": "Où en est la conversation", "prompt": "Ce qui vous a été demandé",
		"escalation": "Vos demandes à un professionnel", "escalation_message": "Les échanges sur ces demandes", "letter": "Les courriers", "phone_call": "Les appels",
		"fact": "Les étapes de votre parcours", "weekly_plan": "Votre plan d’heures", "week": "Vos semaines", "activity_report": "Vos déclarations d’heures", "planned_activity": "Vos activités prévues",
		"job": "Vos reprises d’emploi", "check_in": "Le suivi dans l’emploi", "note": "Les notes des professionnels", "entrusted": "Les autres personnes qui vous suivent",
		"transfer_person": "Les changements de référent", "leaver": "Une sortie à examiner", "merged_person": "Un autre dossier à votre nom, réuni à celui-ci", "duplicate_people": "Une question de doublon", "person_flux": "Le dernier fichier de la CNAF", "upstream_object": "Ce que RDV-Solidarités a transmis",
		"upstream_participation": "Vos rendez-vous dans RDV-Solidarités", "partner_delivery": "Ce qui a été transmis à des partenaires", "incident": "Les alertes qui vous concernent",
		"milestone": "Les dates de votre parcours", "event": "Le journal, entrée par entrée", "access_log": "Qui a ouvert votre dossier",
	}
}

// subjectLabel names a field; the field's own name when it has no other.
func subjectLabel(name string) string {
	if label := subjectLabels()[name]; label != "" {
		return label
	}
	return name
}

func subjectLabels() map[string]string {
	return map[string]string{
		"title": "Civilité", "first_name": "Prénom", "last_name": "Nom", "birth_name": "Nom de naissance", "birth_date": "Date de naissance", "nir": "N° de sécurité sociale",
		"internal_id": "N° au Département", "france_travail_id": "N° France Travail", "role": "Place dans le dossier", "address": "Adresse", "postcode": "Code postal", "city": "Ville",
		"no_fixed_address": "Sans domicile fixe", "structure": "Structure", "tags": "Étiquettes", "referent_id": "Référent ou référente", "language": "Langue", "preferred_channel": "Moyen préféré",
		"discreet": "Messages discrets", "entered_on": "Entrée dans le parcours", "entry_source": "D’où vient cette date", "rights_opened_on": "Ouverture des droits",
		"duties_start_on": "Droits et devoirs depuis", "subject_to_duties": "Droits et devoirs", "exited_on": "Sortie du parcours", "archived_at": "Archivé", "held_at": "Messages suspendus",
		"created_at": "Enregistré", "updated_at": "Modifié", "referent_wanted": "Référent du fichier", "territory_wanted": "Territoire du fichier", "territory": "Territoire",
		"affiliation_number": "N° allocataire", "fund": "Caisse", "office": "Organisme", "request_number": "N° de demande", "requested_on": "Date de demande", "state": "État",
		"suspension_reason": "Motif de suspension", "closure_reason": "Motif de clôture", "closed_on": "Clos le", "reference_on": "Situation au",
		"channel": "Moyen", "kind": "Nature", "found_kind": "Nature constatée", "shared": "Partagé", "verified": "Vérifié", "status": "Statut", "opted_out_at": "STOP reçu", "blocked_at": "Bloqué",
		"claimed_at": "Donné", "settled_at": "Réglé", "settled_by": "Par", "until": "Jusqu’au", "at": "Date", "direction": "Sens", "expires_at": "Valable jusqu’au", "used_at": "Utilisé",
		"starts_at": "Date et heure", "outcome": "Issue", "impediment": "Raison", "outcome_by": "Notée par", "outcome_at": "Notée le", "confirmed_at": "Venue confirmée", "reminded_at": "Rappelé",
		"deleted_at": "Supprimé là-bas", "appointment_kind": "Rendez-vous", "minutes": "Minutes", "origin": "Horaire", "place": "Lieu", "invited_at": "Invitation", "nudged_at": "Relance",
		"ended_at": "Terminé", "nudge_on": "Relance prévue", "convoke_on": "Convocation prévue", "reference": "Référence", "due_at": "Prévu pour", "fallback_at": "Autre moyen à partir du",
		"cancelled_at": "Annulé", "hurried_at": "Avancé", "reason": "Motif", "class": "Importance", "prompt_kind": "Question posée", "urgent": "Urgent", "facts": "Contenu", "choices": "Choix",
		"body": "Texte", "sender": "De", "code": "Code", "left_at": "Parti", "erased_at": "Texte effacé chez l’opérateur", "source": "Origine", "received_at": "Reçu", "text": "Texte", "done_at": "Traité",
		"asked_at": "Demandé", "closed_at": "Clos", "answer": "Réponse", "professional_id": "Professionnel", "opened_at": "Ouverte", "second_notice_at": "Seconde alerte", "answered_at": "Répondu",
		"answered_by": "Par", "seen_at": "Vu", "attached_at": "Rattaché", "printed_at": "Imprimé", "posted_on": "Posté", "returned_on": "Revenu", "return_cause": "Motif du retour",
		"author": "Par", "contact_status": "Statut du numéro", "undone_at": "Repris", "undone_by": "Repris par", "on_date": "Date", "ends_on": "Fin", "value": "Valeur", "recorded_by": "Notée par",
		"recorded_at": "Notée le", "from_on": "Du", "until_on": "Au", "min_hours": "Heures au moins", "max_hours": "Heures au plus", "asks_in_work": "Demandé même en emploi", "set_by": "Par", "set_at": "Le",
		"next_monday": "Prochaine semaine", "monday": "Semaine du", "sunday": "Au", "stated": "Heures déclarées", "impediment_state": "État de la raison", "impediment_by": "Par",
		"validated_minutes": "Minutes validées", "validated_at": "Validées", "validated_by": "Par", "skip": "Pas de demande", "request_at": "Demande prévue", "nudge_at": "Relance prévue",
		"close_at": "Clôture prévue", "handed_at": "Remise", "delivered_at": "Distribuée", "reports": "Déclarations", "words": "Vos mots", "day": "Jour", "label": "Intitulé", "start_minute": "Minute du jour",
		"done": "Faite", "remind_at": "Rappel prévu", "starts_on": "Début", "weekly_minutes": "Minutes par semaine", "ended_on": "Fin", "declared_at": "Déclarée", "due_on": "Prévu le", "step": "Étape",
		"written_at": "Écrite", "edited_at": "Modifiée", "entrusted_by": "Confié par", "entrusted_at": "Confié", "from_id": "De", "to_id": "À", "left_on": "Depuis", "found_at": "Constaté",
		"decision": "Décision", "decided_at": "Décidé", "decided_by": "Par", "model": "Objet", "upstream_id": "Numéro là-bas", "organisation_id": "Organisation là-bas", "data_at": "Dernières données",
		"destroyed_at": "Supprimé là-bas", "sms_off_at": "SMS refusés là-bas", "sms_at": "Dernier mot sur les SMS", "referent_at": "Référent là-bas", "lifecycle": "Prévenu là-bas", "reminder": "Rappelé là-bas",
		"event": "Changement", "partner": "Partenaire", "details": "Détails", "seen_by": "Vu par", "booked_on": "Rendez-vous pris", "first_booked_on": "Premier rendez-vous pris",
		"appointment_on": "Jour du rendez-vous", "convoked_on": "Convocation partie", "sent_on": "Premier message parti", "handed_over_on": "Premier message remis", "convened_on": "Convocation communiquée",
		"delivered_on": "Premier message distribué", "undelivered_on": "Premier message non distribué", "answered_on": "Première réponse", "met_on": "Première rencontre", "last_outcome": "Dernière issue",
		"contact_loss": "Pourquoi rien n’arrive", "registered_on": "Inscription", "oriented_on": "Orientation", "orientation": "Dominante", "contracted_on": "Contrat", "employed_on": "Emploi",
		"convened_by": "Par", "template": "Modèle", "proof": "Preuve", "provider_id": "Identifiant chez l’opérateur", "encoding": "Codage", "parts": "SMS", "provider": "Opérateur", "payload": "Message reçu",
		"position": "Rang", "merged_at": "Réuni le", "merged_by": "Réuni par", "strength": "Ce qui le disait", "seq": "N°", "actor": "Par", "account_id": "Par", "action": "Action", "hash": "Empreinte",
	}
}

// subjectWords say the words of lists that have no type of their own.
func subjectWords() map[string]string {
	return map[string]string{
		"applicant": "demandeur", "spouse": "conjoint", "yes": "oui", "no": "non", "unknown": "non dit", "mobile": "mobile", "landline": "fixe", "voip": "fixe (internet)", "foreign": "étranger",
		"current": "en usage", "former": "ancien", "not_theirs": "à quelqu’un d’autre", "asked": "demandé", "confirmed": "confirmé", "refused": "refusé", "in": "accord", "out": "refus",
		"registered": "inscription à France Travail", "oriented": "orientation", "contracted": "contrat d’engagement", "exited": "sortie", "kept": "suivi continué", "work": "emploi",
		"socio_pro": "socioprofessionnelle", "social": "sociale", "open": "ouverte", "answered": "répondue", "closed": "close", "person": "vous", "professional": "un professionnel", "relais": "Relais",
		"apart": "deux personnes différentes", "strong": "beaucoup", "likely": "assez", "weak": "peu", "declared": "déclaré", "accepted": "acceptée", "discussed": "à discuter", "absent": "absence du dernier fichier", "fr": "français", "en": "anglais", "ar": "arabe", "es": "espagnol", "pt": "portugais",
		"tr": "turc", "uk": "ukrainien", "ru": "russe", "fr-x-falc": "français facile", "convocation": "convocation", "invitation": "invitation", "unreadable": "illisible",
		"attendance": "votre venue", "slot": "un horaire", "language": "votre langue", "week": "vos heures", "activities": "vos activités", "talk": "parler au référent", "activity": "votre venue à une activité",
		"job_kind": "votre contrat", "checkin": "comment va l’emploi", "fine": "bien", "difficulty": "une difficulté", "ended": "terminé", "Rdv": "rendez-vous", "User": "usager", "must_arrive": "doit arriver", "time_bound": "avant une date", "conversation": "conversation",
	}
}

func callName(outcome string) string {
	switch outcome {
	case "reached":
		return "jointe"
	case "no_answer":
		return "pas de réponse"
	case "wrong_number":
		return "numéro de quelqu’un d’autre"
	}
	return outcome
}
