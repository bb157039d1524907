package understand

// intentAbroad are messages in the languages of replyAbroad.
var intentAbroad = phrases{
	string(Help): `
(ayuda|ayudame|ayudenme|socorro|necesito ayuda)
(ajuda|ajudem|ajude me|preciso de ajuda)
(مساعدة|المساعدة|ساعدوني|ساعدني|عاونوني|أحتاج مساعدة|النجدة)
(3awnouni|3awnoni|3aweni|3awni|sa3douni|sa3edni|mousa3ada|mosa3ada|3awenni)
(допоможіть|допомога|допомогу|допоможи|помогите|помощь|помоги|нужна помощь|потрібна допомога)
(yardim|yardim edin|yardima ihtiyacim var|yardimci)
`,
	string(Greeting): `
(hola|buenos dias|buenas tardes|buenas noches|buenas|que tal)
(ola|bom dia|boa tarde|boa noite|oi)
(السلام عليكم|سلام|السلام|مرحبا|أهلا|اهلا|صباح الخير|مساء الخير)
(salam|slm|salam alaykoum|salam alikoum|assalam|marhba|marhaba|sba7 lkhir|sbah lkhir|msa lkhir|labas|ahlan)
(добрий день|доброго дня|привіт|вітаю|добрий вечір|доброго ранку|добрий ранок|доброго вечора)
(здравствуйте|добрый день|привет|добрый вечер|доброе утро|здрасте|здравствуй)
(merhaba|selam|merhabalar|gunaydin|iyi gunler|iyi aksamlar|selamlar|slm)
`,
	string(JobFound): `
(empiezo|comence|comienzo|empece) [a] [un|el|en] (trabajo|trabajar|nuevo trabajo)
(me contrataron|me han contratado|nuevo trabajo|firme un contrato)
(comeco|comecei|vou comecar) [a] [um|o|num] (trabalho|trabalhar|novo emprego|emprego)
(fui contratado|fui contratada|novo emprego|assinei contrato)
(وقعت عقد|وجدت عملا|حصلت على وظيفة|وظفوني|تم توظيفي|بديت نخدم|بدأت عملا|لقيت الشغل)
(bdit khedma|bdit lkhedma|bdit nkhdem|khdemt|kheddamt|sinit contrat|bdit kankhdem)
(отримав роботу|отримала роботу|починаю працювати|почав працювати|почала працювати|мене взяли на роботу|підписав контракт|нова робота|знайшов нову роботу)
(получил работу|получила работу|начинаю работать|начал работать|начала работать|меня взяли на работу|подписал контракт|подписала контракт|новая работа|вышел на работу|вышла на работу)
(yeni is|ise alindim|isim var artik|ise basliyorum|sozlesme imzaladim|ise girdim)
`,
	string(JobLost): `
(perdi|he perdido|me quede sin) [mi|el] (trabajo|empleo)
(me despidieron|me han despedido|despedido|despedida|ya no trabajo|se acabo mi contrato|termino mi contrato|estoy en paro)
(perdi|perdemos) [o] [meu] (trabalho|emprego)
(fui despedido|fui despedida|fui demitido|fui demitida|despediram me|ja nao trabalho|nao trabalho mais|estou desempregado|estou desempregada|o contrato acabou)
(فقدت عملي|خسرت عملي|طردت من العمل|طردوني من العمل|طردوني|انتهى عقدي|ضيعت خدمتي|لم أعد أعمل|بدون عمل)
(khserrt khedma|khsert khedma|khesrt khedmti|jraw 3liya|jraw 3lia|trdouni|tardouni|ma b9itch khedam|mab9itch khdam|salat lcontrat|sala lcontrat|7ebset khedma)
(втратив роботу|втратила роботу|мене звільнили|звільнили|більше не працюю|контракт закінчився|залишився без роботи|залишилася без роботи)
(потерял работу|потеряла работу|меня уволили|уволили|больше не работаю|контракт закончился|остался без работы|осталась без работы|сократили)
(isten cikarildim|isten atildim|isimi kaybettim|kovuldum|issiz kaldim|artik calismiyorum|sozlesmem bitti|isten cikardilar|isten ciktim)
`,
	string(Sick): `
(estoy|me siento|me encuentro) [muy] (enfermo|enferma|mal|hospitalizado|hospitalizada)
(estoy en el hospital|tengo fiebre|tengo gripe|estoy de baja)
(estou|sinto me) [muito] (doente|mal|hospitalizado|hospitalizada|internado|internada)
(estou no hospital|tenho febre|tenho gripe|estou de baixa)
(أنا|انا) (مريض|مريضة|في المستشفى|تعبان|تعبانة)
(مريض|مريضة|راني مريض|راني مريضة|عندي حمى)
(ana|rani) (mrid|mrida|marid|marida|mridh|f sbitar|mreda)
(mrid|mrida)
(я хворію|захворів|захворіла|я хвора|я хворий|хворію|я в лікарні|у мене температура|погано себе почуваю)
(я болею|заболел|заболела|болею|я больна|я болен|я в больнице|у меня температура|плохо себя чувствую)
(hastayim|hastanedeyim|hastalandim|atesim var|grip oldum|rahatsizim|raporluyum)
`,
	string(Moved): `
(me he mudado|me mude|nos mudamos|cambie de direccion|cambie de casa|nueva direccion|ahora vivo en|he cambiado de direccion)
(mudei de casa|mudei me|mudei de morada|mudei de endereco|mudamos|nova morada|novo endereco|agora moro em|agora vivo em|mudei)
(انتقلت|غيرت عنواني|غيرت السكن|عنوان جديد|عنواني الجديد|تغير عنواني|رحلت|بدلت السكن|انتقلنا|أسكن الآن)
(r7elt|rhelt|r7alt|rhalt|beddelt l adresse|badelt ladresse|bdelt ladresse|adresse jdida|sken jdid|beddelt sken|rani sakn f)
(переїхав|переїхала|переїхали|змінив адресу|змінила адресу|нова адреса|моя адреса змінилася|тепер живу)
(переехал|переехала|переехали|сменил адрес|сменила адрес|новый адрес|мой адрес изменился|теперь живу|поменял адрес|поменяла адрес)
(tasindim|tasindik|adresim degisti|yeni adres|yeni adresim|adres degisikligi|adresimi degistirdim|artik baska sehirde)
`,
	string(PhoneChange): `
(cambie|he cambiado|cambio) de (numero|telefono)
(nuevo numero|nuevo telefono)
mi numero * cambi[o|ado]
(mudei|troquei) de (numero|telefone|telemovel)
(novo numero|novo telemovel|novo telefone|meu numero mudou)
(رقم جديد|رقمي الجديد|غيرت رقمي|غيرت رقم هاتفي|تغير رقم هاتفي|بدلت رقم هاتفي|غيرت الرقم|تغير رقمي|بدلت الرقم|بدلت رقمي|رقم هاتفي الجديد|هاتف جديد)
(nemra jdida|numero jdid|numéro jdid|beddelt nemra|bdelt nemra|badelt nemra|beddelt numero|badelt numero|bdelt numero|nemrti jdida|raqm jdid)
(новий номер|змінив номер|змінила номер|номер змінився|мій новий номер|новий телефон)
(новый номер|сменил номер|сменила номер|номер изменился|мой новый номер|новый телефон|поменял номер|поменяла номер)
(numaram degisti|yeni numara|yeni numaram|numaramı degistirdim|numarami degistirdim|telefonum degisti|yeni telefonum|numara degisikligi)
`,
	string(Deceased): `
(ha|han) (fallecido|muerto)
(fallecio|murio|esta muerto|esta muerta)
(faleceu|morreu|esta morto|esta morta)
(توفي|توفيت|مات|ماتت|متوفى|متوفاة|توفى|رحمه الله|رحمها الله)
(twefa|twefat|twaffa|twaffat|matet|allah yrahmo|allah yrahmou|llah yrahmo|rah mat|rahu mat)
(помер|померла|він помер|вона померла|немає в живих)
(умер|умерла|он умер|она умерла|скончался|скончалась|нет в живых)
(vefat etti|hayatini kaybetti|oldu kendisi|rahmetli oldu|o oldu)
`,
	string(DataErasure): `
(borren|borrar|eliminen|eliminar|supriman|suprimir|quiten|quitenme) [de] [todos] [mis|mi|su] (datos|numero|informacion|lista|base)
(apaguem|apagar|eliminar|eliminem|removam|remover|excluir) [os|todos] [meus|meu|o meu] (dados|numero|informacoes)
(احذفوا|حذف|امسحوا|مسح|احذف|ازالة) [كل] (بياناتي|معلوماتي|رقمي|معطياتي|ملفي)
(ms7ou|mes7ou|mas7o|ms7o|7edfou|hedfou|supprimiw) (ma3loumati|ma3loumat|nemrti|donnees|numero|dossier)
(видаліть|видалити|зітріть|стерти) [всі] [мої|мій] (дані|номер|інформацію)
(удалите|удалить|сотрите|стереть) [все] [мои|мой|мою] (данные|номер|информацию)
(verilerimi|numarami|bilgilerimi|kaydimi) (silin|silmenizi|sil|siler|kaldirin|silinmesini)
`,
	string(DataAccess): `
(ver|consultar|acceder|obtener|aceder|consultar) [a] [os|todos] (mis|meus) (datos|dados)
(que|cuales) (datos|informacion) (tienen|tiene|guardan) [sobre mi|de mi]
(copia|acceso|acceder) [de|a] mis datos
(que|quais) (dados|informacoes) (tem|voces tem|guardam) [sobre mim]
(copia|acesso|aceder) [dos|aos] [os] meus dados
(نسخة من بياناتي|ما هي البيانات|الاطلاع على بياناتي|الوصول إلى بياناتي|ما هي المعلومات التي لديكم)
(chno 3andkom 3liya|chnou 3andkoum 3liya|ma3loumat 3liya)
(копію моїх даних|доступ до моїх даних|які дані|які мої дані|мої персональні дані)
(копию моих данных|доступ к моим данным|какие данные|какие мои данные|мои персональные данные)
(verilerime erisim|verilerimin kopyasi|hangi veriler|hangi bilgiler|verilerimi gormek)
`,
	string(Insult): `
(hijo de puta|hijos de puta|puta madre|cabron|cabrones|gilipollas|vete a la mierda|vayanse a la mierda|imbecil|idiotas|pendejo|pendejos|que te den|mierda)
(filho da puta|filhos da puta|vai a merda|vai se foder|vai te foder|caralho|otario|cabrao|idiota|foda se|va a merda)
(كلب|كلاب|حمار|حمير|يا حيوان|ابن الكلب|قحبة|شرموطة|كس أمك|تفو عليكم|حقير|حقراء|لصوص|سراقين)
(nik mok|nikmok|n9oud|9ahba|9a7ba|kahba|zamel|zaml|hmar|7mar|kelb|klab|ta7an|weld l9ahba|sir t9awed|t9awed|inaal|yl3an|tfou)
(дурень|дурні|ідіот|ідіоти|козел|сука|суки|пішов ти|йди до біса|йдіть до біса|мудак|лайно)
(дурак|дураки|идиот|идиоты|козел|козлы|сука|суки|пошел ты|пошли вы|пошли на|иди на|идите на|мудак|мудаки|сволочь|сволочи|урод|уроды|хуй|хуйня|твари|тварь)
(aptal|aptallar|salak|salaklar|gerizekali|serefsiz|serefsizler|orospu|siktir|siktirin|pic|piclar|defol|defolun|allah belanizi|geri zekali|hirsizlar)
`,
	string(ChooseTongue): `
(no|non) (hablo|entiendo|comprendo|se) [el|muy bien|bien|nada de|mucho] frances
(en|hablar|habla|hablan|escriban|hablo) [en] (espanol|castellano)
nao (falo|entendo|compreendo|percebo|sei) [bem|muito bem|muito|o] frances
(em|falar|falam|fala|falo|escrevam em) portugues
(لا|ما|مش) (أتكلم|أفهم|أعرف|افهم|اتكلم|نعرف|نفهمش|نعرفش|بفهم|بعرف|اعرف|أقرأ|أجيد|نهضر) [جيدا|اللغة] (الفرنسية|فرنسية|فرنساوي|فرنسي)
(بالعربية|بالعربي|اللغة العربية|العربية|بالعربيه|تكلم عربي|أتكلم العربية)
(bel 3arabiya|bel3arabiya|b l3arabiya|bl3arbiya|bel3arbi|bl3arbia|b l3arbiya|3arabi|3arbiya|bl3arabiya|bel 3arbiya)
(ma kanfhemch|makanfhemch|ma nefhemch|manefhemch|ma n3refch|man3refch|makan3refch|ma kan3refch|ma nhderch|mafhemtch) [l|had] (français|francais|fransawiya|faransiya|francia|lfransiya|fransia)
не (розумію|говорю|знаю|читаю|розмовляю) [добре] [по] (французьки|французькою|французьку|французької)
(українською|по українськи|українська|розмовляю українською)
не (понимаю|говорю|знаю|читаю|владею) [хорошо] [по] (французски|французский|французском|французского|французским)
(по русски|на русском|русский|русском языке|говорю по русски)
(fransizca|fransizcam|fransizcayi) * (bilmiyorum|anlamiyorum|konusmuyorum|konusamiyorum|yok|bilmem|zayif|az)
(turkce|turkcce) * (lutfen|yazin|konusuyorum|yazar|konusabilir|mesaj|istiyorum|olarak|var)
`,
	string(Stop): `
basta de (mensajes|sms)
(dejen|deje|paren|no me) * (escribir|escribirme|mensajes|escriban|molesten)
(parem|pare|nao me) * (escrever|mensagens|escrevam|incomodem)
(أوقفوا|اوقفوا|توقفوا|كفى|وقفوا) [عن] (الرسائل|إرسال|ارسال|المراسلة)
(не пишіть|не пишите|прекратите писать|припиніть писати|не надсилайте|не присылайте)
(mesaj|mesajlari) [daha|artik|fazla] (istemiyorum|gondermeyin|atmayin|durdurun)
`,
	string(Start): `
(quiero|volver a) recibir [otra vez|de nuevo|los] mensajes
quero (voltar a receber|receber) [novamente|de novo|as] mensagens
(أريد|اريد) (استلام|تلقي) الرسائل
(хочу знову отримувати|хочу снова получать|возобновите|відновіть) [сообщения|повідомлення]
(mesajlari|tekrar|yeniden) * (almak istiyorum|gonderin|baslatin)
`,
}
