// Pages that are open follow what changes, count what is typed, and show their keys.
// They work without this file: a region refreshes by itself, a button counts, and a
// link leads to the keys.
"use strict";

// A stream says that something changed, and how many questions wait: the regions of
// the page then ask for themselves again.
const streamed = document.querySelector("[data-stream]");
if (streamed && "EventSource" in window) {
  const source = new EventSource(streamed.dataset.stream);
  source.addEventListener("open", () => document.documentElement.setAttribute("data-live", ""));
  source.addEventListener("error", () => document.documentElement.removeAttribute("data-live"));
  source.addEventListener("mark", (event) => {
    for (const region of document.querySelectorAll("[data-refresh]")) region.dispatchEvent(new Event("changed"));
    const counts = JSON.parse(event.data);
    const badge = document.querySelector("[data-waiting]");
    if (badge && location.pathname.startsWith("/file")) {
      badge.textContent = String(counts.waiting);
      badge.hidden = counts.waiting === 0;
    }
  });
}

// The server counts what is typed, as the message will leave.
for (const form of document.querySelectorAll("form[data-preview]")) {
  const text = form.querySelector("textarea");
  const counter = form.querySelector(".counter");
  const button = form.querySelector("[data-preview-button]");
  if (button) button.hidden = true;
  let timer = 0;
  let asked = 0;
  const count = async () => {
    const turn = ++asked;
    if (!text.value.trim()) {
      counter.textContent = "";
      return;
    }
    try {
      const answer = await fetch(form.dataset.preview + "?part=count", {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        credentials: "same-origin",
        redirect: "error",
      });
      if (turn !== asked) return;
      const open = counter.querySelector("details[open]");
      counter.innerHTML = answer.ok && answer.status !== 204 ? await answer.text() : "";
      const details = counter.querySelector("details");
      if (open && details) details.open = true;
    } catch {
      counter.textContent = "";
    }
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(count, 250);
  });
}

// What an action led to has the focus.
if (location.hash.length > 1) {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.tabIndex === -1) target.focus({ preventScroll: true });
}

// The keys, in a window over the page, so that what is being written stays.
const showKeys = async () => {
  let dialog = document.getElementById("keys");
  if (!dialog) {
    const answer = await fetch("/clavier?part=keys", { credentials: "same-origin", redirect: "error" });
    if (!answer.ok) return;
    dialog = document.createElement("dialog");
    dialog.id = "keys";
    const article = document.createElement("article");
    article.innerHTML = await answer.text();
    dialog.append(article);
    document.body.append(dialog);
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }
  if (!dialog.open) dialog.showModal();
};
document.addEventListener("keydown", (event) => {
  if (event.key === "?" && !event.target.closest("input, textarea, select")) showKeys();
});
for (const link of document.querySelectorAll("[data-keys]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    showKeys();
  });
}
