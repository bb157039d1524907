package understand

// dangerAbroad are the plainest signs of danger in the languages of replyAbroad.
var dangerAbroad = phrases{
	string(Suicide): `
(смысла|сенсу) (жить|жити)
(нет|нема|не вижу|не бачу) (смысла|сенсу|причин) [жить|жити]
(quiero|voy a|prefiero|ganas de|deseo) (morir|morirme|matarme|suicidarme|quitarme la vida|desaparecer para siempre)
(no quiero vivir|no quiero seguir viviendo|suicidarme|acabar con mi vida|me voy a matar)
(quero|vou|prefiro|vontade de) (morrer|matar me|me matar|suicidar me|me suicidar|acabar com a minha vida)
(nao quero [mais] viver|matar me|suicidio)
nao quero mais viver
(أريد|اريد|بدي|بغيت|عاوز|أفكر في|سوف|راح) (أن أموت|ان اموت|الموت|أموت|اموت|نموت|أقتل نفسي|اقتل نفسي|الانتحار|أنتحر|انتحر|نقتل روحي|أن أنتحر|إنهاء حياتي)
(الانتحار|سأقتل نفسي|سانتحر|سأنتحر|لا أريد أن أعيش|لا اريد ان اعيش|لا أريد العيش|تعبت من الحياة)
(bghit|baghi|baghya|rani baghi|nheb|7ab|n7eb|hab|rah|ghadi|bghat|hbit) [n] (nmout|nmot|nmoot|n9tel rasi|n9tel ro7i|n9tal rouhi|nenta7er|nentaher|ne9tel rasi|ne9tel rouhi|ntaher)
(ma b9itch baghi n3ich|mabghitch n3ich|ma nhebch n3ich|ma bghitch n3ich|nenta7er|n9tel rasi|ne9tel rouhi)
(хочу|краще|збираюся|думаю про|волію) (померти|вмерти|вбити себе|покінчити з собою|самогубство|накласти на себе руки)
(не хочу жити|самогубство|покінчу з собою|вб'ю себе|не хочу більше жити|накладу на себе руки)
(хочу|лучше|собираюсь|думаю о|решил|решила) (умереть|убить себя|покончить с собой|самоубийстве|повеситься|сдохнуть|покончить с жизнью)
(не хочу жить|самоубийство|покончу с собой|убью себя|не хочу больше жить|покончить с собой|повешусь)
(olmek istiyorum|intihar|intihar edecegim|intihar etmek|kendimi oldurecegim|kendimi oldurmek|yasamak istemiyorum|canima kiyacagim|hayatima son)
`,
	string(Violence): `
(marido|esposo|novio|ex|pareja|padre|hermano|el) * me (pega|golpea|maltrata|amenaza|viola|violo|pego|golpeo|quiere matar|va a matar)
(me han violado|me violaron|tengo miedo de mi marido|me quiere matar|me va a matar)
(violencia domestica|violencia de genero)
(marido|esposo|namorado|ex|companheiro|pai|irmao|ele) * (me bate|bate me|bate em mim|me bateu|bateu me|me ameaca|ameaca me|me violou|violou me|agride me|me agride|quer matar me|quer me matar)
(fui violada|tenho medo do meu marido|vai me matar|quer me matar)
(زوجي|زوجتي|أبي|ابي|أخي|اخي|طليقي|هو|صديقي|خطيبي|ابني) * (يضربني|ضربني|يهددني|هددني|يعنفني|اغتصبني|يريد قتلي|تضربني|يقتلني|سيقتلني|كيضربني)
(يضربني|اغتصبت|اغتصبني|يريد أن يقتلني|يريد قتلي|عنف منزلي|العنف المنزلي|أخاف من زوجي|كيضربني|يعتدي علي|هددني بالقتل|يهددني بالقتل|سيقتلني)
(rajli|raajli|baba|khouya|lex|houwa|howa|bouya|tli9i|sahbi|weldi|mrati) * (kaydrebni|kaydrbni|yedrebni|ydrebni|ydrabni|drabni|derrebni|kayderbni|kaydarbni|kayhedd|ya9telni|y9telni|yhadedni)
(kaydrebni|kaydrbni|yedrebni|ydrebni|y9telni|baghi y9telni|khayfa mn rajli|ghtasbni|ghtasebni)
(чоловік|муж|він|он|хлопець|парень|батько|отец|колишній|бывший|брат|сожитель|син|сын) * (мене б'є|б'є мене|мене бьє|меня бьет|бьет меня|меня избил|побив мене|мене побив|меня избивает|избивает меня|погрожує|угрожает|душит|ударил меня|вдарив мене|хоче вбити|хочет убить|изнасиловал|зґвалтував)
(мене б'ють|меня бьют|меня изнасиловали|мене зґвалтували|домашнє насильство|домашнее насилие|хочет меня убить|хоче мене вбити|боюся чоловіка|боюсь мужа|убьет меня|вб'є мене|угрожает убить|погрожує вбити)
(kocam|esim|babam|erkek arkadasim|agabeyim|eski kocam|eski esim|sevgilim|oglum) * (beni dovuyor|dovuyor beni|bana vuruyor|beni dovdu|bana vurdu|beni tehdit|siddet|beni oldurecek|tecavuz|bogazimi)
(beni dovuyor|beni oldurecek|bana tecavuz|aile ici siddet|siddet goruyorum|kocamdan korkuyorum|beni oldurmekle)
`,
	string(Hunger): `
(ليس|ما|لا) (عندي|لدي|عندنا) شيء [آكله|للأكل|نأكله]
(no tengo|no tenemos|sin|nada) [nada] [para|de|que] (comer|comida)
(no tengo nada que comer|nada de comer|pasamos hambre|paso hambre|mis hijos tienen hambre|no he comido|no hemos comido|nevera vacia|nevera esta vacia|para dar de comer)
no (tengo|tenemos) (comida|nada para comer|nada que comer|dinero para comer|dinero para comida)
(nao tenho|nao temos|sem|nada) [nada] [para|de|que] (comer|comida|alimentos)
(passo fome|passamos fome|os meus filhos tem fome|meus filhos tem fome|nao como ha|nao comi|estou com fome|frigorifico vazio|geladeira vazia)
(ليس لدي|ليس لدينا|ليس عندي|ما عندي|ما عندنا|لا يوجد|ماعنديش|ما عنديش|ما عندناش|معنديش) [شيء] (طعام|أكل|اكل|ما آكل|ما آكله|ما اكله|ما نأكله|ما ناكل|ماكلة|الماكلة|الأكل|للأكل|خبز)
(أطفالي جائعون|اطفالي جائعون|أولادي جائعون|أنا جائع|انا جائع|نحن جائعون|لم آكل|لم نأكل|الثلاجة فارغة|جيعانين|ولادي جيعانين|جوعان)
(ma 3andich|ma3andich|ma 3ndich|ma3ndich|ma 3andnach|ma3andnach|ma 3ndnach|makayn|makaynch|mazal) [ma|hta|walou] (makla|lmakla|nakol|nakoul|nakel|nakl|mankoul|man9out|lkhobz|naklou|ma naklou)
(wladi ji3anin|wladi jou3|fiya jou3|fina jou3|wladi fihom jou3|ji3an|ji3anin|ma klit|maklitch|ma klitch|ma klinach)
(нема чого їсти|немає їжі|немає чого їсти|нічого їсти|діти голодні|не їв|не їла|не їли|голодую|холодильник порожній|нема їжі|голодуємо|нема грошей на їжу)
(нечего есть|нет еды|дети голодные|не ел|не ела|не ели|голодаю|голодаем|холодильник пустой|нет денег на еду|голодные дети|дети голодают|нечем кормить)
(yiyecek|yemek|ekmek) * (yok|hicbir seyim yok|bir sey yok|kalmadi|param yok|alamiyorum|bulamiyorum)
(acim|aciz|cocuklarim ac|cocuklar ac|yemek yemedim|yemek yemedik|gundur yemedim|buzdolabi bos|dolap bos|ac kaldim|ac kaldik|ac kaliyoruz)
`,
	string(Homeless): `
(sin|no tengo|sem|nao tenho) (casa|techo|hogar|teto|lugar donde dormir)
(duermo|dormimos|vivo|vivimos|estoy|estamos) en (la calle|mi coche|el coche|un coche)
(sin techo|me han echado de casa|me echaron de casa|me han desahuciado|nos desahucian)
no tengo donde (dormir|vivir|ir)
(durmo|dormimos|vivo|estou|estamos) [a dormir] (na rua|no carro|num carro)
(sem abrigo|sem teto|fui despejado|fui despejada|puseram me na rua|expulsaram me de casa)
nao tenho (onde dormir|casa|onde ficar|onde viver|tecto)
(أنام|انام|ننام|نبات|أعيش|ننعس|انا|أنا|نحن|كنبات|راني) (في الشارع|في السيارة|في سيارتي|بالشارع|فالشارع|في الزنقة|فالزنقة|برا|بلا مأوى|بدون مأوى|مشرد|مشردة|في المحطة)
(ليس لدي مكان|ليس لدي مأوى|ليس لدي سكن|ما عندي مكان|ماعنديش فين نبات|طردوني من البيت|طردوني من الدار|بدون سكن|أين أنام|بلا سكن|بلا مأوى|بدون مأوى|طردنا من البيت)
(kan n3es|kann3es|kanbat|nbat|nbatt|rani nbat|kanbatou|n3es|rani 3ayech|rani 3aycha|ana|rani) [f|fe] (f zen9a|fzen9a|f zan9a|zen9a|zan9a|f tomobil|tomobil|barra|bera|f chari3|chari3|b la dar)
(ma 3andich fin nbat|ma3andich fin nbat|ma 3ndich fin nbat|jraw 3liya mn dar|tardouni mn dar|ma 3andich dar|ma3andich dar|bla dar|ma 3andich fin n3es|ma 3andich win nbat)
(сплю|живу|ночую|спимо|живемо|ночуємо|спим|живем|ночуем|я|ми|мы) (на вулиці|на улице|в машині|в машине|на вокзалі|на вокзале|в підвалі|в подвале|у машині)
(ніде спати|ніде ночувати|ніде жити|нема де спати|нема де жити|нема де ночувати|негде спать|негде ночевать|негде жить|выгнали из дома|вигнали з дому|нас виселяють|нас выселяют|без житла|без жилья|бездомний|бездомный|выселили|виселили|нет жилья|бездомная|остались на улице|осталась на улице|остался на улице)
(sokakta|arabada|disarida|parkta|garda|terminalde) * (kaliyorum|yatiyorum|uyuyorum|yasiyorum|kaldim|kaldik|kaliyoruz|yatiyoruz|yasiyoruz)
(kalacak yerim yok|kalacak yerimiz yok|evsizim|evsiz kaldim|evsiz kaldik|evden atildim|evden atildik|evden kovuldum|gidecek yerim yok|uyuyacak yerim yok|evimden atildim|yatacak yerim yok)
`,
	string(Medical): `
(no puedo|no puede|no consigo) respirar
(infarto|ataque al corazon|inconsciente|sangro mucho|sangrando mucho|ambulancia|no respira|derrame cerebral|perdio el conocimiento|sobredosis)
(dolor en el pecho|me duele [mucho] el pecho)
me duele mucho el pecho
(nao consigo|nao consegue|nao posso) respirar
(ataque cardiaco|enfarte|dor no peito|desmaiou|sangro muito|sangrar muito|ambulancia|nao respira)
(لا أستطيع|لا استطيع|ما أقدر|ما نقدرش|لا يستطيع|ما قادرش|مانقدرش|لا يمكنني|ما كنقدرش) [أن] (التنفس|أتنفس|اتنفس|نتنفس|يتنفس)
(ألم|الم|وجع) [شديد|قوي|كبير] (في الصدر|في صدري)
(نوبة قلبية|أزمة قلبية|جلطة|ألم في الصدر|ألم في صدري|فاقد الوعي|فاقدة الوعي|فقد الوعي|فقدت الوعي|أنزف|انزف|نزيف|سيارة إسعاف|الإسعاف|الاسعاف|لا يتنفس|مغمى عليه|أغمي عليه|أغمي علي)
(ma kan9derch|makan9derch|ma n9derch|man9derch|ma 9aderch|ma9aderch|ma ne9derch|mane9derch|ma nakdarch) [n] (netnefes|ntnefes|nteneffes|netneffes|ntneffs|natanafas|ntnafes)
(katnzef|kanzef|dem bezaf|ddem bezzaf|tayeh ma kayt7arekch|ghayeb 3la lwa3y|lissaaf|l is3af|is3af|wj3 f sadri|sadri kayderni|sadri kaydarni)
(не можу дихати|не могу дышать|важко дихати|трудно дышать|не дихає|не дышит|інфаркт|инфаркт|інсульт|инсульт|серцевий напад|сердечный приступ|без свідомості|без сознания|втратив свідомість|втратила свідомість|потерял сознание|потеряла сознание|сильна кровотеча|сильное кровотечение|швидку|скорую|біль у грудях|боль в груди|істікаю кров'ю|истекаю кровью|сильно болить в грудях|болит в груди|передозировка|задыхаюсь|задихаюся|болит сердце сильно)
(nefes alamiyorum|nefes alamiyor|kalp krizi|gogsum agriyor|gogsumde agri|bayildi|bilincini kaybetti|bilinci kapali|cok kanamam|kanamam var|ambulans|felc geciriyor|nefes almiyor|inme gecir)
`,
	string(ChildDanger): `
(pega|golpea|maltrata|abusa de|toca) a (mis|mi|los) (hijos|hijas|hijo|hija|ninos|bebe|nino|nina)
(mi|mis) (hijo|hija|hijos) [esta|estan] (desaparecio|desaparecido|desaparecida|en peligro|ha desaparecido)
(bate|bateu|maltrata|abusa|toca) (nos|na|no|dos|da|do|os|as) [meus|minha|meu|minhas] (filhos|filha|filho|filhas|criancas|bebe)
(meu|minha) (filho|filha) (desapareceu|esta em perigo|foi abusada|foi abusado)
(يضرب|ضرب|يعذب|يغتصب|يعتدي على|يعنف|كيضرب|يؤذي) (أولادي|اولادي|أطفالي|اطفالي|ابني|ابنتي|بنتي|ولدي|ولادي|الأطفال|الاطفال|طفلي|طفلتي)
(ابني|ابنتي|بنتي|ولدي|طفلي|أولادي|أطفالي) * (اختفى|اختفت|مفقود|مفقودة|في خطر|خطفوه|ضاع|ضاعت|يضربهم)
(kaydreb|kayderb|yedreb|ydreb|ydrab|drab|kaydrab|kaydrb) (wladi|weldi|wlidi|benti|bnti|drari|lwlad|dirari|wladou)
(weldi|benti|bnti|wladi) * (ghber|ghebret|mcha ma rj3ch|tweder|twedret|f khatar|dayo3)
(б'є|бьет|избивает|побив|избил|ґвалтує|насилует|трогает|чіпає|душит|кривдить|бьют|б'ють) [мою|моїх|моих|моего|мого|наших|мої|моєго|нашу|нашого|нашего] (дитину|дітей|ребенка|детей|сина|сына|доньку|дочку|дочь|дитя)
(дитина|син|донька|дочка|ребенок|сын|дочь|діти|дети) * (пропав|пропала|зник|зникла|пропал|пропали|в небезпеці|в опасности|исчез|исчезла|у небезпеці|сбежала|сбежал|зникли)
(cocugumu|cocuklarimi|oglumu|kizimi|bebegimi|cocugu|cocuklari) * (dovuyor|vuruyor|dovdu|taciz|istismar|siddet|oldurecek)
(cocuguma|cocuklarima|ogluma|kizima|cocuklara) * (vuruyor|siddet|tecavuz|taciz)
(cocugum|oglum|kizim) * (kayip|kayboldu|tehlikede|kacirildi)
`,
	guard: `
(me muero|muero|morirme|morir) de (risa|calor|sueno|ganas|frio|hambre|verguenza|aburrimiento)
(morro|morto|morta|morrer|morri) de (rir|riso|calor|cansaco|frio|sono|vergonha|sede|fome)
(помираю|вмираю|умираю|умереть|померти|помер|умер|умерла|померла|сдохнуть) [от|от|зі|від|со] (смеха|сміху|жары|спеки|скуки|нудьги|смеху|холода|холоду)
(gulmekten|sicaktan|yorgunluktan|sikintidan|meraktan) (oldum|oluyorum|olecegim|oldu)
(أموت|نموت|مت|اموت) (من الضحك|بالضحك|من الحر|من البرد)
(nmout|kanmout|mout|nmot) (b da7k|bdahk|b dahk|b de7k|bda7k|b sahd|bel bard)
`,
}
