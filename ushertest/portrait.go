package ushertest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gousher/usher"
)

// painter writes down a value with everything in it, so that two values can be compared, and one with itself later on.
// Types are part of the picture where they are not known beforehand; nil and empty lists look the same.
type painter struct {
	strings.Builder

	unexported bool // look at fields that are not exported
	odd        []string
	path       []string
	seen       map[uintptr]bool
}

// portrait is a value with everything in it, and the places that hold what is no plain value: functions, channels, locks.
func portrait(v any) (picture string, odd []string) {
	p := &painter{unexported: true, seen: map[uintptr]bool{}}
	p.paint(reflect.ValueOf(v))
	return p.String(), p.odd
}

// content is what there is of a value in its exported fields: what a store has to keep.
func content(v any) string {
	p := &painter{seen: map[uintptr]bool{}}
	p.paint(reflect.ValueOf(v))
	return p.String()
}

func (p *painter) paint(v reflect.Value) {
	if !v.IsValid() {
		p.WriteString("nil")
		return
	}
	if p.special(v) {
		return
	}
	if v.Type().Implements(reflect.TypeFor[usher.Action]()) && v.Kind() != reflect.Interface {
		p.WriteString("an action") // it touches the world: what is behind it is no part of a definition
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		p.pointer(v)
	case reflect.Interface:
		p.element(v)
	case reflect.Struct:
		p.fields(v)
	case reflect.Slice, reflect.Array:
		p.list(v)
	case reflect.Map:
		p.table(v)
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		if !v.IsNil() {
			p.odd = append(p.odd, p.place()+" is a "+v.Kind().String())
		}
		p.WriteString(v.Kind().String())
	default:
		p.plain(v)
	}
}

func (p *painter) place() string {
	if len(p.path) == 0 {
		return "it"
	}
	return strings.Join(p.path, "")
}

// within paints a part.
func (p *painter) within(name string, v reflect.Value) {
	p.path = append(p.path, name)
	p.paint(v)
	p.path = p.path[:len(p.path)-1]
}

// special paints what has a picture of its own.
func (p *painter) special(v reflect.Value) bool {
	switch pkg := v.Type().PkgPath(); {
	case pkg == "sync" || pkg == "sync/atomic":
		p.odd = append(p.odd, p.place()+" is a "+v.Type().String())
		return false
	case v.Type() == reflect.TypeFor[time.Time]() && !v.CanInterface():
		fmt.Fprintf(p, "time %d %d", v.Field(0).Uint(), v.Field(1).Int())
		return true
	case !v.CanInterface():
		return false
	}
	switch value := v.Interface().(type) {
	case time.Time:
		p.WriteString(value.UTC().Format(time.RFC3339Nano))
	case usher.Seen:
		p.WriteString(value.String())
	case usher.ConversationRow:
		if value.Run == nil {
			return false
		}
		value.Run, value.Stored = nil, value.Run.Encode() // a store may hand back either form
		p.fields(reflect.ValueOf(value))
	case *usher.Run:
		if value == nil {
			return false
		}
		p.WriteString("run " + hex.EncodeToString(value.Encode()))
	default:
		return false
	}
	return true
}

func (p *painter) pointer(v reflect.Value) {
	if v.IsNil() {
		p.WriteString("nil")
		return
	}
	if p.seen[v.Pointer()] {
		p.WriteString("the same as above")
		return
	}
	p.seen[v.Pointer()] = true
	p.WriteString("&")
	p.paint(v.Elem())
	delete(p.seen, v.Pointer())
}

// element paints what is in an interface, with its type.
func (p *painter) element(v reflect.Value) {
	if v.IsNil() {
		p.WriteString("nil")
		return
	}
	p.WriteString(v.Elem().Type().String() + " ")
	p.paint(v.Elem())
}

func (p *painter) fields(v reflect.Value) {
	p.WriteString("{")
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !p.unexported && !field.IsExported() {
			continue
		}
		p.WriteString(field.Name + ":")
		p.within("."+field.Name, v.Field(i))
		p.WriteString(" ")
	}
	p.WriteString("}")
}

func (p *painter) list(v reflect.Value) {
	if v.Type().Elem().Kind() == reflect.Uint8 && v.Kind() == reflect.Slice {
		p.WriteString(hex.EncodeToString(v.Bytes()))
		return
	}
	p.WriteString("[")
	for i := range v.Len() {
		p.within("["+strconv.Itoa(i)+"]", v.Index(i))
		p.WriteString(" ")
	}
	p.WriteString("]")
}

// table paints a map in the order of its keys' pictures.
func (p *painter) table(v reflect.Value) {
	parts := make([]string, 0, v.Len())
	for entries := v.MapRange(); entries.Next(); {
		key := &painter{unexported: p.unexported, seen: p.seen}
		key.paint(entries.Key())
		value := &painter{unexported: p.unexported, seen: p.seen, path: append(slices.Clip(p.path), "["+key.String()+"]")}
		value.paint(entries.Value())
		p.odd = append(p.odd, value.odd...)
		parts = append(parts, key.String()+":"+value.String())
	}
	slices.Sort(parts)
	slices.Sort(p.odd)
	p.WriteString("map[" + strings.Join(parts, " ") + "]")
}

// maxText is how much of a text is painted; of a longer one it is the beginning and a digest.
const maxText = 1000

func (p *painter) plain(v reflect.Value) {
	switch {
	case v.Kind() == reflect.String && v.Len() > maxText:
		fmt.Fprintf(p, "%q… (%x)", v.String()[:40], sha256.Sum256([]byte(v.String())))
	case v.Kind() == reflect.String:
		p.WriteString(strconv.Quote(v.String()))
	case v.Kind() == reflect.Bool:
		p.WriteString(strconv.FormatBool(v.Bool()))
	case v.CanInt():
		p.WriteString(strconv.FormatInt(v.Int(), 10))
	case v.CanUint():
		p.WriteString(strconv.FormatUint(v.Uint(), 10))
	case v.CanFloat():
		p.WriteString(strconv.FormatFloat(v.Float(), 'g', -1, 64))
	default:
		fmt.Fprintf(p, "%v", v.Complex())
	}
}
