package main

import (
	"encoding/json"
	"net/http"
	"strings"
)

// bot knows little, and says so.
func bot(w http.ResponseWriter, r *http.Request) {
	var question struct {
		Said string `json:"said"`
		Name string `json:"name"`
	}
	if err := json.NewDecoder(r.Body).Decode(&question); err != nil {
		http.Error(w, "no question", http.StatusBadRequest)
		return
	}
	said := answer{Reply: "I am a bot, " + question.Name + ". What is the number of your order?"}
	switch {
	case question.Said == "crash":
		http.Error(w, "out of order", http.StatusInternalServerError)
		return
	case strings.Contains(question.Said, "person"):
		said = answer{Reply: "I get somebody.", Exit: "person", Summary: question.Name + " looks for an order"}
	case question.Said == "4711":
		said = answer{Reply: "It comes tomorrow. Anything else?", Choices: []string{"Yes", "No, thanks"}}
	case strings.HasPrefix(question.Said, "No"):
		said = answer{Reply: "Goodbye!", Done: true}
	}
	if err := json.NewEncoder(w).Encode(said); err != nil {
		panic(http.ErrAbortHandler) // the caller is gone
	}
}
