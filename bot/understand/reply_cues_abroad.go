package understand

// replyAbroad are short answers in Spanish, Portuguese, Arabic (in its script
// and in arabizi), Ukrainian, Russian and Turkish. No native speaker has read
// them yet.
var replyAbroad = phrases{
	cueYesVerb: `
(pridu|priydu|budu|zmozhu|smogu|prijdu)
claro que (si|voy|ire)
si (voy|ire|puedo|asisto|asistire|estare|vengo|vendre|confirmo|acepto)
(alli|ahi|alla|aqui) (estare|estaremos|voy a estar)
estare (alli|ahi|alla|presente)
(confirmo|acepto) [mi|la|a] [asistencia|cita|presenca]
(voy a|puedo|podre) (ir|asistir|venir|acudir|estar)
cuenten conmigo
(vou|irei|posso|estarei|consigo) [sim] (estar|ir|la|comparecer|presente)
sim (vou|posso|irei|estarei|confirmo|aceito)
(estarei la|conte comigo|contem comigo|vou estar presente|eu vou|estou la)
(سآتي|سوف آتي|سأحضر|سوف أحضر|سأكون هناك|سأكون حاضرا|راح أجي|جاي|جاية|غادي نجي|نجي|رايح|استطيع الحضور|أستطيع الحضور|يمكنني الحضور|يناسبني|أؤكد|أؤكد الحضور|بجي|حاجي|نقدر نجي)
(nji|ghadi nji|radi nji|ghanji|ranji|rani jay|rani jaya|ana jay|ana jaya|nkoun tema|nkoun temma|nakoun tema|ghadi nkoun|rah nji|ha nji|n9der nji|ne9der nji|kan9der nji)
(буду|прийду|приїду|зможу|підтверджую|приду|приеду|смогу|подтверждаю|я буду|буду там|обязательно буду|обов'язково буду)
(gelecegim|gelirim|geliyorum|gelicem|gelebilirim|katilacagim|onayliyorum|orada olacagim|orda olacagim|orada olurum|kabul ediyorum|geliriz|gelecegiz)
`,
	cueYesWord: `
(vale|claro|de acuerdo|por supuesto|perfecto|esta bien|muy bien|sin problema|bueno|correcto|me viene bien|me va bien|seguro)
(sim|combinado|esta bem|tudo bem|com certeza|ta bom|esta bom|claro que sim|sem problema|certo|pode ser|beleza)
(نعم|حاضر|أجل|ايوه|ايوة|أيوه|موافق|موافقة|تمام|حسنا|حسنًا|أوكي|اوكي|أكيد|طيب|ماشي|واخا|بالتأكيد|ان شاء الله|إن شاء الله|صحيح)
(na3am|wakha|wa5a|wakhaa|waxa|ouakha|mwafe9|mwafek|mwaf9|inchallah|inshallah|nchallah|nchalah|hamdoullah wakha|akid|tamam|tmam)
(так|добре|гаразд|звичайно|звісно|згоден|згодна|авжеж|підходить|домовились|домовилися)
(да|хорошо|конечно|согласен|согласна|ладно|подходит|договорились|отлично|окей|ок)
(evet|tamam|olur|peki|elbette|tabii|tabi|kesinlikle|tamamdir|olur olur|uygundur|uygun)
`,
	cueNoVerb: `
(працюю|працюємо) (в|у) (цей|той|понеділок|вівторок|середу|четвер|пятницю|суботу|ранку)
(работаю|работаем) (в|во) (этот|тот|понедельник|вторник|среду|четверг|пятницу|субботу)
عندي (خدمة|شغل|عمل|دوام|الخدمة) (نهار|يوم|اليوم|غدا|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة)
(machi|mashi|mush|mouch) (momkin|moumkin|mumkin|mumken)
ma (n9edch|na9dch|n9dch|ne9derch|nkderch|nejemch)
(na zhal|на жаль|к сожалению) [не]
ma (nji|nejji|n9der|njich|jay|jaya|jayach|ghadi|ghanji|n3aref) [ch|nji|walo]
(es|me es|e|me e) (imposible|impossivel)
(disponivel|disponible) nao
nao estou (disponivel|livre)
maalesef [gelemiyorum|gelemem]
(не вийде|не получится|не виходить)
no [me] (puedo|podre|voy|ire|asistire|estare|vendre|podemos|voy a poder|es posible|sera posible|viene bien|va bien) [ir|asistir|venir|acudir]
(cancelar|anular|cancelen|anulen) [la|mi] cita
imposible
nao (posso|vou|consigo|irei|estarei|poderei|da|vai dar|vou poder|e possivel|estou disponivel|tenho como) [ir|estar|comparecer]
(cancelar|desmarcar) [a|o] [minha|meu] [consulta|marcacao|encontro|reuniao]
impossivel
(لا|لن|ما|مش|غير|لست) (أستطيع|استطيع|أقدر|اقدر|يمكنني|أحضر|آتي|أتمكن|أكون|قادر|قادرة|نقدر|بقدر|أجي|نجي|ممكن|متاح|فاضي) [الحضور|المجيء|أن آتي|الذهاب]
(ما نقدرش|مانقدرش|ماقدرش|ما قدرتش|منقدرش|ما غاديش|ماغاديش|مغاديش|مانجيش|ما نجيش|مقدرش|لا يمكنني|لن آتي|لن أحضر|مستحيل|مابقدر|لا أريد) [نجي|الحضور]
(إلغاء|الغاء|ألغي|الغي) الموعد
(ma n9derch|man9derch|ma n9darch|man9darch|ma na9derch|mana9derch|ma nekderch|manekderch|ma nakdarch|manakdarch|mankderch|ma najamch|manajamch|ma nejemch|manejemch|ma njich|manjich|makan9derch|ma kan9derch|ma n9drch|man9drch|ma ghadich|maghadich|maghadich nji|mostahil|moustahil|mouhal|mou7al) [nji]
не (зможу|можу|прийду|буду|приїду|підходить|вийде|смогу|могу|приду|приеду|подходит|получится|получается|хочу)
(неможливо|невозможно|скасувати|скасуйте|отменить|отмените|отменяю)
(gelemem|gelemeyecegim|gelmeyecegim|gelemiyorum|gelmem|gelmiyorum|gelmicem|gelemicem|gelmeyecegiz|katilamam|katilamayacagim|iptal etmek istiyorum|mumkun degil|uygun degil|uygun degilim|musait degilim|musait degil|imkansiz|olmaz|orada olamam)
`,
	cueNoWord: `
(nao|nein)
(لا|كلا|لأ)
(ні|нет)
(hayir|yok)
`,
	cueReschedule: `
[un|una|para] (otro|otra) (dia|fecha|hora|momento|cita|semana)
(cambiar|mover|aplazar|posponer|reprogramar|modificar|cambiarme) [de] [la|mi|el|a] (cita|fecha|hora|dia|otro dia)
(proxima semana|la semana que viene|mas tarde|otro horario)
(mejor|prefiero) (el|la|por la) (lunes|martes|miercoles|jueves|viernes|manana|tarde)
puedo el (lunes|martes|miercoles|jueves|viernes)
[um|uma|para] (outro|outra) (dia|data|hora|horario|momento|semana)
(mudar|alterar|remarcar|adiar|trocar|reagendar) [a|o|de|para|meu|minha] [a|o|meu|minha] (data|hora|dia|horario|encontro|consulta|marcacao|reuniao|entrevista)
(remarcar|reagendar|adiar|semana que vem|proxima semana)
(prefiro|melhor) (a|na|de|o|segunda|terca|quarta|quinta|sexta) [manha|tarde|feira]
(يوم|موعد|وقت|تاريخ|نهار|موعدا|يوما|مرة) (آخر|اخر|أخر|أخرى|اخرى)
(تغيير|تأجيل|تاجيل|نبدل|نبدلو|أغير|نغير|تبديل|غير|أجل|بدل|تغير) (الموعد|اليوم|التاريخ|الوقت|موعد|موعدي|الرنديفو|النهار|الساعة)
الأسبوع (القادم|المقبل|الجاي)
(nhar|yom|youm|wa9t|waqt|we9t|date|rdv) (akhor|akher|akhar|okhor|wahdakhor|wahed akhor|lakhor)
(nbedel|nbadel|nbedl|nbdel|nbeddel|tbedlo|tbdlo|tbedel|bedlo|badlo|nghayer|n2ajel|n2akhar) [l] (rdv|maw3id|lmaw3id|nhar|date|wa9t|mouaid)
(simana|semana) (jaya|jayya)
(інший|іншу|інша|іншого|другой|другую|другое|другого|інше) (день|дату|дата|час|дня|время|дата|раз)
(перенести|змінити|перенесіть|перенесите|изменить|поменять|переназначить|зсунути|сдвинуть) [на] [мою|мой|мій|нашу] [зустріч|дату|час|день|запис|прийом|встречу|время|запись|прием|интервью|другой]
(наступного тижня|на следующей неделе|іншим разом|в другой раз|в інший)
(baska|farkli|diger) [bir] (gun|gune|tarih|tarihe|zaman|zamana|saat|saate|gunde)
(randevu|randevuyu|randevumu|tarih|tarihi|gun|gunu|saat|saati) * (degistir|degistirmek|degistirebilir|degistirelim|ertele|ertelemek|erteleyebilir|erteleyelim|degistirebilirmiyiz|ertelenebilir)
(haftaya|gelecek hafta|onumuzdeki hafta|erteleyelim|ertelemek istiyorum|erteleyebilir)
`,
	cueAsk: `
(win|wein|wayn|fin|fayn) (el|l|rah|hiya|howa) [mawid|maw3id|rdv|rendez vous]
(لا|ما|لم|مش) (أفهم|افهم|فهمت|فاهم|أفهم شيئا|بفهم|نفهمش|فهمتش)
(ma fhemtch|mafhemtch|ma fhmtch|mafhmtch|makanfhemch|ma nefhemch)
не (розумію|понимаю|зрозумів|зрозуміла|понял|поняла)
(anlamiyorum|anlamadim)
no (entiendo|comprendo|he entendido)
nao (entendo|percebo|compreendo|entendi|percebi)
(donde|cuando|cuanto|cuanta|por que|a que hora|que hora|que dia|que documentos|quien|cual|para que)
(como|que) (llego|voy|tengo|debo|hay|puedo|es|hago|significa)
es obligatori[o|a]
(olur|olabilir|gelebilir|mumkun) mu
(tengo|debo) (que|llevar) 
(onde|quanto|quanta|porque|por que|a que horas|que horas|quem|qual|para que)
(quando|como) (e|sera|chego|vou|faco|posso)
(e obrigatorio|o que|preciso de|preciso levar|devo levar)
(أين|اين|وين|فين|متى|إمتى|امتى|وقتاش|فوقاش|كيف|كيفاش|لماذا|ليش|علاش|كم|شحال|ماذا|ما هو|ما هي|ما هذا|هل|من أنتم|من انت|شنو|اش|آش|شكون|بأي|في أي|أي)
(fin|fayn|feen|win|weyn|wayn) (kayen|kayn|kayna|kain|rdv|rak|rah|howa|jat|ja|ghadi|nji|maken|blasa)
(chno|chnou|chnowa|chnahiya|wach|wech|wash|3lach|3lah|3lech|fo9ach|fou9ach|fo9ash|fou9ech|imta|emta|waqtach|w9tach|wa9tach|chhal|ch7al|kifach|kifash|kayfach|chkoun|chkon|achmen|ach|ash khassni|chno khasni)
(де|коли|чому|скільки|хто|куди|який|яка|яку|які|котрій|навіщо|чи|де це|яка адреса|що треба|що взяти|що принести|що це|як)
(где|когда|как|почему|сколько|кто|куда|какой|какая|какие|какую|зачем|нужно ли|во сколько|можно ли|обязательно ли|что|что это|что взять|что принести)
(nerede|nerde|neresi|zaman|kacta|kac|hangi|neden|nasil|kim bu|kim yaziyor|kimsiniz|kadar|zorunlu|getirmeliyim|nereye|nicin|niye|getireyim|nedir) 
`,
	cueLate: `
(tarde * minutos|minutos * tarde)
(llego|llegare|llegando|voy|vengo|vendre|estoy) * (tarde|retraso|retrasado|retrasada)
minutos (tarde|de retraso)
(vou|chego|chegarei|estou|irei) * (atrasado|atrasada|atraso)
(atrasado|atrasada|minutos de atraso)
(سأتأخر|سوف أتأخر|متأخر|متأخرة|تأخرت|راح أتأخر|غادي نتعطل|نتعطل|معطل|تأخير|باتأخر)
(net3atel|nt3atel|net3ettel|net3etel|met3atel|met3atla|m3atel|m3atla|mt3atel|t3atelt|net2akhar|retard chwiya|nt3tel|mouta2akhir)
(запізнюся|запізнюсь|спізнюся|спізнюсь|спізнююся|спізнююсь|запізнююся|запізнююсь|запізнення|опоздаю|опаздываю|задерживаюсь|задержусь|опоздание|опоздал|опоздала|затримуюся|затримуюсь|затримаюсь)
(gec kalacagim|gec kalicam|gec kaliyorum|gec kaldim|gecikecegim|gecikiyorum|geciktim|gec gelecegim|gecikmeli|gecikicem|gec kalabilirim)
`,
	cueThanks: `
(gracias|agradezco)
(obrigado|obrigada|brigado|brigada|obg|agradeco)
(شكرا|شكراً|مشكور|مشكورين|بارك الله فيك|يعطيك الصحة|جزاك الله|متشكر|صحيت|شكرن)
(choukran|chokran|shukran|chukran|shokran|choukrane|sahit|saha|ya3tik saha|barak allah|baraka lahou|barakallah|yatik saha|baraka allahou fik)
(дякую|дякуємо|спасибі|вдячний|вдячна|дяку)
(спасибо|благодарю|спс|пасиб)
(tesekkur|tesekkurler|sagol|sagolun|sag ol|sag olun|eyvallah|tsk|tesekur)
`,
	cueAlreadyWorking: `
(tenho|arranjei|tenho um) [novo] (trabalho|emprego)
(وجدت|لقيت|عندي|لدي) (عملا|شغلا|عمل جديد|خدمة)
(ya|ahora) (tengo trabajo|tengo empleo|tengo un trabajo|trabajo|estoy trabajando|encontre trabajo)
(encontre|he encontrado|consegui|tengo) [un] (trabajo|empleo|puesto)
estoy (trabajando|empleado|empleada)
(ja|agora) (tenho trabalho|tenho emprego|tenho um trabalho|tenho um emprego|trabalho|estou a trabalhar|estou trabalhando|estou empregado|estou empregada)
(arranjei|encontrei|consegui|achei) [um] (trabalho|emprego)
estou (a trabalhar|trabalhando|empregado|empregada)
(عندي|لدي|وجدت|لقيت|حصلت على|لديا) [على] (عمل|خدمة|شغل|وظيفة|العمل)
(أعمل الآن|انا اعمل|أنا أعمل|خدام|خدامة|راني نخدم|مازلت نخدم|نخدم دابا|بشتغل|انا أشتغل|أشتغل|بدأت العمل)
(rani|ana|dabba|daba) (khedam|khdam|khedama|khdama|kankhdem|nekhdem|nkhdem|kheddam|kheddama|nakhdem)
(l9it|la9it|lkit|lqit|3andi|3ndi) [wahed] (khedma|khdma|lkhedma|lkhdma|khadma|ykhedma|khidma)
(працюю|вже працюю|знайшов роботу|знайшла роботу|маю роботу|влаштувався|влаштувалася|влаштувалась|є робота)
(работаю|уже работаю|нашел работу|нашла работу|есть работа|устроился|устроилась|имею работу)
(calisiyorum|is buldum|ise basladim|isim var|ise girdim|ise alindim|is sahibiyim)
`,
	cueWrongPerson: `
(numero|persona) equivocad[o|a]
se (equivoca|equivoco|equivocan|ha equivocado|han equivocado|equivocaron) [de]
no soy (yo|esa persona|esta persona|la persona|el|ella)
no (conozco|la conozco|lo conozco) (a|esa|este|esta|ese) [persona|senor|senora]
(engano|numero errado|pessoa errada|por engano|enganou se|enganaram se|engano no numero|foi engano|e engano)
nao (sou eu|sou essa pessoa|sou esta pessoa|sou a pessoa|conheco essa|conheco esta|conheco esse)
(رقم|الرقم) (خاطئ|خطأ|غلط|الخطأ)
(لست أنا|لست هذا الشخص|مش أنا|ماشي أنا|ليس أنا|ليس رقمي|الشخص الخطأ|أخطأتم|غلطتم|لا أعرف هذا الشخص|غالطين|غلطان)
(ghalet|ghalat|ghaltin|ghaltine|machi ana|mashi ana|mchi ana|machi raqmi|machi nemra|numero ghalet)
(не той номер|помилилися номером|помилились номером|помилилися|помилились|ви помилилися|неправильний номер|не мій номер|це не я|не я|не знаю таку|не знаю такої|не знаю такого|не знаю цю|не знаю цього|помилка номером|помилковий номер)
(не тот номер|ошиблись номером|ошиблись|вы ошиблись|неправильный номер|не мой номер|это не я|не я|не знаю такую|не знаю такого|не знаю этого|не знаю эту|ошибка номером|номером ошиблись)
yanlis (numara|numarayi|kisi|kisiye|kisiyi|aradiniz|kisidir)
(ben degilim|o kisi degilim|bu kisi degilim|oyle biri yok|tanimiyorum)
`,
	guard: `
(tengo|tenho|debo|devo) (que|de) (trabajar|trabalhar|cuidar|ir al|ir ao|estar)
що не
что не
ya voy
por que no
`,
}
