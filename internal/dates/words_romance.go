package dates

func spanishWords() vocabulary {
	return vocabulary{
		months: "enero,ene|febrero,feb|marzo,mar|abril,abr|mayo,may|junio,jun|julio,jul|agosto,ago|septiembre,sep,sept,setiembre,set|" +
			"octubre,oct|noviembre,nov|diciembre,dic",
		weekdays: "lunes,lun|martes,mar|miércoles,mié|jueves,jue|viernes,vie|sábado,sáb,sábados|domingo,dom,domingos",
		days:     "ayer|hoy|mañana|pasado mañana",
		numbers: "uno,un,una,primero,primer|dos,segundo|tres,tercero|cuatro|cinco|seis|siete|ocho|" +
			"nueve|diez|once|doce|trece|catorce|quince",
		units:    "día,días|semana,semanas",
		in:       "en,dentro de,de aquí a,de hoy en",
		later:    "después,más tarde",
		next:     "próximo,este,que viene,siguiente,proximos",
		week:     "de la próxima semana,de la semana que viene,la próxima semana,la semana que viene,la semana próxima",
		suffixes: "o,ro,er,ero,do,a",
		fillers:  "el,la,los,de,del,a,día,para,por,favor,en",
		phrases: phrases{
			near: "%w %t", far: "%w %d de %m %t", year: "%w %d de %m de %y %t", date: "%d de %m de %y",
			at: "a las ", atSome: "a la ", someFor: 1 << 1,
		},
	}
}

func portugueseWords() vocabulary {
	return vocabulary{
		months: "janeiro,jan|fevereiro,fev|março,mar|abril,abr|maio,mai|junho,jun|julho,jul|agosto,ago|setembro,set|" +
			"outubro,out|novembro,nov|dezembro,dez",
		weekdays: "segunda-feira,segunda,seg|terça-feira,terça,ter|quarta-feira,quarta,qua|quinta-feira,quinta,qui|" +
			"sexta-feira,sexta,sex|sábado,sáb|domingo,dom",
		days:     "ontem|hoje|amanhã|depois de amanhã",
		numbers:  "um,uma,primeiro|dois,duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|quatorze,catorze|quinze",
		units:    "dia,dias|semana,semanas",
		in:       "em,dentro de,daqui a,daqui",
		later:    "depois",
		next:     "próxima,próximo,que vem,esta,este,nesta,neste,na próxima,no próximo,seguinte",
		week:     "da próxima semana,da semana que vem,na próxima semana,na semana que vem,semana que vem,próxima semana",
		suffixes: "o,a",
		fillers:  "o,a,de,do,da,em,no,na,dia,para,por,favor,até",
		phrases: phrases{
			near: "%w %t", far: "%w, %d de %m %t", year: "%w, %d de %m de %y %t", date: "%d de %m de %y",
			at: "às ", atSome: "à ", someFor: 1 << 1,
		},
	}
}

func frenchWords() vocabulary {
	return vocabulary{
		months: "janvier,janv,jan|février,févr,fév|mars,mar|avril,avr|mai|juin|juillet,juil|août,aou|septembre,sept,sep|" +
			"octobre,oct|novembre,nov|décembre,déc",
		weekdays: "lundi,lun|mardi,mar|mercredi,mer|jeudi,jeu|vendredi,ven|samedi,sam|dimanche,dim",
		days:     "hier|aujourd'hui,aujourd hui,ajd,auj|demain|après-demain,surlendemain",
		numbers:  "un,une,premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze",
		units:    "jour,jours|semaine,semaines",
		in:       "dans,d'ici,sous",
		later:    "plus tard,après",
		next:     "prochain,prochaine,ce,qui vient,suivant",
		week:     "de la semaine prochaine,la semaine prochaine,semaine prochaine",
		suffixes: "er,e,ème,eme",
		fillers:  "le,la,les,du,de,au,pour,svp,jour,à",
		phrases: phrases{
			near: "%w %t", far: "%w %d %m %t", year: "%w %d %m %y %t", date: "%d %m %y", first: "1er", at: "à ",
		},
	}
}

func italianWords() vocabulary {
	return vocabulary{
		months: "gennaio,gen,genn|febbraio,feb,febbr|marzo,mar|aprile,apr|maggio,mag,magg|giugno,giu|luglio,lug|agosto,ago|" +
			"settembre,set,sett|ottobre,ott|novembre,nov|dicembre,dic",
		weekdays: "lunedì,lun|martedì,mar|mercoledì,mer|giovedì,gio|venerdì,ven|sabato,sab|domenica,dom",
		days:     "ieri|oggi|domani|dopodomani,dopo domani",
		numbers:  "uno,un,una,primo|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|quattordici|quindici",
		units:    "giorno,giorni|settimana,settimane",
		in:       "tra,fra,entro",
		later:    "dopo",
		next:     "prossimo,prossima,questo,questa,che viene",
		week:     "della prossima settimana,della settimana prossima,la prossima settimana,la settimana prossima,prossima settimana",
		suffixes: "o,a",
		fillers:  "il,lo,la,l,di,del,dell,al,all,a,giorno,per,favore",
		phrases: phrases{
			near: "%w %t", far: "%w %d %m %t", year: "%w %d %m %y %t", date: "%d %m %y",
			at: "alle ", atSome: "all'", someFor: 1 << 1,
		},
	}
}
