package usher

import (
	"sync"
)

// workers do tasks at once, up to a number; the others wait their turn, and whoever brings them does not.
type workers struct {
	under   *sync.WaitGroup
	mu      sync.Mutex
	tasks   []func()
	running int
	most    int
}

func (w *workers) do(task func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tasks = append(w.tasks, task)
	if w.running < w.most {
		w.running++
		w.under.Go(w.work)
	}
}

func (w *workers) work() {
	for {
		w.mu.Lock()
		if len(w.tasks) == 0 {
			w.running--
			w.mu.Unlock()
			return
		}
		task := w.tasks[0]
		w.tasks = w.tasks[1:]
		w.mu.Unlock()
		task()
	}
}
