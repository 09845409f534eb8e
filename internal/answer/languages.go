package answer

import "strings"

// languages returns the rules of all languages. All words are folded: without accents, with ł as l and ß as ss.
func languages() []language {
	return []language{english(), spanish(), portuguese(), french(), german(), italian(), dutch(), polish()}
}

// ordinals numbers the fields of words from 1.
func ordinals(words string) map[int]string {
	numbered := map[int]string{}
	for i, word := range strings.Fields(words) {
		numbered[i+1] = strings.ReplaceAll(word, "_", " ")
	}
	return numbered
}

func apart(between ...string) func(tens, unit string, n int) []string {
	return func(tens, unit string, _ int) []string {
		joined := make([]string, 0, len(between))
		for _, b := range between {
			joined = append(joined, tens+b+unit)
		}
		return joined
	}
}

func english() language {
	return language{
		code: "en",
		units: "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen " +
			"seventeen eighteen nineteen",
		tens:    "twenty thirty forty fifty sixty seventy eighty ninety",
		hundred: "hundred|one_hundred|a_hundred",
		join:    apart(" ", ""),
		ordinals: ordinals("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth " +
			"fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty_first twenty_second " +
			"twenty_third twenty_fourth twenty_fifth twenty_sixth twenty_seventh twenty_eighth twenty_ninth thirtieth"),
	}
}

func spanish() language {
	return language{
		code: "es",
		units: "cero uno|un|una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince " +
			"dieciseis diecisiete dieciocho diecinueve",
		tens:    "veinte|veinti treinta cuarenta cincuenta sesenta setenta ochenta noventa",
		hundred: "cien|ciento",
		join: func(tens, unit string, _ int) []string {
			if tens == "veinti" {
				return []string{tens + unit}
			}
			return []string{tens + " y " + unit}
		},
		endings: "o a",
		ordinals: ordinals("primer~|primer segund~ tercer~|tercer cuart~ quint~ sext~ septim~|setim~ octav~ noven~ decim~ " +
			"undecim~|decimoprimer~ duodecim~|decimosegund~ decimotercer~ decimocuart~ decimoquint~ decimosext~ " +
			"decimoseptim~ decimoctav~ decimonoven~ vigesim~ vigesim~_primer~|vigesimoprimer~ vigesim~_segund~|vigesimosegund~ " +
			"vigesim~_tercer~|vigesimotercer~ vigesim~_cuart~|vigesimocuart~ vigesim~_quint~|vigesimoquint~ " +
			"vigesim~_sext~|vigesimosext~"),
	}
}

func portuguese() language {
	return language{
		code: "pt",
		units: "zero um|uma dois|duas tres quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze quinze " +
			"dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove",
		tens:    "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
		hundred: "cem|cento",
		join:    apart(" e "),
		endings: "o a",
		ordinals: ordinals("primeir~ segund~ terceir~ quart~ quint~ sext~ setim~ oitav~ non~ decim~ decim~_primeir~ " +
			"decim~_segund~ decim~_terceir~ decim~_quart~ decim~_quint~ decim~_sext~ decim~_setim~ decim~_oitav~ decim~_non~ " +
			"vigesim~ vigesim~_primeir~ vigesim~_segund~ vigesim~_terceir~ vigesim~_quart~ vigesim~_quint~ vigesim~_sext~"),
	}
}

func french() language {
	return language{
		code: "fr",
		units: "zero un|une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize " +
			"dix_sept dix_huit dix_neuf",
		tens: "vingt trente quarante cinquante soixante septante " + //nolint:misspell // French
			"quatre_vingts|quatre_vingt|huitante|octante nonante",
		hundred: "cent",
		join: func(tens, unit string, n int) []string {
			if n == 1 || n == 11 {
				return []string{tens + " et " + unit, tens + " " + unit}
			}
			return []string{tens + " " + unit}
		},
		ordinals: ordinals("premier|premiere deuxieme|second|seconde troisieme quatrieme cinquieme sixieme septieme huitieme " +
			"neuvieme dixieme onzieme douzieme treizieme quatorzieme quinzieme seizieme dix_septieme dix_huitieme dix_neuvieme " +
			"vingtieme vingt_et_unieme vingt_deuxieme vingt_troisieme vingt_quatrieme vingt_cinquieme vingt_sixieme"),
	}
}

