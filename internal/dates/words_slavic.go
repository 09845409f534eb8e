package dates

func polishWords() vocabulary {
	return vocabulary{
		months: "stycznia,styczeń,sty|lutego,luty,lut|marca,marzec,mar|kwietnia,kwiecień,kwi|maja,maj|czerwca,czerwiec,cze|" +
			"lipca,lipiec,lip|sierpnia,sierpień,sie|września,wrzesień,wrz|października,październik,paź|listopada,listopad,lis|" +
			"grudnia,grudzień,gru",
		weekdays: "poniedziałek,pon,pn,poniedziałku|wtorek,wt,wto,wtorku|środa,środę,śr,środy,śro|czwartek,czw,cz,czwartku|" +
			"piątek,pt,pią,piątku|sobota,sobotę,sob,sb,soboty|niedziela,niedzielę,nd,ndz,niedz,niedzieli",
		days: "wczoraj|dziś,dzisiaj|jutro|pojutrze",
		numbers: "jeden,jedna,pierwszego,pierwszy|dwa,dwie,drugiego|trzy,trzeciego|cztery,czwartego|pięć,piątego|sześć,szóstego|" +
			"siedem,siódmego|osiem,ósmego|dziewięć,dziewiątego|dziesięć,dziesiątego",
		units:    "dzień,dni,dnia|tydzień,tygodnie,tygodni",
		single:   "dzień,tydzień",
		in:       "za,w ciągu",
		later:    "później",
		next:     "następny,następną,następna,najbliższy,najbliższą,najbliższa,przyszły,przyszłą,ten,tę,ta,nadchodzący,nadchodzącą",
		week:     "w przyszłym tygodniu,przyszłego tygodnia,w następnym tygodniu",
		suffixes: "go,ego",
		fillers:  "w,we,dnia,na,do,od,r,roku,rok,proszę",
		phrases:  phrases{near: "%w %t", far: "%w %d %m %t", year: "%w %d %m %y %t", date: "%d %m %y", at: "o "},
	}
}

func czechWords() vocabulary {
	return vocabulary{
		months: "ledna,leden,led|února,únor,úno|března,březen,bře|dubna,duben,dub|května,květen,kvě|června,červen,čvn|" +
			"července,červenec,čvc|srpna,srpen,srp|září,zář|října,říjen,říj|listopadu,listopad,lis|prosince,prosinec,pro",
		weekdays: "pondělí,po|úterý,út|středa,středu,st,středy|čtvrtek,čt,čtvrtka|pátek,pá,pátku|sobota,sobotu,so,soboty|" +
			"neděle,neděli,ne",
		days: "včera|dnes,dneska|zítra|pozítří,pozítřku",
		numbers: "jeden,jedna,jednu,prvního|dva,dvě,druhého|tři,třetího|čtyři,čtvrtého|pět,pátého|šest,šestého|sedm,sedmého|" +
			"osm,osmého|devět,devátého|deset,desátého",
		units:   "den,dny,dní,dnů|týden,týdny,týdnů",
		single:  "den,týden",
		in:      "za,během",
		later:   "později",
		next:    "příští,následující,nejbližší,tento,tuto,tato,toto,nadcházející",
		week:    "příští týden,příštího týdne",
		fillers: "v,ve,dne,na,do,od,roku,r,prosím",
		phrases: phrases{
			near: "%w %t", far: "%w %d. %m %t", year: "%w %d. %m %y %t", date: "%d. %m %y",
			at: "v ", atSome: "ve ", someFor: 1<<2 | 1<<3 | 1<<4 | 1<<12 | 1<<13 | 1<<14 | 1<<20 | 1<<21 | 1<<22 | 1<<23,
		},
	}
}

func russianWords() vocabulary {
	return vocabulary{
		months: "января,январь,янв|февраля,февраль,фев,февр|марта,март,мар|апреля,апрель,апр|мая,май|июня,июнь,июн|июля,июль,июл|" +
			"августа,август,авг|сентября,сентябрь,сен,сент|октября,октябрь,окт|ноября,ноябрь,ноя,нояб|декабря,декабрь,дек",
		weekdays: "понедельник,пн,пон,понедельника|вторник,вт,вто,вторника|среда,среду,ср,среды|четверг,чт,чет,четверга|" +
			"пятница,пятницу,пт,пятницы|суббота,субботу,сб,суб,субботы|воскресенье,вс,вск,воскресение,воскресенья",
		days: "вчера|сегодня|завтра|послезавтра",
		numbers: "один,одна,одну,первого,первое|два,две,второго|три,третьего|четыре,четвертого|пять,пятого|шесть,шестого|" +
			"семь,седьмого|восемь,восьмого|девять,девятого|десять,десятого",
		units:    "день,дня,дней|неделя,неделю,недели,недель",
		single:   "день,неделю",
		in:       "через,в течение",
		later:    "спустя,позже",
		next:     "следующий,следующую,следующее,следующая,ближайший,ближайшую,ближайшее,этот,эту,это,в эту,в этот,в это",
		week:     "на следующей неделе,следующей недели,на той неделе",
		suffixes: "го,ого,е,ое,й,ье,его",
		fillers:  "в,во,на,к,до,с,число,числа,г,год,года,году,пожалуйста",
		phrases: phrases{
			near: "%w %t", far: "%w, %d %m %t", year: "%w, %d %m %y г. %t", date: "%d %m %y г.", at: "в ",
		},
	}
}

func ukrainianWords() vocabulary {
	return vocabulary{
		months: "січня,січень,січ|лютого,лютий,лют|березня,березень,бер|квітня,квітень,кві,квіт|травня,травень,тра,трав|" +
			"червня,червень,чер,черв|липня,липень,лип|серпня,серпень,сер,серп|" +
			"вересня,вересень,вер|жовтня,жовтень,жов,жовт|листопада,листопад,лис,лист|" +
			"грудня,грудень,гру,груд",
		weekdays: "понеділок,пн,пон,понеділка|вівторок,вт,вівторка|середа,середу,ср,середи|четвер,чт,четверга|" +
			"п'ятниця,п'ятницю,пт,п'ятниці|субота,суботу,сб,суботи|неділя,неділю,нд,неділі",
		days: "вчора,учора|сьогодні|завтра|післязавтра,позавтра",
		numbers: "один,одна,одну,першого,перше|два,дві,другого|три,третього|чотири,четвертого|п'ять,п'ятого|шість,шостого|" +
			"сім,сьомого|вісім,восьмого|дев'ять,дев'ятого|десять,десятого",
		units:    "день,дні,днів,дня|тиждень,тижні,тижнів,тижня",
		single:   "день,тиждень",
		in:       "через,за,протягом",
		later:    "потому,пізніше",
		next:     "наступний,наступну,наступна,найближчий,найближчу,цей,цю,ця,у цю,в цю",
		week:     "на наступному тижні,наступного тижня",
		suffixes: "го,ого,е,тє,ше,ге",
		fillers:  "в,у,на,до,з,число,числа,р,рік,року,році,будь,ласка",
		phrases: phrases{
			near: "%w %t", far: "%w, %d %m %t", year: "%w, %d %m %y р. %t", date: "%d %m %y р.",
			at: "о ", atSome: "об ", someFor: 1 << 11,
		},
	}
}
