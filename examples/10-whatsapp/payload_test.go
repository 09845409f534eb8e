package main

import (
	"fmt"
	"strings"
)

// The contacts of the tests: one with a telephone number, one who hides his, as the provider shows them.
const (
	withNumber = `{"profile": {"name": "Mia"}, "wa_id": "16505551234", "user_id": "US.13491208655302741918"}`
	hidden     = `{"profile": {"name": "Tom", "username": "@tom"}, "user_id": "ES.11815799212886844830"}`
	oldStyle   = `{"profile": {"name": "Eva"}, "wa_id": "34600111222"}`
)

// envelope is a webhook with changes.
func envelope(changes ...string) string {
	return fmt.Sprintf(`{"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": [%s]}]}`, strings.Join(changes, ", "))
}

// messages is a change with messages of one contact.
func messages(contact string, messages ...string) string {
	return fmt.Sprintf(`{"field": "messages", "value": {"messaging_product": "whatsapp",
		"metadata": {"display_phone_number": "15550783881", "phone_number_id": %q},
		"contacts": [%s], "messages": [%s]}}`, number, contact, strings.Join(messages, ", "))
}

// statuses is a change with statuses.
func statuses(statuses ...string) string {
	return fmt.Sprintf(`{"field": "messages", "value": {"messaging_product": "whatsapp",
		"metadata": {"display_phone_number": "15550783881", "phone_number_id": %q}, "statuses": [%s]}}`, number, strings.Join(statuses, ", "))
}

// status is one status of a message that was sent with these data.
func status(name, data string) string {
	problem := ""
	if name == "failed" {
		problem = `, "errors": [{"code": 131026, "title": "Message undeliverable", "message": "Message undeliverable",
			"error_data": {"details": "Message Undeliverable."}, "href": "/docs/whatsapp/cloud-api/support/error-codes/"}]`
	}
	return fmt.Sprintf(`{"id": "wamid.out1", "status": %q, "timestamp": "1772442120", "recipient_id": "16505551234",
		"biz_opaque_callback_data": %q%s}`, name, data, problem)
}

// from begins a message of a contact.
func (c *cloud) from(contact, id, kind, content string) string {
	sender := map[string]string{
		withNumber: `"from": "16505551234", "from_user_id": "US.13491208655302741918"`,
		hidden:     `"from_user_id": "ES.11815799212886844830"`,
		oldStyle:   `"from": "34600111222"`,
	}[contact]
	address := map[string]string{withNumber: mia, hidden: tom, oldStyle: eva}[contact]
	c.wrote[address] = c.now
	return fmt.Sprintf(`{%s, "id": "wamid.%s", "timestamp": "%d", "type": %q, %q: %s}`, sender, id, c.now.Unix(), kind, kind, content)
}

// The names of their conversations.
const (
	mia = "US.13491208655302741918"
	tom = "ES.11815799212886844830"
	eva = "34600111222"
)

func (c *cloud) writes(contact, id, words string) int {
	c.t.Helper()
	return c.post(envelope(messages(contact, c.from(contact, id, "text", fmt.Sprintf(`{"body": %q}`, words)))))
}

func (c *cloud) taps(contact, id, wire, title string) int {
	c.t.Helper()
	reply := fmt.Sprintf(`{"type": "list_reply", "list_reply": {"id": %q, "title": %q, "description": ""}}`, wire, title)
	return c.post(envelope(messages(contact, c.from(contact, id, "interactive", reply))))
}
