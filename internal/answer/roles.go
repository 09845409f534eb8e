package answer

import (
	"strings"
	"sync"
)

// A role is what a word does around an answer. A word may have several.
type role uint16

const (
	// courtesy changes nothing.
	courtesy role = 1 << iota
	// negation turns a sentence into its opposite. A sentence with one is not searched for titles.
	negation
	// small words say nothing by themselves, although they stand in many titles.
	small
	// lead and trail stand around the number of a choice.
	lead
	trail
	// sign stands before digits only: "no 2" is number two, "no two" is not.
	sign
	// oneBehind follows an ordinal: "the second one".
	oneBehind
	// ratingUnit and ratingJoin stand in "four stars out of five".
	ratingUnit
	ratingJoin
	// minus stands before the words of a number below zero.
	minus
)

// roles holds the roles of words, which are folded.
//
//nolint:gochecknoglobals,gosmopolitan,misspell // a table that is only read, of words in many languages
var roles = sync.OnceValue(func() map[string]role {
	all := map[string]role{}
	for role, words := range map[role]string{
		courtesy: `please pls plz thanks thank you thx ok okay hi hello por favor gracias hola obrigado obrigada ola
			merci bonjour svp bitte danke hallo grazie ciao alstublieft alsjeblieft dank je bedankt
			prosze dziekuje dzieki poprosze`,
		negation: `no not non none never neither nor nothing cannot dont doesnt didnt isnt arent wasnt cant wont except without
			ni nunca ningun ninguno ninguna nada tampoco jamas sin excepto
			nao nem nenhum nenhuma jamais sem exceto pas ne aucun aucune rien sauf sans
			nicht kein keine keinen keiner keinem keines nie niemals nein ohne ausser
			mai nessuno nessuna nessun niente senza tranne niet geen nee nooit niks zonder behalve
			nigdy zaden zadna zadne ani bez oprocz
			не нет ни никогда ні без кроме 不 没 沒 别 別 無 无 非`,
		small: `a an the of for to in on at and or my your our is are with i
			el la los las lo un una unos unas de del y o u para por con en mi su os as um uma do da dos das e em no na meu
			le les l d une des du et ou pour avec mon ma der die das den dem ein eine einen und oder fur mit im mein
			il gli di della dello per al alla het een van voor met of mijn w z dla lub`,
		lead: `the option number choice answer item num nr el la lo las los opcion numero respuesta o a os as opcao escolha
			resposta le l les choix reponse der die das den dem nummer antwort auswahl il i gli opzione scelta risposta
			de het optie keuze antwoord numer opcja opcje pozycja odpowiedz`,
		trail: `option choice answer item opcion respuesta opcao escolha resposta choix reponse antwort opzione scelta
			risposta optie keuze antwoord opcja opcje pozycja odpowiedz`,
		sign:      "no n °",
		oneBehind: "one ones",
		ratingUnit: `star stars point points estrella estrellas punto puntos estrela estrelas ponto pontos etoile etoiles
			stern sterne sternen punkt punkte punkten stella stelle punti ster sterren punt punten
			gwiazdka gwiazdki gwiazdek gwiazdke punkty punktow ★ ⭐ 🌟`,
		ratingJoin: "out of de sur von aus di su van op na z em sobre",
		minus:      "minus negative menos moins meno min",
	} {
		for word := range strings.FieldsSeq(words) {
			all[word] |= role
		}
	}
	return all
})

// is reports whether a word has one of the roles.
func is(word []byte, wanted role) bool { return roles()[string(word)]&wanted != 0 }
