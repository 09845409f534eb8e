// The page of the chat. What others wrote goes into it with textContent only, so that it is never markup.
'use strict';

const lines = document.getElementById('lines');
const state = document.getElementById('state');
const shown = new Set(); // the keys of events: one that comes again changes nothing

function show(event) {
  if (shown.has(event.key)) return;
  const line = document.createElement('div');
  line.className = 'line ' + (event.from === 'me' ? 'me' : 'us');
  line.dir = 'auto';
  line.textContent = event.text;
  for (const option of event.options || []) {
    const button = document.createElement('button');
    button.textContent = option.title;
    button.dir = 'auto';
    button.addEventListener('click', () => send(option.title, option.id));
    const row = line.querySelector('.options') || line.appendChild(document.createElement('div'));
    row.className = 'options';
    row.appendChild(button);
  }
  shown.add(event.key);
  lines.appendChild(line);
  line.scrollIntoView();
}

// What is to be posted, in order. The id is the same on every try, so that nothing is said twice.
const outbox = [];
let posting = false;

function send(text, choice) {
  outbox.push({ id: crypto.randomUUID(), text, choice });
  post();
}

async function post() {
  if (posting) return;
  posting = true;
  while (outbox.length > 0) {
    const answer = await fetch('/messages', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(outbox[0]),
    }).catch(() => null);
    if (!answer || answer.status >= 500) {
      state.textContent = 'Sending is tried again…';
      await new Promise((later) => setTimeout(later, 2000));
      continue;
    }
    state.textContent = answer.ok ? '' : 'That was not accepted.';
    if (answer.status === 401) location.reload();
    outbox.shift();
  }
  posting = false;
}

// The browser connects again by itself and says which event it saw last. Only if it gives up, we begin anew.
function listen() {
  const events = new EventSource('/events');
  events.onmessage = (message) => show(JSON.parse(message.data));
  events.onopen = () => { state.textContent = ''; };
  events.onerror = () => {
    state.textContent = 'Connecting…';
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  };
}

document.getElementById('form').addEventListener('submit', (event) => {
  event.preventDefault();
  const field = document.getElementById('text');
  if (field.value.trim() !== '') send(field.value, '');
  field.value = '';
});

listen();
