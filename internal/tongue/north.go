package tongue

// north are the languages of northern Europe, and Afrikaans.
func north() []language {
	return []language{
		{
			tag: "sv",
			strong: `hej tack snälla när varför hur mycket jag inte också från något någon några vill behöver beställning beställt
				hjälp hjälpa skulle är mitt mina fått`,
			words: `och att det den de en ett som på för med av till om men eller så vi ni du han hon dem oss mig dig sig er min din
				sin vår vårt våra era vad vem vilken vilket var där här har hade haft kan kunde ska måste får fick blir blev bli vara
				varit gör göra gjort går gå kommer komma kommit vet ta tar in ut upp ner över under efter före innan utan mellan
				sedan nu idag igår imorgon redan alltid aldrig bara mer mindre mycket lite allt alla ingen inget inga annan andra denna
				detta dessa paket leverans levererat skickat skicka köpt köpa betala betalat betalning pengar pris kostar konto
				lösenord kort faktura retur returnera tillbaka återbetalning byta ändra avboka avbryta säga bokning boka problem
				fungerar prata tala människa person veckor vecka månad dag dagar timmar klockan nummer adress storlek ny nya bra god
				morgon kväll ja nej trasig fel fråga frågor öppet stänger öppnar vänligen kunde eftersom eller varit ännu inom mitt två gånger lång`,
			faint:   `en de i om på var den du er var men man in ja`,
			endings: `ning ningar else het lig liga ande arna orna ade ades erna tion igt skt`,
			letters: `åäö`,
		},
		{
			tag: "no",
			strong: `hvorfor takk vennligst hva meg deg noe noen bare ikke jeg hvordan etter også være bestillingen bestilling bestilte
				hjelp hjelpe trenger mye når gjøre`,
			words: `og at det den de en ei et som på for med av til om men eller så vi dere du han hun dem oss seg dem min mitt mine
				din ditt vår vårt våre hvem hvilken hvor der her er var har hadde hatt kan kunne skal skulle må får fikk blir ble bli
				vært gjør gjort går gå kommer komme kom kommet vet ta tar inn ut opp ned over under før uten mellom siden nå i dag går
				dag morgen allerede alltid aldri mer mindre litt alt alle ingen intet annen andre denne dette disse hvis fordi
				pakke pakken levering levert sendt sende kjøpt kjøpe betale betalt betaling penger pris koster konto passord kort
				faktura retur returnere tilbake refusjon bytte endre avbestille kansellere time bestille problem fungerer virker snakke
				menneske uke uker måned dager timer klokken nummer adresse størrelse ny nye nytt bra god hei kveld ja nei ødelagt
				feil spørsmål åpent stenger åpner ønsker vil fått enda ennå innen mistet glemt bestillingen kortet ganger blitt`,
			faint:   `en de i om på var den du er men et for man kan nå`,
			endings: `ingen else het lig lige ende ene ert sjon inger skap øye eid`,
			letters: `åøæ`,
		},
		{
			tag: "da",
			strong: `hvorfor tak venligst hvad mig dig noget nogen nogle kun ikke jeg hvordan efter også være bestillingen ordre
				hjælp hjælpe brug mange hvornår gøre af meget`,
			words: `og at det den de en et som på for med til om men eller så vi i du han hun dem os sig min mit mine
				din dit vor vores jeres hvem hvilken hvor der her er var har havde haft kan kunne skal skulle må får fik bliver blev blive
				været gør gjort går gå kommer komme kom kommet ved ta tager ind ud op ned over under før uden mellem siden nu dag går
				morgen allerede altid aldrig mere mindre lidt alt alle ingen intet anden andre denne dette disse hvis fordi
				pakke pakken levering leveret sendt sende købt købe betale betalt betaling penge pris koster konto adgangskode kort
				faktura retur returnere tilbage refundering pengene bytte ændre annullere afbestille tid bestille bestilte problem virker
				fungerer tale menneske uge uger måned dage timer klokken nummer adresse størrelse ny nye nyt god hej aften ja nej
				forkert fejl spørgsmål åbent lukker åbner ønsker vil fået endnu inden mistet glemt modtaget gerne`,
			faint:   `en de i om på var den du er men et for man kan af tak ved`,
			endings: `ingen else hed lig lige ende ene eret tion inger skab øje ejd ede`,
			letters: `åøæ`,
		},
		{
			tag: "fi",
			strong: `kiitos moi hei päivää huomenta missä milloin miksi paljonko haluan haluaisin tarvitsen apua minun tilaus tilaukseni
				voitteko voisitteko voinko olen onko eikä ole mutta`,
			words: `ja on ei en että tai kun jos niin kuin se ne hän he minä sinä me te mikä mitä kuka ketä mihin mistä miten kuinka
				tämä tätä tässä nämä tuo siellä täällä sinun hänen meidän teidän heidän minulle minulla sinulle teille minut
				ovat oli olivat olla ollut olisi pitää pitäisi voi voin voitte voisi saa saan saanut saada teen tehdä tein tehnyt
				menee tulee tulla tullut tuli kanssa ilman ennen jälkeen kautta varten vielä jo nyt tänään eilen huomenna aina
				vain myös hyvin paljon vähän enemmän kaikki joku jotain mitään kukaan toinen muu tilauksen tilauksesta tilasin tilata
				paketti pakettini toimitus toimitettu lähetys lähetetty lähettää ostin ostaa maksu maksoin maksaa maksanut rahat hinta
				tili tilini salasana kortti lasku palautus palauttaa takaisin hyvitys vaihtaa muuttaa peruuttaa perua aika varaus
				varata ongelma toimi toimii auttaa puhua ihminen ihmisen viikko viikkoa kuukausi päivä päivän tuntia numero osoite koko
				uusi uuden hyvä kyllä rikki väärä kysymys auki suljette saapunut saapuu asiakaspalvelija kirjautumaan kaksi kauan kertaa mihin en sovellus`,
			faint:   `on se me ne he te en`,
			endings: `ssa ssä sta stä lla llä lta ltä lle ksi nen seen ista istä tta ttä mme isi iin aan ään ut yt nut nyt inen ksen kaan`,
			letters: `äö`,
		},
		{
			tag:    "et",
			strong: `tere aitäh palun millal miks soovin vajan abi minu tellimus saaksite kuidas tahan päevast tänan kus`,
			words: `ja on ei et või kui siis see need ta nad ma sa me te mina sina mis mida kes kelle kuhu kust oma mulle mul
				sulle teie meie nende olen oli olid olla olnud oleks pean peaks võin võite võib saab saan saanud saada teen teha tegin
				läheb tuleb tulla tulnud tuli koos ilma enne pärast veel juba nüüd täna eile homme alati ainult ka väga palju vähe rohkem
				kõik keegi midagi teine tellimuse tellisin tellida pakk pakki paki kättesaamine kohale jõudnud jõuab saatnud saata
				ostsin osta maksin maksta makse raha hind maksab konto parool kaart arve tagastada tagasi tagastus vahetada muuta
				tühistada aeg broneering probleem tööta töötab aidata rääkida inimene inimesega nädal kuu päev päeva tundi number aadress
				suurus uus hea jah katki vale küsimus avatud ikka pole kas kaks kaua korda seda teil kell`,
			faint:   `on me te et ta sa ma ka`,
			endings: `sse ga st le lt dud tud nud mine gi de tele ist vad`,
			letters: `õäöü`,
		},
		{
			tag: "lv",
			strong: `paldies lūdzu sveiki labdien kad kāpēc cik vēlos vajag palīdzība palīdzību mans mani manu pasūtījums pasūtījumu
				vai man kur esmu`,
			words: `un ir nav ka ar par no uz pie līdz pēc pirms bez zem starp es tu viņš viņa mēs jūs viņi mana manas jūsu mūsu
				savu kas ko kā kam kurš kāds šis šī tas tā tie tās te šeit tur bija būs būt esat varu var varat varētu gribu grib
				jau vēl tagad šodien vakar rīt vienmēr tikai arī ļoti daudz maz vairāk viss visi neko nekas kāds kaut cits bet
				paka sūtījums sūtījumu piegāde piegādāts atnāca saņēmu saņemt saņemis nosūtīt pirku nopirku pirkt maksāju samaksāju
				maksāt samaksāt nauda naudu cena maksā konts kontu parole paroli karte rēķins rēķinu atgriezt atmaksa mainīt
				atcelt vizīte rezervācija problēma strādā nestrādā palīdzēt runāt cilvēku nedēļa dienas diena stundas numurs adrese
				adresi izmērs jauns jauna labi jā nē kļūda jautājums atvērts pieslēgties divas ilgi kopš cikos`,
			faint:   `no es tu ar un ir`,
			endings: `iem ām ība ību šana šanu ums umu tāj ējs tība iet ēt āt īts ējis usi`,
			letters: `ģķļņāēūī`,
		},
		{
			tag:    "lt",
			strong: `ačiū labas prašau kada kodėl noriu reikia pagalbos mano užsakymas užsakymą kur yra kiek laba diena norėčiau galite`,
			words: `ir ne nėra kad su be apie iš į ant prie iki po prieš už tarp per aš tu jis ji mes jūs jie mane man jums jūsų
				mūsų savo kas ką kaip kam kuris koks šis ši tas ta tai čia ten buvo bus būti esu esate galiu gali galėtumėte nori
				jau dar dabar šiandien vakar rytoj visada tik taip pat labai daug mažai daugiau viskas visi nieko niekas kažkas kitas bet
				ar siunta siuntą siuntinys pristatymas pristatytas atėjo gavau gauti gavęs siųsti pirkau nusipirkau pirkti mokėjau
				sumokėjau mokėti pinigai pinigus kaina kainuoja paskyra paskyrą slaptažodis slaptažodį kortelė sąskaita sąskaitą
				grąžinti grąžinimas pakeisti atšaukti vizitas rezervacija problema veikia neveikia padėti kalbėti žmogumi žmogus
				savaitė dienos valandos numeris adresas adresą dydis naujas gerai klaida klausimas dirbate prisijungti sveiki nuo turite du kartus trunka`,
			faint:   `ne be tu su man ar po ta`,
			endings: `imas imo imą iai iau uoti ėti ioms ams ytas ęs ėjau siu čiau nti kite tumėte`,
			letters: `ėįųąęū`,
		},
		{
			tag:    "is",
			strong: `takk halló góðan daginn hvenær hvers vegna ég ekki það hjálp mín mitt pöntun pöntunin`,
			words: `og að er sem á í til með af frá um við eða en þú hann hún þeir þær við mér mig þér þig sér hvað hver hvar hvernig
				hér þar var voru hef hefur hafa hafði get getur geta verð verður vera verið fara fer fór kemur koma kom núna dag gær
				morgun alltaf aldrei bara líka mjög mikið meira allt allir ekkert einhver þetta þessi kaupa keypti borga greiða peningar
				reikning lykilorð kort skila endurgreiðslu breyta hætta tíma vandamál virkar tala manneskju viku daga klukkan númer
				pakkinn sending gott já nei vil þarf enn hvort`,
			endings: `inn anna unum inum ið legt egur`,
			letters: `þðýö`,
		},
		{
			tag:    "af",
			strong: `dankie asseblief môre nie my ek is waar hoekom hoeveel hulp wil bestelling het jy julle baie`,
			words: `die en of maar want dat wat wie hoe hy sy ons hulle jou my u dit hierdie was kan kon moet sal sou wou gaan gaan doen
				kom met na van vir deur uit oor onder teen sonder om tot tussen te by nog ook net al nou vandag gister hier daar dan
				bestel pakkie aflewering afgelewer ontvang gekry gestuur stuur koop gekoop betaal betaling geld prys kos rekening
				wagwoord kaart faktuur terug terugstuur terugbetaling ruil verander kanselleer afspraak probleem werk help praat
				mens week weke maand uur dae dag nommer adres nuwe goed ja nee 'n kry weet iemand iets niks graag wanneer`,
			faint:   `die en is my van in was het by of hy`,
			endings: `heid like ings ende word`,
		},
	}
}
