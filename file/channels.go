package file

import (
	"regexp"

	"github.com/gousher/usher"
)

// checkChannels warns, each at its place, of what the channels that were named will not show as it is written.
func (r *reader) checkChannels(all *loaded) {
	for _, channel := range r.format.Channels {
		for _, w := range all.workflows {
			if w.empty {
				continue
			}
			for _, warning := range usher.CheckChannel(w.flow, channel, usher.CapabilitiesOf(channel)) {
				w.warn(warning)
			}
		}
	}
}

var ofLanguage = regexp.MustCompile(` in (\S+) is sent as `)

// warn puts a warning at its place: at the text of one language, if it is about that.
func (w *readWorkflow) warn(d usher.Diagnostic) {
	if in := ofLanguage.FindStringSubmatch(d.Message); in != nil {
		if n, ok := w.places.of(d.Step).field(d.Field, d.Code); ok && n.IsMap() {
			if text := valueOf(n, in[1]); text.Given() {
				text.Report(d)
				return
			}
		}
	}
	w.places.report(d)
}
