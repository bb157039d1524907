package understand

import "relais/parcours"

// dangerFrames hear a danger in words that no phrase of dangerCues foresaw.
var dangerFrames = newFrames(dangerKinds,
	framesOf{string(Medical), `
not breathe - calm
pain breathe - calm
pain chest now - calm sport
bleed now - calm
faint now - calm
faint partner|kin|child - calm
`},
	framesOf{string(Suicide), `
want die - laugh calm not
not strength live - laugh
want quit life - laugh
`},
	framesOf{string(ChildDanger), `
child partner|kin|il hit - me sport laugh calm
child partner|kin|il touch - me sport laugh calm roof poor
child shake partner|kin|il - laugh
child bruise partner|kin|il - me
child alone gone - jobplace
baby alone - jobplace
child alone long - jobplace
child gone long - jobplace roof
`},
	framesOf{string(Violence), `
partner hit me|my - sport laugh child
il|kin hit me - sport laugh child jobplace
lock il|partner - child
partner|il|kin weapon me - sport laugh
partner threat me - laugh
`},
	framesOf{string(Homeless), `
sleep outside - jobplace social calm
house throw outside me - jobplace
not roof child - social jobplace
`},
	framesOf{string(Hunger), `
not eat long - diet laugh
not eat poor - diet laugh
need eat - diet laugh sport
not foodstuff poor - diet laugh
child not eat - diet laugh
`},
)

// impedimentFrames hear a reason in words that no phrase of impedimentCues foresaw.
var impedimentFrames = newFrames(answerKinds,
	framesOf{string(parcours.ImpedimentBereavement), `
dead
`},
	framesOf{string(parcours.ImpedimentJobInterview), `
meet boss - seek
`},
	framesOf{string(parcours.ImpedimentChildcare), `
child watch
childplace
`},
	framesOf{string(parcours.ImpedimentHealth), `
ill
body hurt
`},
	framesOf{string(parcours.ImpedimentTraining), `
course dayword
`},
	framesOf{string(parcours.ImpedimentTransport), `
vehicle trouble
`},
	framesOf{string(parcours.ImpedimentWork), `
workword dayword - seek
`},
	framesOf{string(parcours.ImpedimentAdministrative), `
office dayword
`},
	framesOf{string(parcours.ImpedimentHousing), `
home dayword
`},
	framesOf{string(parcours.ImpedimentFear), `
afraid
`},
	framesOf{string(parcours.ImpedimentOther), `
feast dayword
hard homelife - seek
`},
)

// replyFrames hear an answer in words that no phrase of replyCues foresaw.
var replyFrames = newFrames(answerKinds,
	framesOf{cueYesVerb, `
come here - not cond
`},
	framesOf{cueNoVerb, `
come not - cond
`},
)

// intentFrames hear what a message is about in words that no phrase of intentCues
// foresaw.
var intentFrames = newFrames(answerKinds,
	framesOf{string(DataErasure), `
wipe record
`},
	framesOf{string(DataAccess), `
know record mine - office come
`},
	framesOf{string(Start), `
again mails - halt
`},
	framesOf{string(Stop), `
halt mails - seek
`},
	framesOf{string(ChooseTongue), `
tonguename tongueverb - course
`},
	framesOf{string(Deceased), `
gone person - vehicle
`},
	framesOf{string(PhoneChange), `
phone phonenews - job
`},
	framesOf{string(JobLost), `
end job - course seek cond
not job - seek course cond trouble
`},
	framesOf{string(JobFound), `
hire job - not course seek cond meet
hire place - not course seek cond
`},
	framesOf{string(Moved), `
settle fresh - seek job
`},
	framesOf{string(Help), `
assist please - not
`},
)

// childFrames tell the illness of a child from one's own.
var childFrames = newFrames(answerKinds,
	framesOf{string(parcours.ImpedimentChildcare), `
child ill|hurt - am
`},
)
