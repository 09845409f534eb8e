package usher_test

import (
	"context"
	"reflect"

	"github.com/gousher/usher"
)

// durableStore hands back what a database would: rows in their stored form, without anything that only memory holds.
type durableStore struct{ usher.Store }

func (s durableStore) Load(ctx context.Context, lease usher.Lease) (*usher.Rows, error) {
	rows, err := s.Store.Load(ctx, lease)
	if err != nil {
		return nil, err
	}
	for i, row := range rows.Conversations {
		rows.Conversations[i] = stored(row)
	}
	for i, row := range rows.Contacts {
		rows.Contacts[i] = exported(row)
	}
	return rows, nil
}

func (s durableStore) Fetch(ctx context.Context, lease usher.Lease, key usher.Key) (usher.Found, error) {
	found, err := s.Store.Fetch(ctx, lease, key)
	if found.Conversation != nil {
		found.Conversation = stored(found.Conversation)
	}
	if found.Contact != nil {
		found.Contact = exported(found.Contact)
	}
	return found, err
}

func stored(row *usher.ConversationRow) *usher.ConversationRow {
	row = exported(row)
	if row.Run != nil {
		row.Stored, row.Run = row.Run.Encode(), nil
	}
	if row.Place != nil {
		row.Place = exported(row.Place)
	}
	return row
}

// exported is a copy of the exported fields.
func exported[T any](from *T) *T {
	to := new(T)
	source, target := reflect.ValueOf(from).Elem(), reflect.ValueOf(to).Elem()
	for i := range source.NumField() {
		if source.Type().Field(i).IsExported() {
			target.Field(i).Set(source.Field(i))
		}
	}
	return to
}
