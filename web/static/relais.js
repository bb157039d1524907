// The console works without this file. It refreshes regions by themselves,
// submits filters on change, and gives the inbox its keys.
"use strict";

// Regions that move: <div id data-refresh="address" data-every="seconds">.
for (const region of document.querySelectorAll("[data-refresh]")) {
  const every = Math.max(2, Number(region.dataset.every) || 5) * 1000;
  let shown = null;
  let waiting = false;

  const busy = () => {
    const active = document.activeElement;
    if (active && active !== document.body && region.contains(active)) return true;
    const selection = document.getSelection();
    return Boolean(selection && !selection.isCollapsed && region.contains(selection.anchorNode));
  };

  const refresh = async () => {
    if (document.hidden || waiting || busy()) return;
    waiting = true;
    try {
      const answer = await fetch(region.dataset.refresh, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) return;
      const html = await answer.text();
      if (html === shown || busy()) return;
      const open = new Set([...region.querySelectorAll("details[open][id]")].map((d) => d.id));
      region.innerHTML = html;
      for (const details of region.querySelectorAll("details[id]")) details.open = open.has(details.id);
      shown = html;
    } catch {
      // the server is restarting or the session is over: the page stays as it was
    } finally {
      waiting = false;
    }
  };
  setInterval(refresh, every);
  document.addEventListener("visibilitychange", refresh);
}

for (const form of document.querySelectorAll("[data-submit-on-change]")) {
  form.addEventListener("change", () => form.requestSubmit());
  const button = form.querySelector("button");
  if (button) button.hidden = true;
}

// The menu closes by Escape and by a click elsewhere.
const menu = document.querySelector(".sections .menu");
if (menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// Keys: J, K between questions, R to reply, / to search, Ctrl+Enter to send.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (typing) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && typing.form) {
      event.preventDefault();
      typing.form.requestSubmit();
    }
    if (event.key === "Escape") typing.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const lines = [...document.querySelectorAll(".queue .line")];
  const at = lines.findIndex((line) => line.getAttribute("aria-current") === "true");
  switch (event.key.toLowerCase()) {
    case "j":
      if (lines[at + 1]) lines[at + 1].click();
      break;
    case "k":
      if (at > 0) lines[at - 1].click();
      break;
    case "r": {
      const reply = document.getElementById("reply");
      if (reply) {
        event.preventDefault();
        reply.focus();
      }
      break;
    }
    case "/": {
      const search = document.querySelector("[data-shortcut='/']");
      if (search) {
        event.preventDefault();
        search.focus();
      }
      break;
    }
  }
});
