package main

import "github.com/gousher/usher"

// bank is the desk of a bank that lives in an app.
var bank = setup{
	name: "bank",
	teams: []team{
		{id: "cards", name: "Cards and PINs", labels: []string{
			"activate_my_card", "card_about_to_expire", "card_acceptance", "card_arrival", "card_delivery_estimate",
			"card_linking", "card_not_working", "change_pin", "compromised_card", "contactless_not_working",
			"disposable_card_limits", "get_disposable_virtual_card", "get_physical_card", "getting_*", "lost_or_stolen_card",
			"order_physical_card", "pin_blocked", "virtual_card_not_working", "visa_or_mastercard",
		}},
		{id: "payments", name: "Card payments and direct debits", labels: []string{
			"card_payment_*", "declined_card_payment", "direct_debit_*", "extra_charge_on_statement", "pending_card_payment",
			"transaction_charged_twice",
		}},
		{id: "refunds", name: "Refunds and reversals", labels: []string{"refund_*", "request_refund", "reverted_card_payment*"}},
		{id: "transfers", name: "Transfers in and out", labels: []string{
			"balance_not_updated_after_bank_transfer", "beneficiary_*", "cancel_transfer", "declined_transfer",
			"failed_transfer", "pending_transfer", "receiving_money", "top_up_by_bank_transfer_charge", "transfer_*",
		}},
		{id: "top_ups", name: "Top-ups and deposits", labels: []string{
			"apple_pay_or_google_pay", "automatic_top_up", "balance_not_updated_after_cheque_or_cash_deposit",
			"pending_top_up", "supported_cards_and_currencies", "top_up_*", "topping_up_*", "verify_top_up",
		}},
		{id: "cash", name: "Cash and machines", labels: []string{
			"atm_support", "card_swallowed", "cash_withdrawal_*", "declined_cash_withdrawal", "pending_cash_withdrawal",
			"wrong_amount_of_cash_received",
		}},
		{id: "exchange", name: "Currencies and rates", labels: []string{
			"card_payment_wrong_exchange_rate", "exchange_*", "fiat_currency_support", "wrong_exchange_rate_*",
		}},
		{id: "identity", name: "Identity checks", labels: []string{
			"unable_to_verify_identity", "verify_my_identity", "verify_source_of_funds", "why_verify_identity",
		}},
		{id: "account", name: "Account and access", labels: []string{
			"age_limit", "country_support", "edit_personal_details", "lost_or_stolen_phone", "passcode_forgotten",
			"terminate_account",
		}},
	},
	others: team{id: "general", name: "General enquiries", labels: []string{"other", "oos"}},
	rows:   bankRows,
}

