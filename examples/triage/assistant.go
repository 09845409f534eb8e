package main

import "github.com/gousher/usher"

// assistant is the desk behind a voice assistant: ten domains.
var assistant = setup{
	name: "assistant",
	teams: []team{
		{id: "travel"}, {id: "banking"}, {id: "credit_cards"}, {id: "kitchen_and_dining"}, {id: "auto_and_commute"},
		{id: "home"}, {id: "work"}, {id: "utility"}, {id: "small_talk"}, {id: "meta"},
	},
	others: team{id: "general", labels: []string{"oos"}},
	rows:   assistantRows,
}

// The first row that matches wins. Small talk comes last: nearly everything is said to "you".
var assistantRows = []usher.Row{
	{Team: "work", Name: "leave and pay", Not: []string{"joke*"}, Phrases: []string{
		"pto", "day off", "days off", "time off", "vacation day*", "vacation time", "vacation request", "my vacation",
		"holiday*", "free day", "payday", "paycheck*", "get paid", "my pay", "direct deposit*", "w2", "w 2", "401k",
		"tax", "taxes", "income", "salary", "at my job", "how many days", "insurance*", "health plan", "benefits",
	}},
	{Team: "work", Name: "meetings", Not: []string{"remind*", "calendar"}, Phrases: []string{"meeting", "meetings"}},
	{Team: "travel", Name: "tell the bank", Phrases: []string{
		"bank know", "tell my bank", "tell the bank", "notify my bank", "alert my bank", "inform my bank",
	}},
	{Team: "meta", Name: "how the assistant speaks", Not: []string{
		"me to call you", "should i call", "human", "person", "pin", "flight*", "list",
	}, Phrases: []string{
		"~sync", "~connect", "pair with", "accent", "volume", "whisper*", "call me", "call you", "address me",
		"name to", "change your name", "new name", "name you", "repeat", "say that again", "say it again", "just said",
		"speak*", "talk to me", "slow*", "faster", "language", "settings", "voice", "my name", "reset*", "hear you",
		"quiet",
	}},
	{Team: "small_talk", Name: "about the assistant", Not: []string{"food"}, Phrases: []string{
		"meaning of life", "joke*", "funny", "hobb*", "fun fact*", "trivia", "pets", "made you", "created you",
		"your name", "me to call", "how old", "you work for", "your boss", "bot", "robot", "real person", "human",
		"you born", "your age",
	}},
	{Team: "banking", Name: "surely the bank", Not: []string{"spending limit", "credit score"}, Phrases: []string{
		"fraud*", "bill", "bills", "minimum payment", "interest rate*", "pin", "my transactions", "last transaction",
		"a hold on", "spent", "spending", "routing", "payment*",
	}},
	{Team: "credit_cards", Name: "credit and rewards", Phrases: []string{
		"credit score*", "credit rating*", "my credit", "credit limit*", "apr", "credit card*", "reward*", "points",
		"new card", "replacement card", "lost card", "card application", "declined", "damaged card", "card expire*",
		"transaction fee*", "spending limit",
	}},
	{Team: "travel", Name: "trips and languages", Not: []string{"my location", "uber", "ride"}, Phrases: []string{
		"flight*", "fly*", "airline*", "boarding", "hotel*", "a room", "a place to stay", "luggage", "carry on*",
		"rental*", "rent a", "visa to", "a visa", "travel visa", "international visa", "vaccin*", "shots", "time zone*",
		"timezone*", "plug*", "socket*", "converter", "exchange rate*", "yen", "euro*", "pesos", "rubles",
		"safe to travel", "travel*", "tourist*", "things to do in", "to do in", "attraction*", "translate*",
		"in spanish", "in french", "in italian", "in chinese", "do you say", "would i say", "they say",
	}},
	{Team: "credit_cards", Name: "cards", Phrases: []string{
		"visa", "mastercard", "amex", "american express", "discover card", "my card", "card",
	}},
	{Team: "home", Name: "lists and reminders", Not: []string{"timer", "text", "ingredients"}, Phrases: []string{
		"list", "shopping", "remind*", "calendar", "playlist*", "song*", "music", "to do", "package*",
	}},
	{Team: "banking", Name: "accounts", Phrases: []string{
		"bank*", "account", "accounts", "checking", "transfer*", "checks", "checkbook*", "transaction*", "spend*",
		"owe", "money", "interest",
	}},
	{Team: "utility", Name: "where I am, for others", Phrases: []string{
		"location to", "location with", "send my location", "coordinates with", "know where i am",
	}},
	{Team: "kitchen_and_dining", Name: "cooking and eating out", Not: []string{"my location"}, Phrases: []string{
		"recipe*", "cook*", "bake*", "ingredient*", "calorie*", "nutrition*", "healthy", "substitut*", "restaurant*",
		"reservation*", "table for", "lunch", "breakfast", "soup", "dinner", "meal*", "food*", "dish*", "chicken",
		"cake", "pizza", "swap", "instead of", "fridge", "eat", "sushi", "mexican", "italian", "review*", "ratings",
		"how busy", "expire*", "do i make", "how to make", "wait time", "wait at",
	}},
	{Team: "auto_and_commute", Name: "car and road", Not: []string{"a call", "call a"}, Phrases: []string{
		"car", "tire*", "oil", "gas", "fuel", "mpg", "miles per gallon", "mileage", "jump start*", "battery",
		"maintenance", "mechanic", "traffic", "directions", "how far", "take to get", "drive", "driving", "bus", "uber",
		"ride", "gps", "where am i", "my location", "current location", "on the map", "where i am", "nearest",
		"closest", "near me", "get to", "commute", "engine", "serviced",
	}},
	{Team: "home", Name: "music, house, orders", Phrases: []string{
		"playing", "play", "track", "tune", "light*", "turn on", "tv", "door*", "fan", "ac", "order*", "buy",
		"purchase", "delivery", "deliver*", "appointment*", "scheduled",
	}},
	{Team: "utility", Name: "tools", Phrases: []string{
		"timer*", "alarm*", "wake me", "what time", "the time", "what day", "the date", "what date", "today's date",
		"weather", "rain*", "forecast*", "temperature", "call", "dial*", "phone", "text*", "message", "dice", "die",
		"coin", "heads or tails", "spell*", "defin*", "mean", "means", "meaning of", "square root", "plus", "minus",
		"times", "divided by", "percent", "math", "how many", "convert*", "inches", "centimeters", "ounces", "minutes",
	}},
	{Team: "meta", Name: "yes, no, stop", Phrases: []string{
		"yes", "no", "nope", "maybe", "not sure", "i don't know", "true", "false", "correct", "right", "wrong",
		"cancel", "stop", "quit", "never mind", "negative", "affirmative", "sure",
	}},
	{Team: "small_talk", Name: "courtesy", Phrases: []string{
		"laugh", "fact*", "hello", "hi", "hey", "good morning", "what's up", "goodbye", "bye", "thank*", "appreciate*",
		"you", "your", "yourself", "life", "exist*", "the ai", "ai", "interesting", "nice", "great",
	}},
}
