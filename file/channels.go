package file

import "github.com/gousher/usher"

// checkChannels warns, each at its place, of what the channels that were named will not show as it is written.
func (r *reader) checkChannels(all *loaded) {
	for _, channel := range r.format.Channels {
		for _, w := range all.workflows {
			if w.empty {
				continue
			}
			for _, warning := range usher.CheckChannel(w.flow, channel, usher.CapabilitiesOf(channel)) {
				w.places.report(warning)
			}
		}
	}
}
