package tongue

// east are the languages of eastern Europe with Latin letters.
func east() []language {
	return []language{
		{
			tag: "pl",
			strong: `cześć dzień dobry dziękuję dzięki proszę kiedy dlaczego ile chcę chciałbym chciałabym potrzebuję pomoc pomocy gdzie
				jest moje moja mój zamówienie zamówienia jak mogę można czy nie jeszcze już więc tylko mam`,
			words: `i w z na do od po za przy przez dla o u ze we pod nad przed między bez się to ten ta te tego tej tym tych ci
				co kto który która które którego jaki jaka jakie ja ty on ona ono my wy oni mnie mi mną ciebie cię go jej jego jemu
				ich im nas nam was wam mojego mojej moim twój swój nasz państwo państwa pan pani są był była było były być będzie
				będę ma mieć masz może możecie mogą mogli trzeba muszę musi wiem wie chce robić zrobić a ale lub albo oraz bo ponieważ
				że jeśli jeżeli gdy żeby aby też także bardzo więcej mniej dużo mało wszystko wszyscy nic nikt ktoś coś inny inna
				każdy teraz dziś dzisiaj wczoraj jutro zawsze nigdy tu tutaj tam zamówiłem zamówiłam zamówić paczka paczki paczkę
				dostawa dostawy wysłać wysłane przyszła przyszło przyszedł dotarła dotarło otrzymałem otrzymałam kupiłem kupiłam kupić
				zapłaciłem zapłaciłam zapłacić płatność pieniądze pieniędzy cena kosztuje konto konta hasło hasła karta fakturę
				faktura faktury zwrot zwrotu zwrócić zwrócone wymienić zmienić anulować wizyta wizytę rezerwacja rezerwację problem
				działa pomóc rozmawiać człowiekiem konsultantem tydzień tygodnia miesiąc dni godziny godzinie numer adres
				rozmiar nowy nowa nowe tak sklep pytanie zalogować otwarte czynne witam odebrać trwa której dwa razy większy`,
			faint:   `to on do na ja za my po co ale i a w z o pan ma mi problem ten`,
			endings: `ość ości ami ach ego emu ych iem iam łem łam ować anie enie ania enia eniu cji cja cję ski ska ście ć sz rz`,
			starts:  `prz wsp`,
			letters: `łżśńęąźć`,
		},
		{
			tag: "cs",
			strong: `ahoj děkuji děkuju díky prosím kdy proč kolik chci chtěl chtěla bych potřebuji potřebuju pomoc kde moje můj má
				objednávka objednávku objednávky dobrý jsem není jsou můžu můžete ještě že při když který`,
			words: `a i v ve s se z ze na do od po za u k ke pro o nad pod před mezi bez to ten ta ty toho té tom tím těch co kdo jaký
				jaká jaké která které já on ona ono my vy oni mě mně mi mnou tebe tě ho jej její jeho jim nás nám vás vám mého mojí
				svůj váš vaše náš je byl byla bylo byly být bude budu budou má mít mám máte může mohu mohl mohli musím musí vím ví chce
				dělat udělat ale nebo protože pokud jestli aby také taky velmi více víc méně hodně málo všechno všichni nic nikdo někdo
				něco jiný jiná každý teď nyní dnes včera zítra vždy nikdy tady zde tam objednal objednala objednat balík balíček zásilka
				zásilku dodání doručení doručeno doručena poslat odesláno přišel přišla přišlo dorazil dorazila obdržel koupil koupila koupit
				zaplatil zaplatila zaplatit platba platbu peníze peněz cena stojí účet účtu heslo karta kartu faktura fakturu vrátit vrácení
				vrátili reklamace reklamaci vyměnit změnit zrušit termín schůzka rezervace rezervaci problém funguje nefunguje pomoci pomoct
				mluvit člověkem týden týdny měsíc dny den hodin číslo adresa adresu velikost nový nová nové ano ne obchod otázka přihlásit
				otevřeno omlouvám jak až už jen jste dlouho trvá dvakrát moji`,
			faint:   `a i v s z k o u na do je to za my po se ten ale ta mi pro den`,
			endings: `ost osti ách ího ému ých ím ovat ání ení ují uje ský ská ovi ště ěj áme íme ili ete ým`,
			letters: `ěřůčšž`,
		},
		{
			tag: "sk",
			strong: `ahoj ďakujem vďaka prosím kedy prečo koľko chcem chcel chcela potrebujem pomoc kde moja môj moje objednávka
				objednávku objednávky dobrý deň som nie sú môžem môžete ešte keď ktorý pri`,
			words: `a i v vo s so sa z zo na do od po za u k ku pre o nad pod pred medzi bez to ten tá tie toho tej tom tým tých čo kto
				aký aká aké ktorá ktoré ja on ona ono my vy oni ma mňa mi mnou teba ťa ho jej jeho im nás nám vás vám môjho mojej
				svoj váš vaša vaše náš je bol bola bolo boli byť bude budem budú má mať mám máte môže mohol mohli musím musí viem vie chce
				robiť urobiť ale alebo pretože ak či aby tiež veľmi viac menej veľa málo všetko všetci nič nikto niekto by
				niečo iný iná každý teraz dnes včera zajtra vždy nikdy tu tam objednal objednala objednať balík balíček zásielka
				zásielku dodanie doručenie doručená poslať odoslané prišiel prišla prišlo dorazil dostal dostala kúpil kúpila kúpiť
				zaplatil zaplatila zaplatiť platba platbu peniaze peňazí cena stojí účet účtu heslo karta kartu faktúra faktúru vrátiť
				vrátenie reklamácia reklamáciu vymeniť zmeniť zrušiť termín stretnutie rezervácia rezerváciu problém funguje nefunguje
				pomôcť hovoriť človekom týždeň mesiac dni hodín číslo adresa adresu veľkosť nový nová nové áno nie obchod otázka prihlásiť
				otvorené ako až už len iba ste dlho trvá dvakrát`,
			faint:   `a i v s z k o u na do je to za my po sa ten ale ta mi so`,
			endings: `osť osti ách ého ému ých ím ovať anie enie ujem uje ský ská ovi iť ať eť ame íme ili iam`,
			letters: `ľĺŕôťďčšž`,
		},
		{
			tag: "hu",
			strong: `szia sziasztok helló üdvözlöm köszönöm köszi kérem mikor miért mennyi mennyibe szeretnék szeretném kell segítség
				segítséget hol rendelésem rendelés hogyan lehet nincs vagyok jó napot kérek van tudom nem hogy segítsen`,
			words: `a az egy és vagy de ha mert is csak még már ez azt ezt ezek azok én te ő mi ti ők nekem neked nekik engem téged
				minket önök ön mit ki kinek hova honnan melyik milyen mennyit hány volt lesz lenni lehetne volna tudok tud tudnak tudná
				kellene akarok akar megy jön jött jönnek csináljak csinálni most ma tegnap holnap mindig soha itt ott nagyon sok
				kevés több minden mindenki semmi senki valaki valami más másik után előtt nélkül alatt között miatt szerint
				rendelésemet rendeltem rendelni csomag csomagom csomagot szállítás szállítási kiszállítás megérkezett érkezett érkezik
				kaptam kapni megkaptam küldeni küldtek vettem vásároltam venni fizettem fizetni fizetés pénz pénzt pénzem ár ára kerül
				fiók fiókom fiókomat jelszó jelszavam jelszavamat kártya kártyám számla számlát visszaküldeni vissza visszatérítés
				cserélni változtatni módosítani lemondani törölni időpont időpontot foglalás foglalásomat probléma működik segíteni
				beszélni emberrel ügyintézővel hét hete hónap nap napja óra órakor szám cím címet méret új jól igen hibás rossz kérdés
				kérdésem nyitva zárnak be ki le fel meg el tudnának lenne`,
			faint:   `a az is de el ma be le te mi meg ki fel`,
			endings: `ban ben nak nek ból ből ról ről tól től hoz hez val vel ság ség ás és ok ek om em unk ünk tok tek nek ném ett ott ása ése ani eni`,
			starts:  `meg sz gy`,
			letters: `őűöü`,
		},
		{
			tag: "ro",
			strong: `bună salut mulțumesc mulţumesc mersi vă rog când de ce cât vreau aș dori nevoie ajutor unde este comanda mea meu
				sunt pot puteți poate nu și că mi-am într`,
			words: `și şi sau dar însă la în în din pe pentru cu fără despre până între sub peste după înainte prin spre către
				un o unui unei al a ai ale lui ei eu tu el ea noi voi ele mă te îl îi ne le mi ți își meu mei mele tău său nostru cine ce
				care cum cine cui era a fost fi este e suntem am ai are au avem aveți avea făcut face fac fă poți putea trebuie
				vreau vrea vreți știu știe foarte mai puțin mult multă totul toți tot nimic nimeni cineva ceva alt altă fiecare acest
				această acesta aceasta asta acela aici acolo acum azi astăzi ieri mâine mereu niciodată doar încă deja dacă fiindcă
				comandă comenzii comandat colet coletul livrare livrarea livrat trimis trimite ajuns ajunge primit primi primesc cumpărat
				cumpăra plătit plăti plată bani banii preț costă cont contul parola card cardul factură factura returna retur rambursare
				înapoi schimba anula programare rezervare rezervarea problemă problema merge funcționează ajuta vorbi persoană operator
				săptămână săptămâni lună zile zi ziua ore ora număr adresa adresă mărime nou nouă bine da greșit întrebare deschis
				seara dimineața sunteți am durează`,
			faint:   `a la de ce nu am un o cu pe ai e al da te ne le el fi`,
			endings: `ului elor ilor ește esc ează ția ție ții ând ind eală rea uri ată iți ați are ezi`,
			letters: `ățșţşăî`,
		},
		{
			tag: "hr",
			strong: `hvala molim bok gdje zašto kada koliko želim trebam pomoć narudžba narudžbu moja moj što tko dobar dan netko nešto
				uopće lijepo nije nisam treba`,
			words: `i u na s sa za od do iz po pri o k ka bez kroz preko prije poslije nakon između je su sam si smo ste jesam jest bio bila
				bilo bili biti bit ću ćete će imam ima imate imati mogu može možete mogao mogla moram mora znam zna hoću želio željela
				ne da li ali ili jer ako kad kako koji koja koje čiji kome ja ti on ona ono mi vi oni me mene mi meni te tebe ga njega joj
				im nas nam vas vam moje mojoj svoj vaš vaša naš to taj ta ovaj ova ovo onaj tu ovdje tamo sada sad danas jučer sutra
				uvijek nikad samo još već također vrlo jako više manje mnogo malo sve svi ništa nitko drugi svaki
				naručio naručila naručiti paket pošiljka pošiljku dostava dostave poslati poslali stigao stigla stiglo stiže primio primila
				kupio kupila kupiti platio platila platiti plaćanje novac novca cijena košta račun računa lozinka lozinku kartica vratiti
				povrat zamijeniti promijeniti otkazati termin rezervacija rezervaciju problem radi pomoći razgovarati osobom čovjekom
				tjedan tjedna mjesec dana sati broj adresa adresu veličina novi nova novo dobro da trgovina pitanje prijaviti otvoreni
				pozdrav molila molio htio htjela`,
			faint:   `i u na s za je to od do on ja mi ti da ne si ta sam me`,
			endings: `ije ijem ijeti anje enje nost osti ima ama oga ome ska ski iti ati eti ovati imo ete jem`,
			letters: `đćčšž`,
		},
		{
			tag: "sr",
			strong: `hvala molim gde zašto kada koliko želim trebam pomoć porudžbina porudžbinu moja moj šta ko zdravo dobar dan neko nešto
				uopšte lepo nije nisam treba hteo htela`,
			words: `i u na s sa za od do iz po pri o k ka bez kroz preko pre posle nakon između je su sam si smo ste jesam jeste bio bila
				bilo bili biti ću ćete će imam ima imate imati mogu može možete mogao mogla moram mora znam zna hoću želeo želela
				ne da li ali ili jer ako kad kako koji koja koje čiji kome ja ti on ona ono mi vi oni me mene meni te tebe ga njega joj
				im nas nam vas vam moje mojoj svoj vaš vaša naš to taj ta ovaj ova ovo onaj tu ovde tamo sada sad danas juče sutra
				uvek nikad samo još već takođe vrlo jako više manje mnogo malo sve svi ništa niko drugi svaki
				naručio naručila naručiti poručio poručila paket pošiljka pošiljku isporuka isporuke poslati poslali stigao stigla stiglo
				stiže primio primila kupio kupila kupiti platio platila platiti plaćanje novac novca cena košta račun računa lozinka
				lozinku kartica vratiti vratite povraćaj zameniti promeniti promenim otkazati otkažem termin rezervacija rezervaciju
				problem radi pomoći razgovaram osobom čovekom operaterom nedelja nedelju mesec dana sati broj adresa adresu veličina novi
				nova novo dobro prodavnica pitanje prijavim otvoreni pozdrav molila`,
			faint:   `i u na s za je to od do on ja mi ti da ne si ta sam me`,
			endings: `anje enje nost osti ima ama oga ome ska ski iti ati eti ovati imo ete jem uje`,
			letters: `đćčšž`,
		},
		{
			tag: "sl",
			strong: `hvala prosim živjo kje zakaj kdaj koliko želim želel želela potrebujem pomoč naročilo naročila moje moja moj kaj kdo
				dober dan nekdo nekaj sploh lepo ni nisem ali lahko še sem`,
			words: `in v na s z za od do iz po pri o k h brez skozi čez pred med je so si smo ste bil bila bilo bili biti bom bo bodo imam
				ima imate imeti morem more moram mora vem ve hočem bi ne da ali pa ker če ko kako kateri katera katero jaz ti on ona ono
				mi vi oni me mene meni te tebe ga njega jo ji jim nas nam vas vam mojega svoj vaš vaša naš to ta ti tega tukaj tam zdaj
				danes včeraj jutri vedno nikoli samo že tudi zelo več manj veliko malo vse vsi nič nihče drug drugi vsak naročil
				naročila naročiti paket pošiljka pošiljko dostava dostave poslati poslali prispel prispelo prispela prejel prejela kupil
				kupila kupiti plačal plačala plačati plačilo denar denarja cena stane račun računa geslo gesla kartica kartico vrniti vračilo
				zamenjati spremeniti odpovedati preklicati termin rezervacija rezervacijo težava težavo problem deluje dela pomagati govoriti
				pogovoriti osebo človekom teden tedna mesec dni ur številka naslov velikost nov nova novo dobro ja trgovina vprašanje
				prijaviti odprti imate kako pozdravljeni rad rada`,
			faint:   `v na s z za je to od do on ja mi ti da ne si ta in me ni so po`,
			endings: `nje anje enje ost osti ami ega emu ska ski iti ati eti ovati imo ete jem jo ijo`,
			letters: `čšž`,
		},
		{
			tag:    "sq",
			strong: `faleminderit përshëndetje mirëdita ju lutem kur pse sa dua dëshiroj ndihmë ku është porosia ime im nuk kam jam`,
			words: `dhe në të e për me pa nga te tek mbi nën por ose që si çfarë kush cili unë ti ai ajo ne ju ata më mua juaj tonë
				jemi jeni janë ishte qenë do keni ka kemi mund duhet vetëm shumë pak më gjithçka asgjë dikush diçka tjetër këtu atje tani
				sot dje nesër gjithmonë ende porosi porosinë pako pakoja dërgesa mbërritur arrin blerë paguar paguaj para çmimi kushton
				llogari llogaria llogarinë fjalëkalimi fjalëkalimin karta faturë kthej rimbursim ndryshoj anuloj takim rezervim problem
				funksionon ndihmoni flas person javë ditë orë numri adresa mirë po jo`,
			faint:   `e me te ne do po si ka sa por`,
			endings: `shëm isht tjen sinë ohet`,
			letters: `ëç`,
		},
	}
}
