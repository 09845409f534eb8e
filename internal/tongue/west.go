package tongue

// west are the languages of western Europe.
func west() []language {
	return []language{
		{
			tag: "en",
			strong: `thank thanks thankyou whats what's don't doesn't didn't can't couldn't haven't hasn't isn't wasn't won't wouldn't
				i'm i've i'd i'll you're it's that's there's we're they're hello haven't`,
			words: `the and you your yours my we our they their them this that these those there here what when where which who why how
				is are was were been being have has had having do does did done will would should could can't cannot may might must
				not of for with without from about into after before between through during again still just only also than then
				because if but or so as at by out up off over under any some every each all both more most other another such
				please need want like know tell help get got give go going make made take see look find check use work works working
				order ordered package parcel refund shipping delivery delivered arrived received receive send sent return buy bought
				pay paid payment charged charge money price cost account password login card change cancel update delete close open
				invoice bill ticket booking reservation appointment flight broken wrong missing late problem issue yesterday today
				tomorrow week month day time now soon long much many ago hi hey good morning afternoon evening yes yet someone anyone
				something anything nothing person agent human speak talk question answer let sorry much very too really always never
				able possible available stopped keeps trying tried says said showing shows item items size color phone number address
				it its he she him her me us on to be am an one two first last new old back down thing things people way call called
				i're could've would've who's where's how's 's 're 've 'll 'm`,
			faint:   `i a in no can will order ticket login email online website app internet hi set`,
			endings: `tion ing ght ough ould ness ings ally ship ful hip ment dly tly kly ted ked ble`,
			starts:  `th wh`,
		},
		{
			tag: "es",
			strong: `hola gracias buenos buenas dónde cuándo cuánto cuánta cuál cómo quiero quisiera necesito ayuda muchas usted ustedes
				también todavía aún están estoy tengo puedo pueden llegó mañana ayer señor señora hacer tiene`,
			words: `el los las del al una unas unos lo le les nos me mi mis su sus tu tus te se yo ella ellos nosotros mío
				que qué quien quién como porque pero sino aunque cuando donde para por con sin sobre desde hasta entre según hacia
				es son era fue ser estar está estaba ha han he hay había sido soy eres somos haber hace hizo hago
				muy más menos mucho muchos poco algo nada nadie alguien todo todos toda todas otro otra cada mismo este esta esto
				estos estas ese esa eso aquí ahí allí ya ahora hoy antes después siempre nunca luego
				pedido pedidos paquete envío enviar enviado llegado llega llegar compra compré comprar comprado pago pagar pagado
				dinero precio cuenta contraseña tarjeta factura devolver devolución reembolso cambiar cancelar entrega cita reserva
				problema ayudar puede podría podrían quieren hablar persona agente alguna alguno ningún ninguna favor día días
				días semana mes noche tardes horas hora número teléfono dirección correo talla producto tienda abren cierran
				funciona recibido recibí dice dicen salir vez nuevo nueva bien mal sé saber dar dame diga decir tal hablo
				perdón vale tarda tardan adiós claro bueno sí`,
			faint:   `de la no un en a y o e si solo ti va si da`,
			endings: `ción miento mente idad ando iendo ado ida idos adas aron ería able ciones ieron aste`,
			letters: `ñ¿¡`,
		},
		{
			tag: "pt",
			strong: `olá obrigado obrigada você vocês não bom dia boa tarde preciso gostaria onde quero ajuda está estão então
				também ainda minha meu tenho fazer posso amanhã ontem são muito muita`,
			words: `os as do da dos das no na nos nas ao aos à às pelo pela pelos pelas um uma uns umas num numa o que quem qual quais
				quando quanto quanta como porque mas para por com sem sobre desde até entre
				eu ele ela eles elas nós meus minhas seu sua seus suas teu tua lhe me isso isto este esta esse essa aquele aqui ali lá
				é era foi ser estar estou estava tem têm tinha ter há sou somos vou vai vão fui fiz faz feito
				mais menos tudo nada ninguém alguém algo todo todos toda todas outro outra cada mesmo já agora hoje antes depois
				sempre nunca só pedido pedidos encomenda pacote envio enviar enviado chegou chegar chega compra comprei comprar pagar
				paguei pagamento dinheiro preço conta senha cartão fatura boleto devolver devolução reembolso trocar cancelar entrega
				consulta reserva problema ajudar pode poderia falar pessoa atendente alguma algum nenhum nenhuma favor
				semana mês noite horas número telefone endereço produto loja funciona recebi receber recebido diz dizer
				novo nova bem saber gente consigo conseguir queria quer podem vezes oi tchau sim tempo abrem fecham`,
			faint:   `de a e o se um em me oi um bem`,
			endings: `ção ções mente dade ando endo indo inho inha agem ados idas aram eram ável ência`,
			letters: `ãõ`,
		},
		{
			tag: "fr",
			strong: `bonjour bonsoir merci salut où quand combien pourquoi voudrais veux besoin aide s'il suis êtes très
				n'est c'est j'ai qu'est qu' aujourd'hui aujourd' hui toujours être avez mon votre`,
			words: `le les des du au aux une ce cet cette ces ça cela ceci il elle ils elles nous vous je j' tu on moi toi lui leur
				mes ma ton ta tes son sa ses notre nos vos leurs qui que quoi dont quel quelle quels quelles comment
				et ou mais donc car ni si parce puisque lorsque comme pour par avec sans sous sur dans chez vers depuis pendant avant
				après entre jusqu' est sont était étaient sera serait suis es sommes ai as a ont avons avait avoir été fait faire
				fais font vais va aller allez peut peux pouvez pouvoir pourriez dois doit devez veut voulez vouloir sais savoir
				ne n' pas plus moins rien jamais personne quelqu'un quelqu' aucun aucune tout tous toute toutes autre même encore déjà
				maintenant demain hier ici là bien mal trop peu beaucoup aussi
				commande commandé commander colis livraison livré livrer reçu recevoir envoyer envoyé arrivé arrive arriver acheté
				acheter payer payé paiement argent prix compte passe carte facture remboursement rembourser retour retourner changer
				annuler rendez réservation problème marche fonctionne aider parler quelque chose jour jours semaine mois heure heures
				matin soir numéro téléphone adresse produit magasin taille nouveau nouvelle bonne bon svp plaît plait oui voilà
				d' l' c' m' t' s' ouvert fermé ouvrez fermez toujours`,
			faint:   `de la un en a y on me se est non se d'accord plus son`,
			endings: `tion eux euse aux ment ais ait aient ée ées és ez oire ette elle ique eur eurs isse ière ant ons iez`,
			letters: `çœêùèîûà`,
		},
		{
			tag: "de",
			strong: `danke bitte guten tag morgen ich nicht möchte brauche wann wieviel können könnte könnten warum habe haben
				meine meinen meiner meines mein ihre ihnen sie wurde wird noch auch keine kein vielen für über`,
			words: `der die das den dem des ein eine einen einem einer eines und oder aber denn weil dass daß wenn ob als wie wo was wer
				wen wem welche welcher welches wohin woher du er es wir ihr ihn ihm uns euch mir mich dir dich sich
				meinem dein deine sein seine unser unsere ist sind war waren bin bist seid hat hast hatte hätte wäre werden
				werde worden kann kannst könnt muss müssen soll sollte will wollen wollte darf mag gibt geht gehen macht machen
				tun komme kommt kommen gekommen in im an am auf aus bei beim mit nach seit von vom zu zum zur durch gegen ohne um vor
				hinter unter zwischen bis schon nur sehr mehr weniger viel etwas nichts niemand jemand alle alles jeder jede
				andere immer nie jetzt heute gestern hier dort dann dieser diese dieses diesen
				bestellung bestellt bestellen paket lieferung geliefert liefern erhalten bekommen angekommen geschickt schicken kaufen
				gekauft bezahlt bezahlen zahlung geld preis kosten kostet konto passwort karte rechnung rückgabe zurück zurückgeben
				erstattung umtauschen ändern stornieren kündigen termin reservierung problem funktioniert hilfe helfen sprechen
				mensch mitarbeiter woche wochen monat uhr stunde stunden nummer adresse größe neu neue neuen geöffnet
				grüß gott hallo ja gerne leider kaputt falsch frage fragen abend tage tagen weiß lange dauert versand zweimal`,
			faint:   `in im an am will die was man war so es du hat der den des bin also hallo das`,
			endings: `ung ungen keit heit lich liche isch ische schaft chen cht eren tzt iert igen ieren nen ßen`,
			starts:  `sch ver`,
			letters: `ßäü`,
		},
		{
			tag: "it",
			strong: `ciao grazie buongiorno buonasera salve dov'è quando quanto vorrei voglio bisogno aiuto sono ancora perché perchè
				posso il mio gli mia della degli delle potete può c'è cos'è qual`,
			words: `lo i le un' uno una del dello dei al allo alla ai agli alle dal dalla dai nel nella nei nelle sul sulla sui
				col di a da in con su per tra fra e ed o ma se che chi cosa quale quali come dove
				io tu lui lei noi voi loro mi ti ci vi ne me te miei mie tuo tua suo sua nostro vostro vostra
				è era sia essere stato stata sto sta stanno ho hai ha abbiamo avete hanno avere avevo fare fatto faccio fa
				puoi potrei potrebbe devo deve dovrei vuole so sapere andare vado va viene venire arrivato
				arriva arrivare arrivata non più meno molto molta tanto poco tutto tutti tutta niente nulla nessuno qualcuno qualcosa
				altro altra ogni stesso questo questa questi quello quella qui qua già adesso ora oggi domani ieri prima dopo sempre
				mai solo anche però quindi siccome ordine ordini pacco spedizione spedito spedire consegna consegnato ricevuto
				ricevere comprato comprare acquistato pagato pagare pagamento soldi prezzo conto carta fattura reso restituire rimborso
				cambiare annullare disdire appuntamento prenotazione prenotare problema funziona aiutare aiutarmi parlare persona
				operatore giorno giorni settimana mese ore numero telefono indirizzo prodotto negozio taglia nuovo nuova bene favore
				piacere prego sì buona sera dell' all' dall' nell' sull' l' d' dov' c' com' quest' quell' un'altra aperti
				chiudete aprite costa spesa modificare perso dimenticato`,
			faint:   `a e i o la no un in se da di mi me va su per fa si ma le io ti`,
			endings: `zione zioni mente ità ando endo ato ata iti ate are ere ire etto etti ella elli oso osa aggio ggi cchi sci gli`,
			letters: `òì`,
		},
		{
			tag: "nl",
			strong: `hoi goedemorgen goedemiddag goedenavond dank bedankt dankjewel alstublieft alsjeblieft wanneer waarom hoeveel graag
				wil mijn niet heb hebben jullie zijn geen kunt kunnen ik mij waar nog een`,
			words: `het de en of maar want omdat dat die dit deze wie wat welke welk hoe u je jij hij zij ze we wij ons onze
				jouw uw haar hem hun me mezelf is was waren ben bent heeft hebt had hadden word wordt worden werd geworden kan kon
				moet moeten moest zou zullen zal wilt willen wilde mag gaat gaan ga doe doet doen gedaan kom komt komen gekomen
				in op aan bij met naar van voor door uit over onder tegen zonder om tot sinds tussen te ter
				al ook wel alleen heel erg meer minder veel weinig iets niets niemand iemand alle alles ieder elke andere
				altijd nooit nu vandaag gisteren morgen hier daar dan toen bestelling besteld bestellen pakket pakketje
				levering geleverd bezorgd bezorging ontvangen gekregen gestuurd sturen kopen gekocht betaald betalen betaling geld
				prijs kost kosten rekening wachtwoord kaart factuur retour retourneren terug terugsturen teruggave ruilen wijzigen
				annuleren opzeggen afspraak reservering reserveren probleem werkt werken helpen hulp spreken medewerker week weken
				maand uur dagen dag nummer adres maat nieuw nieuwe goed goede open gesloten hallo ja nee helaas kapot verkeerd
				vraag vragen graag mensen er zo als kunnen krijg weet binnen lang duurt keer verzending`,
			faint:   `van de in is was die of over me op of we er al wel hallo den te had ten met ben`,
			endings: `ing ingen heid lijk lijke isch tje tjes aan aar eer oor oop eid uit eld erd eren aal oek ijn ijk`,
			starts:  `ij ge`,
		},
		{
			tag: "ca",
			strong: `bon dia bona tarda gràcies sisplau si us plau on està quan vull necessito voldria ajuda vostè amb aquest
				aquesta això tinc puc però perquè què meva meu meves`,
			words: `el els les del dels al als un una uns unes en na i o ni que qui quin quina quins com quant per sense sobre des fins
				entre cap jo tu ell ella nosaltres vosaltres ells mi em et es ens us li lo seva seu seus nostre vostre
				és són era ser estar estic estan ha han he hem heu havia sigut estat fer fet faig fa vaig va van
				pot poden podria podrien vol volen molt molta més menys poc res ningú algú alguna cosa tot tots tota totes altre altra cada
				mateix aquí allà ja ara avui demà ahir abans després sempre mai només també encara fins
				comanda comandes paquet enviament enviar enviat arribat arriba arribar compra comprat comprar pagar pagat pagament diners
				preu compte contrasenya targeta factura tornar devolució reemborsament canviar cancel·lar lliurament cita reserva problema
				ajudar parlar persona dies setmana mes hores número telèfon adreça producte botiga funciona rebut rebre nou nova bé
				hola adéu sí no ho hi n' l' d' s' m' t' teniu obriu tanqueu gaire dir saber vegades`,
			faint:   `de la no un en a i o el es se et mes dia bon si on us`,
			endings: `ció cions ment itat ant eix aig aven ència atge ny nys ista`,
			letters: `çàòè·`,
		},
	}
}
