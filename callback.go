package usher

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
)

// callback is the token by which the result of a call may come later: it names the conversation and the call, and nobody
// else can make one. It is of use once, because the conversation goes on with it, and as long as the conversation waits.
func (r *Router) callback(row *ConversationRow, run *Run) string {
	if len(r.cfg.CallbackKey) == 0 {
		return ""
	}
	body := make([]byte, 0, 64)
	body = binary.AppendUvarint(body, run.delivery)
	body = binary.AppendVarint(body, row.Born.UnixNano())
	body = append(body, row.ID...)
	return base64.RawURLEncoding.EncodeToString(append(r.seal(body), body...))
}

// sealSize is how much of the seal stands in a token: 128 bits.
const sealSize = 16

func (r *Router) seal(body []byte) []byte {
	mac := hmac.New(sha256.New, r.cfg.CallbackKey)
	mac.Write([]byte("usher callback\x00" + r.cfg.Tenant + "\x00"))
	mac.Write(body)
	return mac.Sum(nil)[:sealSize]
}

// openToken reads a token that this router, or one with its key, has made.
func (r *Router) openToken(token string) (conversation string, born int64, number uint64, ok bool) {
	if len(r.cfg.CallbackKey) == 0 || len(token) > 2*maxID {
		return "", 0, 0, false
	}
	data, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(data) < sealSize || !hmac.Equal(data[:sealSize], r.seal(data[sealSize:])) {
		return "", 0, 0, false
	}
	body := data[sealSize:]
	number, n := binary.Uvarint(body)
	if n <= 0 {
		return "", 0, 0, false
	}
	body = body[n:]
	born, n = binary.Varint(body)
	if n <= 0 {
		return "", 0, 0, false
	}
	return string(body[n:]), born, number, true
}

// Callback brings the result of an action that has asked for it to come later: see [ActionResult.Await]. The token is the
// one of [ActionInput.Callback]; the host passes it on as it came. A token that nobody has made is [ErrInvalid]; one that
// was used, or whose conversation does not wait for it any more, is [ErrConflict], and nothing has changed: a callback that
// is replayed does nothing.
func (r *Router) Callback(ctx context.Context, token string, result ActionResult) (Outcome, error) {
	id, born, number, ok := r.openToken(token)
	switch {
	case !ok:
		return nil, invalidf("the token of the callback is not one of ours")
	case result.Await > 0:
		return nil, invalidf("the result of a callback cannot come later once more")
	}
	waits := false
	err := r.read(ctx, id, func(_ *Shard, row *ConversationRow, _ *ContactRow) {
		waits = row.Born.UnixNano() == born
	})
	switch {
	case errors.Is(err, ErrUnknown) || err == nil && !waits:
		return nil, conflictf("nobody waits for the callback")
	case err != nil:
		return nil, err
	}
	var outcome Outcome
	r.withSeat(id, func(st *seat) {
		var others []string
		outcome, others, err = r.happened(ctx, st, happening{event: ActionDone{Result: result}, number: number})
		if err == nil && outcome != nil {
			outcome = r.afterwards(ctx, st, outcome, others)
		}
	})
	switch {
	case err != nil:
		return nil, err
	case outcome == nil:
		return nil, fmt.Errorf("%w: the callback was used, or its conversation does not wait for it any more", ErrConflict)
	}
	return outcome, nil
}
