// Keeps the parts marked data-live fresh, without reloading the page. Without
// this script everything still works: forms post, the browser's refresh updates.
'use strict';

const stuck = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 60;

const toEnd = (box) => { box.scrollTop = box.scrollHeight; };

// A reply being written must survive an update of the list that holds it.
const busy = (part) => {
  const at = document.activeElement;
  return part.contains(at) && at.matches('input:not([type=hidden])');
};

let running = false;
let again = false;

async function refresh() {
  if (running) { again = true; return; }
  running = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of document.querySelectorAll('[data-live]')) {
      const next = fresh.getElementById(part.id);
      if (!next || busy(part)) continue;
      const scrolled = part.scrollTop;
      const end = part.hasAttribute('data-stick') && stuck(part);
      const open = [...part.querySelectorAll('details[open] input[name=message]')].map((i) => i.value);
      const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
      part.replaceWith(next);
      for (const id of open) {
        const input = next.querySelector(`details input[name=message][value="${id}"]`);
        if (input) input.closest('details').open = true;
      }
      if (end) toEnd(next); else next.scrollTop = scrolled;
      if (focused) {
        const link = next.querySelector(`a[href="${CSS.escape(focused)}"]`);
        if (link) link.focus({ preventScroll: true });
      }
    }
    anchor();
  } finally {
    running = false;
    if (again) { again = false; setTimeout(refresh, 200); }
  }
}

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!form.matches('[data-live-form]')) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
  if (answer.type !== 'opaqueredirect' && !answer.ok) alert(await answer.text());
  if (form.matches('[data-reset]')) {
    form.reset();
    if (document.activeElement) document.activeElement.blur();
  }
  await refresh();
  const field = form.querySelector('input[name=text]');
  if (field && field.isConnected) field.focus();
});

// The clock is computed here between two updates.
const days = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const hours = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit' });
let base = 0, from = 0, speed = 0;

function anchor() {
  const clock = document.getElementById('clock');
  base = Number(clock.dataset.millis);
  speed = Number(clock.dataset.speed);
  from = performance.now();
}

function tick() {
  const now = new Date(base + (performance.now() - from) * speed);
  document.querySelector('#clock .hour').textContent = hours.format(now);
  document.querySelector('#clock .day').textContent = days.format(now);
}

anchor();
setInterval(tick, 250);
document.querySelectorAll('[data-stick]').forEach(toEnd);
document.querySelectorAll('.search input[type=radio]').forEach((i) => i.addEventListener('change', () => i.form.requestSubmit()));

let waiting = null;
const changes = new EventSource('/events');
changes.addEventListener('changed', () => {
  if (waiting) return;
  waiting = setTimeout(() => { waiting = null; refresh(); }, 300);
});
addEventListener('pagehide', () => changes.close());