func german() language {
	return language{
		code: "de",
		units: "null eins|ein|eine zwei|zwo drei vier funf|fuenf sechs sieben acht neun zehn elf zwolf|zwoelf dreizehn " +
			"vierzehn funfzehn|fuenfzehn sechzehn siebzehn achtzehn neunzehn",
		tens:    "zwanzig dreissig vierzig funfzig|fuenfzig sechzig siebzig achtzig neunzig",
		hundred: "hundert|einhundert",
		join:    func(tens, unit string, _ int) []string { return []string{unit + "und" + tens} },
		endings: "e er es en em",
		ordinals: ordinals("erst~ zweit~ dritt~ viert~ funft~|fuenft~ sechst~ siebt~|siebent~ acht~ neunt~ zehnt~ elft~ " +
			"zwolft~|zwoelft~ dreizehnt~ vierzehnt~ funfzehnt~|fuenfzehnt~ sechzehnt~ siebzehnt~ achtzehnt~ neunzehnt~ zwanzigst~ " +
			"einundzwanzigst~ zweiundzwanzigst~ dreiundzwanzigst~ vierundzwanzigst~ funfundzwanzigst~|fuenfundzwanzigst~ " +
			"sechsundzwanzigst~"),
	}
}

func italian() language {
	return language{
		code: "it",
		units: "zero uno|un|una due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici " +
			"sedici diciassette diciotto diciannove",
		tens:    "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
		hundred: "cento",
		join: func(tens, unit string, n int) []string {
			if n == 1 || n == 8 {
				tens = tens[:len(tens)-1]
			}
			return []string{tens + unit}
		},
		endings: "o a",
		ordinals: ordinals("prim~ second~ terz~ quart~ quint~ sest~ settim~ ottav~ non~ decim~ undicesim~ dodicesim~ " +
			"tredicesim~ quattordicesim~ quindicesim~ sedicesim~ diciassettesim~ diciottesim~ diciannovesim~ ventesim~ " +
			"ventunesim~ ventiduesim~ ventitreesim~ ventiquattresim~ venticinquesim~ ventiseiesim~"),
	}
}

func dutch() language {
	return language{
		code: "nl",
		units: "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien " +
			"zeventien achttien negentien",
		tens:    "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
		hundred: "honderd",
		join:    func(tens, unit string, _ int) []string { return []string{unit + "en" + tens} },
		ordinals: ordinals("eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende " +
			"veertiende vijftiende zestiende zeventiende achttiende negentiende twintigste eenentwintigste tweeentwintigste " +
			"drieentwintigste vierentwintigste vijfentwintigste zesentwintigste"),
	}
}

func polish() language {
	return language{
		code: "pl",
		units: "zero jeden|jedna|jedno dwa|dwie trzy cztery piec szesc siedem osiem dziewiec dziesiec jedenascie dwanascie " +
			"trzynascie czternascie pietnascie szesnascie siedemnascie osiemnascie dziewietnascie",
		tens: "dwadziescia trzydziesci czterdziesci piecdziesiat szescdziesiat siedemdziesiat osiemdziesiat " +
			"dziewiecdziesiat",
		hundred: "sto",
		join:    apart(" "),
		endings: "y a e",
		ordinals: ordinals("pierwsz~ drugi|druga|drugie trzeci|trzecia|trzecie czwart~ piat~ szost~ siodm~ osm~ dziewiat~ " +
			"dziesiat~ jedenast~ dwunast~ trzynast~ czternast~ pietnast~ szesnast~ siedemnast~ osiemnast~ dziewietnast~ " +
			"dwudziest~ dwudziest~_pierwsz~ dwudziesty_drugi|dwudziesta_druga|dwudzieste_drugie " +
			"dwudziesty_trzeci|dwudziesta_trzecia|dwudzieste_trzecie dwudziest~_czwart~ dwudziest~_piat~ dwudziest~_szost~"),
	}
}
