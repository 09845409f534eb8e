package usher_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/gousher/usher"
)

// How do choices look on each channel? A host renders what it delivers: the richest form that its channel can show.
func ExampleSend_Render() {
	send := usher.Send{
		Text:    "What is it about?",
		Choices: usher.Choices("My order", "A return", "An invoice", "Something else that nobody has thought of"),
	}
	for _, channel := range []string{"web", "whatsapp", "sms"} {
		rendering := send.Render(usher.CapabilitiesOf(channel))
		fmt.Printf("%s: %s\n", channel, rendering.Form)
		for _, text := range rendering.Texts {
			fmt.Println(text)
		}
		for _, option := range rendering.Options {
			fmt.Println(strings.TrimSpace("[" + option.Title + "] " + option.Description))
		}
	}
	// Output:
	// web: buttons
	// What is it about?
	// [My order]
	// [A return]
	// [An invoice]
	// [Something else that nobody has thought of]
	// whatsapp: list
	// What is it about?
	// [My order]
	// [A return]
	// [An invoice]
	// [Something else that…] Something else that nobody has thought of
	// sms: numbered
	// What is it about?
	//
	// 1. My order
	// 2. A return
	// 3. An invoice
	// 4. Something else that nobody has thought of
}

// How do I put a router on a channel with limits of its own? Capabilities are data: start from the built-in ones, and change
// what is different.
func ExampleCapabilitiesOf() {
	line := usher.CapabilitiesOf("line")
	line.Buttons.Most = 2 // our design has room for two

	host := usher.HostFunc(func(_ context.Context, effect usher.Effect) error {
		send, ok := effect.(usher.Send)
		if !ok {
			return nil
		}
		rendering := send.Render(line)
		for i, text := range rendering.Texts {
			if i < len(rendering.Texts)-1 {
				fmt.Println(text)
				continue
			}
			fmt.Println(text, "with", len(rendering.Options), rendering.Form) // the options belong to the last text
		}
		return nil
	})
	for _, choices := range [][]string{{"Yes", "No"}, {"Red", "Green", "Blue"}} {
		if err := host.Deliver(context.Background(), usher.Send{Text: "Well?", Choices: usher.Choices(choices...)}); err != nil {
			panic(err)
		}
	}
	// Output:
	// Well? with 2 buttons
	// Well?
	//
	// 1. Red
	// 2. Green
	// 3. Blue with 0 numbered
}

// What will WhatsApp not show as I have written it?
func ExampleCheckChannel() {
	flow := usher.Flow{Name: "front desk", Steps: usher.Steps{
		usher.SendMessage{Text: "We have", Choices: usher.Choices("Apples", "Pears", "Plums", "Cherries")},
		usher.CloseConversation{},
	}}
	for _, warning := range usher.CheckChannel(flow, "whatsapp", usher.CapabilitiesOf("whatsapp")) {
		fmt.Println(warning)
	}
	// Output:
	// front desk, step 1 choices  U070  warning: whatsapp shows the choices as a list, not as buttons: there are 4, and it has room for 3
	//    offer at most 3 choices
}
