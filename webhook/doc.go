// Package webhook helps a host to receive the webhooks of messaging providers safely: it reads a body up to a limit, and
// checks over the bytes as they came that the provider sent them.
//
// The router cannot tell who called the host. A host must verify every request before it decodes it, and answer what does
// not verify with an error: [Status] says which. Decode the bytes that [Read] returned, and verify those same bytes: what
// is decoded and encoded again has other bytes, and its signature no longer matches.
//
//	body, err := webhook.Read(w, r, 0)
//	if err == nil {
//		err = verifier.Verify(r.Header, body, time.Now())
//	}
//	if err != nil {
//		http.Error(w, "refused", webhook.Status(err))
//		return
//	}
//
// # Providers
//
//	Meta       WhatsApp, Messenger, Instagram   signs the body
//	LINE                                        signs the body
//	Slack                                       signs time and body
//	Standard   standardwebhooks.com             signs id, time and body
//	Twilio     SMS, WhatsApp                    signs the address and the form, or the body's hash
//	Telegram                                    sends a secret, signs nothing
//
// # Secrets
//
// Every verifier takes a list of secrets. While one is replaced, give it the new and the old; what either has signed is
// accepted. A list that is empty, or has a blank secret in it, accepts nothing and returns [ErrConfig], so that a variable
// that is not set cannot open the door. Errors never contain a secret or the signature that was expected.
//
// # Replays
//
// Slack and Standard sign the time, and a request outside the window is [ErrExpired]. Within the window, and with the other
// providers at any time, a recorded request can be sent again. It still carries the message's id, so give that id to the
// router: it does nothing for an id that it remembers. Call the host over TLS only, above all for Telegram.
//
// A server that takes webhooks should set ReadTimeout and MaxHeaderBytes of [net/http.Server]: this package limits how much
// is read, not for how long.
package webhook
