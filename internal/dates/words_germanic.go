package dates

func englishWords() vocabulary {
	return vocabulary{
		months: "January,Jan|February,Feb|March,Mar|April,Apr|May|June,Jun|July,Jul|August,Aug|September,Sep,Sept|" +
			"October,Oct|November,Nov|December,Dec",
		weekdays: "Monday,Mon,Mondays|Tuesday,Tue,Tues,Tuesdays|Wednesday,Wed,Weds,Wednesdays|Thursday,Thu,Thur,Thurs,Thursdays|" +
			"Friday,Fri,Fridays|Saturday,Sat,Saturdays|Sunday,Sun,Sundays",
		days: "yesterday|today,tonight|" +
			"tomorrow,tmrw,tmr,tomorow,tommorow,tommorrow|day after tomorrow,overmorrow", //nolint:misspell // as people write
		numbers: "one,first|two,second|three,third|four,fourth|five,fifth|six,sixth|seven,seventh|eight,eighth|nine,ninth|ten,tenth|" +
			"eleven,eleventh|twelve,twelfth",
		units:    "day,days|week,weeks",
		single:   "day,week",
		in:       "in,within",
		later:    "from now,from today,later",
		next:     "next,this,coming,this coming,upcoming",
		week:     "next week,of next week",
		suffixes: "st,nd,rd,th",
		fillers:  "on,the,of,at,for,by,a,an,it,is,its,please,day,date",
		phrases:  phrases{near: "%w %t", far: "%w %d %m %t", year: "%w %d %m %y %t", date: "%d %m %y", at: "at "},
	}
}

func germanWords() vocabulary {
	return vocabulary{
		months: "Januar,Jan,Jänner,Jaenner,Januars|Februar,Feb,Febr,Feber|März,Mrz,Maerz|April,Apr|Mai|Juni,Jun,Juno|Juli,Jul|August,Aug|" +
			"September,Sep,Sept|Oktober,Okt|November,Nov|Dezember,Dez",
		weekdays: "Montag,Mo,Montags|Dienstag,Di,Dienstags|Mittwoch,Mi,Mittwochs|Donnerstag,Do,Donnerstags|Freitag,Fr,Freitags|" +
			"Samstag,Sa,Sonnabend,Samstags|Sonntag,So,Sonntags",
		days: "gestern|heute|morgen|übermorgen,uebermorgen",
		numbers: "ein,eins,eine,einem,einer,einen,ersten,erster,erste|zwei,zweiten,zweiter|drei,dritten,dritter|" +
			"vier,vierten|fünf,fuenf,fünften|sechs,sechsten|sieben,siebten|acht,achten|" +
			"neun,neunten|zehn,zehnten|elf,elften|zwölf,zwoelf,zwölften",
		units: "Tag,Tage,Tagen|Woche,Wochen",
		in:    "in",
		later: "später",
		next: "nächsten,nächster,nächste,nächstem,naechsten,naechster,kommenden,kommender,kommende,kommendem,diesen,dieser,diesem," +
			"am nächsten,am kommenden",
		week:     "nächste Woche,nächster Woche,naechste Woche,kommende Woche,kommender Woche",
		suffixes: "ten,te,ter,er",
		fillers:  "am,den,der,dem,das,im,zum,vom,für,fuer,bitte,ab,bis",
		phrases:  phrases{near: "%w %t", far: "%w, %d. %m %t", year: "%w, %d. %m %y %t", date: "%d. %m %y", at: "um "},
	}
}

func dutchWords() vocabulary {
	return vocabulary{
		months: "januari,jan|februari,feb,febr|maart,mrt|april,apr|mei|juni,jun|juli,jul|augustus,aug|september,sep,sept|" +
			"oktober,okt|november,nov|december,dec",
		weekdays: "maandag,ma|dinsdag,di|woensdag,wo|donderdag,do|vrijdag,vr|zaterdag,za|zondag,zo",
		days:     "gisteren|vandaag|morgen|overmorgen",
		numbers: "een,één,eerste|twee,tweede|drie,derde|vier,vierde|vijf,vijfde|zes,zesde|zeven,zevende|acht,achtste|negen,negende|" +
			"tien,tiende|elf,elfde|twaalf,twaalfde",
		units:    "dag,dagen|week,weken",
		in:       "over,binnen",
		later:    "later",
		next:     "volgende,aanstaande,komende,deze,aankomende",
		week:     "volgende week",
		suffixes: "e,de,ste",
		fillers:  "op,de,van,het,om,voor,graag,aub",
		phrases:  phrases{near: "%w %t", far: "%w %d %m %t", year: "%w %d %m %y %t", date: "%d %m %y", at: "om "},
	}
}

func swedishWords() vocabulary {
	return vocabulary{
		months: "januari,jan|februari,feb,febr|mars,mar|april,apr|maj|juni,jun|juli,jul|augusti,aug|september,sep,sept|" +
			"oktober,okt|november,nov|december,dec",
		weekdays: "måndag,mån,måndagen|tisdag,tis,tisdagen|onsdag,ons,onsdagen|torsdag,tor,tors,torsdagen|fredag,fre,fredagen|" +
			"lördag,lör,lördagen|söndag,sön,söndagen",
		days: "igår,i går|idag,i dag|imorgon,i morgon,imorron,i morron|övermorgon,i övermorgon,iövermorgon",
		numbers: "en,ett,första,förste|två,andra|tre,tredje|fyra,fjärde|fem,femte|sex,sjätte|sju,sjunde|åtta,åttonde|" +
			"nio,nionde|tio,tionde|elva,elfte|tolv,tolfte",
		units:    "dag,dagar|vecka,veckor",
		in:       "om,inom",
		later:    "senare",
		next:     "nästa,kommande,på,denna",
		week:     "nästa vecka,i nästa vecka",
		suffixes: "e,a",
		fillers:  "den,på,i,för,av,till,tack",
		phrases:  phrases{near: "%w %t", far: "%w %d %m %t", year: "%w %d %m %y %t", date: "%d %m %y", at: "kl. "},
	}
}
