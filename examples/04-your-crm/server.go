package main

import (
	"fmt"
	"io"
	"net/http"
)

// fakeCRM knows two customers, and is down now and then.
func fakeCRM(out io.Writer) http.Handler {
	asked := map[string]int{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.URL.Path[len("/customers/"):]
		asked[id]++
		status, plan := http.StatusOK, "gold"
		switch {
		case id == "ill-fated", id == "slow joe" && asked[id] == 1:
			status = http.StatusBadGateway
		case id == "new customer":
			status = http.StatusNotFound
		case id == "tom":
			plan = "basic"
		}
		fmt.Fprintf(out, "  CRM: %s %s: %d\n", r.Method, r.URL.Path, status)
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"plan": %q, "owner": "Gil"}`, plan)
	})
}
