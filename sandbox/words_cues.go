package sandbox

// What tells a message from another, in the languages in which it may come.
var (
	asksJobHours = []string{"heures par semaine", "heures chaque semaine", "hours a week", "horas por semana", "ساعة في الأسبوع", "годин на тиждень", "часов в неделю", "haftada kaç saat"}

	asksRightTotal = []string{
		"bien ce total", "le bon total", "right total", "total correcto", "total está certo", "هذا المجموع صحيح", "підсумок правильний", "итог верный", "toplam doğru",
	}
	asksWeekHours = append([]string{
		"combien d heures", "encore temps", "ce que vous avez fait", "qu avez vous fait", "autre chose de fait", "how many hours", "still time", "press what you did", "what did you do", "anything else done",
		"cuántas horas de actividad", "cuántas horas en total", "todavía está a tiempo", "quantas horas de atividade", "quantas horas no total", "ainda vai a tempo", "todavía puede decir sus horas", "ainda pode indicar as suas horas",
		"كم ساعة نشاط", "كم ساعة في المجموع", "ما زال الرد ممكنا", "ما زال ممكنا إخبارنا", "можна повідомити години", "можно сообщить часы", "faaliyet saatlerini", "скільки годин активності", "скільки всього годин", "сколько часов активности", "сколько всего часов",
		"kaç saat faaliyet", "toplam kaç saat",
	}, asksRightTotal...)
	offersTalk = []string{
		"en parler avec", "talk about it with", "hablarlo con", "quer falar com", "quer falar disto com", "الحديث عن ذلك مع", "може поговорити", "может поговорить", "konuşmak ister",
	}
	remindsOf = []string{"rappel", "reminder", "recordatorio", "lembrete", "تذكير", "نذكركم", "нагадуємо", "напоминаем", "hatırlatma", "n oubliez pas", "hatırlatırız"}

	asksJobDay = []string{
		"quel jour commencez", "what day do you start", "qué día empieza", "em que dia começa", "في أي يوم تبدؤون", "з якого дня", "якого дня", "с какого дня", "какого числа", "hangi gün", "premier jour de travail", "в какой день",
	}
	asksCheckIn  = []string{"se passe votre travail", "va votre travail", "how is your job", "qué tal va su trabajo", "está a correr o trabalho", "كيف يسير عملكم", "як іде ваша робота", "как идёт ваша работа", "işiniz nasıl gidiyor"}
	asksContract = []string{"quel contrat", "quel est le contrat", "which contract", "qué contrato", "que contrato", "نوع العقد", "який договір", "який у вас договір", "какой договор", "какой у вас договор", "hangi sözleşme", "sözleşmeniz hangisi"}
)
