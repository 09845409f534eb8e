package scenario

import (
	"context"
	"runtime"
)

// RunAtOnce runs a scenario whose actions make so many requests at once, and does not go on before they are made.
func RunAtOnce(ctx context.Context, name string, options Options, requests int) (*Result, error) {
	w := newWorld(name)
	w.sim.pause = func(t *task) {
		for {
			w.sim.mu.Lock()
			made := t.requests >= requests || t.ended || w.sim.over
			w.sim.mu.Unlock()
			if made {
				return
			}
			runtime.Gosched()
		}
	}
	return w.run(ctx, options)
}
