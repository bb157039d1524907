package understand

import "relais/parcours"

// impedimentAbroad are reasons in a word or two, in the languages of replyAbroad.
var impedimentAbroad = phrases{
	string(parcours.ImpedimentHealth): `
(enfermo|enferma|al medico|el medico|operan|operacion|fiebre|estoy mal)
(doente|consulta medica|operacao|operado|operada|febre|estou mal)
(مريض|مريضة|المستشفى|مستشفى|الطبيب|طبيب|الدكتور|عملية جراحية|عندي موعد طبي|حامل|مرضت)
(mrid|mrida|mridh|marid|marida|sbitar|sbitare|tbib|mrit|mreda|hamla|mardt)
(хворію|хвора|хворий|захворів|захворіла|лікарні|лікаря|лікар|лікарня|температура|вагітна|операція)
(болел|болела|hastaydım|хворів|хворіла|болею|болен|больна|заболел|заболела|больнице|врачу|врача|больница|температура|беременна|операция|болит)
(hastayim|hastanede|hastanedeyim|hastaneye|doktor|doktora|ameliyat|hamileyim|atesim)
`,
	string(parcours.ImpedimentChildcare): `
(mi|mis|los|con) (hijo|hija|hijos|hijas|bebe|ninos|nino|nina)
(meu|minha|meus|minhas|as|o|com) (filho|filha|filhos|filhas|bebe|criancas|crianca)
(عندي|معي) (البنت|الولد|الأولاد|البنات|الصغير|الصغيرة|الدراري)
(ابني|ابنتي|أولادي|اولادي|أطفالي|اطفالي|بنتي|ولدي|طفلي|الأطفال|الاولاد|رضيع|طفلتي)
(wladi|weldi|wlidi|benti|bnti|drari|lwlad|dirari|bebe dyali|ouladi)
(дитина|дитину|дитиною|діти|дітей|дітьми|сином|мій син|моя донька|донька|донькою|дочка|немовля|сином)
(ребенок|ребенка|ребенком|дети|детей|детьми|дочь|дочка|дочкой|сыном)
(cocugum|cocuk|cocuklar|cocuklarim|cocuga|bebek|bebegim|oglum|kizim|cocuguma|cocuklara)
`,
	string(parcours.ImpedimentTransport): `
(sin|no tengo|no hay) (coche|carro|autobus|transporte|bus)
(coche|carro) * (averiado|roto|taller)
(sem|nao tenho|nao ha) (carro|transporte|autocarro|onibus)
carro * (avariado|avariou|oficina|quebrou)
(سيارة|سيارتي|السيارة|مواصلات|الحافلة|الباص|الطوبيس|القطار|بعيد|نقل)
(tonobil|tomobil|tomobile|tobis|toubis|karhba|b3id|ba3id|lkar)
(машини|автобус|автобуса|транспорту|машина|автобуси|далеко|поїзд)
(машины|автобус|автобуса|транспорта|машина|автобусы|поезд|сломалась машина)
(araba|arabam|otobus|ulasim|aracim|uzak)
`,
	string(parcours.ImpedimentWork): `
(estoy trabajando|trabajo (ese|el|este|los)|tengo que trabajar|tengo trabajo)
trabajo (ese|el|este|los|a esa)
(trabalho (nesse|na|no|as)|tenho de trabalhar|tenho que trabalhar|estou a trabalhar|estou no trabalho|trabalhar)
trabalho (nesse|na|no|as|neste)
(أعمل|اعمل|الشغل|العمل|عملي|نخدم|خدام|خدامة|شغل|دوام)
(khedam|khdam|khedama|khdama|kankhdem|nekhdem|nkhdem|lkhedma|khedma|lkhdma)
(працюю|роботі|роботу|зміна)
(работаю|работе|смена)
(calisiyorum|calismam|iste|isteyim|isim var|mesai|vardiya|calisacagim)
`,
	string(parcours.ImpedimentTraining): `
(curso|formacion|practicas)
(curso|aula|aulas|exame|formacao|estagio)
(تكوين|درس|دروس|امتحان|دورة|تدريب)
(takwin|takouine|imti7an|dourous)
(курси|курсах|навчання|іспит|навчаюся|навчаюсь|курс)
(курсы|курсах|учеба|учебе|экзамен|учусь|курс)
(kurs|kursum|kursa|sinav|sinavim|dersim|egitim)
`,
	string(parcours.ImpedimentJobInterview): `
(entrevista de trabajo|una entrevista|entrevista de emprego|uma entrevista|entrevista)
(مقابلة عمل|مقابلة شغل|مقابلة)
(співбесіда|співбесіду|собеседование|собеседования)
(is gorusmesi|is gorusmem|mulakat|mulakatim|is mulakati)
`,
	string(parcours.ImpedimentBereavement): `
(papa|mama|mamma|padre|madre|pai|mae|abuela|abuelo|avo|hermano|hermana|irmao|irma|marido|esposa|esposo|tio|tia|primo|prima|amigo|amiga) * (morto|morta|muerto|muerta|morreu|murio|fallecio|faleceu|fallecido|falecido|fallecida|falecida)
(entierro|funeral|velorio|velatorio|sepelio|enterro|luto)
(funeral|entierro|murio|fallecio|ha muerto|ha fallecido|enterro|morreu|faleceu|velorio)
(جنازة|توفي|توفيت|وفاة|مات|ماتت|العزاء|عزاء)
(matet|matt|janaza|gnaza|lgnaza) [baba|yemma|jeddi|bouya|mama|khouya]
(похорон|похорони|помер|померла|похороны|похоронах|умер|умерла)
(cenaze|cenazem|vefat|oldu babam|cenazesi|vefat etti)
`,
	string(parcours.ImpedimentAdministrative): `
(prefectura|ayuntamiento|tribunal|abogado|juicio|prefeitura|camara municipal|advogado)
(البلدية|المحكمة|الولاية|بريفكتور|محامي|المحافظة|القنصلية|السفارة)
(префектурі|префектура|префектуру|суд|суді|посольство|консульство|префектуре|суде|посольстве)
(valilik|valilikte|mahkeme|mahkemem|konsolosluk|avukat|belediye)
`,
	string(parcours.ImpedimentHousing): `
(mudanza|me mudo|mudanca|estou a mudar|mudo de casa)
(أنتقل|انتقال السكن|رحيل|الرحيل|نرحل)
(переїжджаю|переїзд|переезжаю|переезд)
(tasiniyorum|tasinma|ev tasiyorum)
`,
	string(parcours.ImpedimentFear): `
(tengo miedo|miedo|ansiedad|estou com medo|tenho medo|medo|ansiedade)
(خائف|خائفة|أخاف|اخاف|خايف|خايفة|قلق)
(khayef|khayfa|kankhaf|nkhaf)
(боюся|боюсь|страшно|тривога|тревога)
(korkuyorum|korku|kaygi)
`,
	string(parcours.ImpedimentOther): `
(imprevisto|asunto personal|motivos personales|motivo pessoal|de viaje|de vacaciones|ferias|de viagem|compromiso|compromisso)
(ظرف طارئ|ظروف|سبب شخصي|مسافر|مسافرة|سفر|مشغول|مشغولة)
(msafer|msafra|mchghoul|machghoul|mesghoul)
(обставини|особисті|зайнятий|зайнята|поїхав|відпустці|обстоятельства|личным|занят|занята|отпуске|уехал|уехала)
(ozel|mesgulum|tatildeyim|tatil|seyahat|isim cikti|yurtdisindayim)
`,
	guard: `
(لم|لا|ما|لن) (أعمل|اعمل|نخدم|أشتغل)
ما خدمتش
не (работаю|работал|работала|працюю|працював|працювала)
`,
}