// The first row that matches wins: what a message is surely about stands above what it may only mention.
//
//nolint:gosmopolitan // customers write in every script
var bankRows = []usher.Row{
	{Team: "identity", Name: "source of funds", Phrases: []string{
		"source of", "source for", "money's source", "money source", "funds come from", "funds came from",
		"money comes from", "money came from", "verify my funds", "origin of",
	}},
	{Team: "top_ups", Name: "top-up", Not: []string{"transfer*", "swift", "sepa"}, Phrases: []string{
		"top up*", "topup*", "topped*", "topping*", "top off*", "auto top", "automatic top*", "reload*", "recharge*",
		"refill*", "apple pay", "google pay", "apple watch", "recargar", "doładow*", "aufladen", "recharger", "充值",
	}},
	{Team: "top_ups", Name: "paying in", Not: []string{"transfer*", "salary"}, Phrases: []string{
		"cheque*", "a check", "deposit*", "pay in cash", "add money", "adding money", "added money", "add funds",
		"put money", "add cash", "fund my account", "verification code", "do you accept", "cards and currencies",
		"american express", "cards are supported", "cards do you support", "types of cards", "wpłat*",
		"ingresar dinero", "einzahl*",
	}},
	{Team: "identity", Name: "who you are", Phrases: []string{
		"identit*", "identif*", "id", "verif*", "prove who", "who i am", "it's me", "i am myself", "passport", "selfie",
		"so much about me", "know about me", "identidad", "tożsamoś*", "ausweis*", "身份",
	}},
	{Team: "cards", Name: "PIN", Not: []string{"cash", "funds"}, Phrases: []string{"pin", "pins", "código pin"}},
	{Team: "cash", Name: "the machine has the card", Phrases: []string{
		"swallow*", "machine ate", "atm ate", "atm kept", "atm took", "machine took", "keep my card",
		"didn't return my card", "se ha tragado",
	}},
	{Team: "exchange", Name: "rates", Phrases: []string{
		"exchang*", "rate", "rates", "interbank", "home currency", "foreign currency", "tipo de cambio", "kurs*",
		"wechselkurs*", "taux de change", "汇率",
	}},
	{Team: "transfers", Name: "getting paid", Phrases: []string{
		"salary", "wages", "send me money", "sends me money", "receive money", "receiving money", "receive a transfer",
		"pay me",
	}},
	{Team: "exchange", Name: "currencies", Not: []string{"transfer*", "atm*", "card*"}, Phrases: []string{
		"currenc*", "convert*", "foreign money", "euros for", "fiat", "change money", "divisa*", "walut*", "devises",
		"外币",
	}},
	{Team: "cash", Name: "withdrawals", Phrases: []string{
		"atm*", "cash machine*", "cashpoint*", "withdraw*", "withdrew", "cash out", "cash", "take out", "took out",
		"money out", "taken out", "taking money", "taken money", "dispens*", "gave me", "cajero", "efectivo",
		"bankomat*", "wypłac*", "geldautomat*", "distributeur", "提款", "取款",
	}},
	{Team: "refunds", Name: "refund", Not: []string{"twice", "double*", "duplicat*", "direct debit*", "transfer*"}, Phrases: []string{
		"refund*", "money back", "reimburse*", "returned to my account", "sent back", "return an item",
		"return my purchase", "cancel a purchase", "cancel my purchase", "cancel an order", "changed my mind",
		"an item", "the item", "payment was cancelled", "payment cancelled", "been cancelled", "reembolso", "devoluci*",
		"zwrot*", "rückerstattung", "remboursement", "退款",
	}},
	{Team: "refunds", Name: "reversal", Not: []string{"twice", "transfer*", "transaction*", "wrong account"}, Phrases: []string{
		"revert*", "revers*",
	}},
	{Team: "account", Name: "access", Phrases: []string{
		"passcode*", "password*", "log in", "login", "my phone", "new phone", "mobile", "mugged", "access to the app",
		"access the app", "use the app", "get to my app", "contraseña", "hasło", "passwort", "mot de passe",
	}},
	{Team: "account", Name: "details and closing", Not: []string{"transfer*"}, Phrases: []string{
		"address", "personal details", "my details", "details in my account", "personal information",
		"contact information", "my information", "my name", "last name", "married", "moved", "moving",
		"close my account", "close the account", "close account", "delete my account", "delete account",
		"cancel my account", "this account anymore", "terminat*", "deactivate my account", "unhappy with",
		"not satisfied", "cerrar mi cuenta", "zamkn*", "konto kündigen", "fermer mon compte",
	}},
	{Team: "account", Name: "who may have one", Not: []string{"second card", "another card", "extra card", "transfer*"}, Phrases: []string{
		"how old", "age", "children", "child", "kids", "kid", "minor*", "which countries", "what countries",
		"countries", "do you operate", "not in the uk", "outside of the", "outside the", "resident", "in the eu",
		"european union", "live in", "living in", "open an account", "daughter",
	}},
	{Team: "transfers", Name: "transfer", Phrases: []string{
		"transfer*", "beneficiar*", "recipient", "payee", "swift", "sepa", "iban", "sent money", "send money",
		"sending money", "wrong account", "landlord", "rent", "mortgage", "transferencia*", "przelew*", "überweisung*",
		"virement*", "转账",
	}},
	{Team: "payments", Name: "direct debit", Phrases: []string{
		"direct debit*", "debit payment", "debit transaction", "standing order", "lastschrift",
	}},
	{Team: "payments", Name: "charged twice", Not: []string{"card twice"}, Phrases: []string{
		"twice", "double charge*", "charged double", "duplicate charge*", "two times", "same transaction",
		"more than once", "many times", "dos veces", "dwa razy", "doppelt", "deux fois",
	}},
	{Team: "cards", Name: "in the wrong hands", Not: []string{"fee", "charged", "charge for"}, Phrases: []string{
		"stole my card", "card was stolen", "card is stolen", "card number", "card details", "used my card",
		"using my card", "has my card", "hacked", "fraud*", "compromis*", "freeze*", "lost my card", "lost card",
		"robaron", "ukrad*", "gestohlen", "volée",
	}},
	{Team: "cards", Name: "ordering and new kinds", Not: []string{"declin*", "payment isn't"}, Phrases: []string{
		"new card", "physical card", "actual card", "second card", "another card", "additional card", "spare",
		"extra card", "virtual", "disposable*", "duplicate card*", "contactless", "link", "linked", "activat*",
		"deliver*", "expir*", "mastercard", "visa", "zbliżeniow*",
	}},
	{Team: "payments", Name: "card payments", Phrases: []string{
		"payment*", "purchase*", "merchant*", "don't recogni*", "do not recogni*", "didn't make", "did not make",
		"declin*", "couldn't pay", "in a shop", "was refused", "charge", "charged", "charges", "fee", "fees",
		"statement", "extra pound", "overcharged", "pending", "debit", "comisión", "pago*", "płatnoś*", "opłat*",
		"zahlung*", "gebühr*", "paiement", "frais", "支付",
	}},
	{Team: "cards", Name: "anything else about a card", Phrases: []string{
		"card*", "tracking", "stolen", "tarjeta*", "kart*", "karte", "carte", "银行卡",
	}},
	{Team: "transfers", Name: "money on its way", Phrases: []string{
		"money", "balance", "funds", "transaction*", "friend",
	}},
}
