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
    if (active && region.contains(active) && active.closest("input, textarea, select, details[open] form")) return true;
    const selection = document.getSelection();
    return Boolean(selection && !selection.isCollapsed && region.contains(selection.anchorNode));
  };

  // What has the focus is found again by what it does.
  const name = (element) => [
    element.id,
    element.getAttribute("href") || "",
    element.form ? element.form.getAttribute("action") : "",
    element.name || "",
    element.value || "",
  ].join(" ");
  const focused = () => (region.contains(document.activeElement) ? name(document.activeElement) : "");
  const focus = (wanted) => {
    if (!wanted) return;
    const all = region.querySelectorAll("a, button, summary, [tabindex]");
    const same = [...all].find((element) => name(element) === wanted);
    if (same) same.focus({ preventScroll: true });
  };

  let stale = false;
  const refresh = async () => {
    stale = true;
    if (document.hidden || waiting || busy()) return;
    waiting = true;
    stale = false;
    last = Date.now();
    try {
      const answer = await fetch(region.dataset.refresh, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) return;
      const html = await answer.text();
      if (html === shown) return;
      if (busy()) {
        stale = true;
        return;
      }
      const open = new Set([...region.querySelectorAll("details[open][id]")].map((d) => d.id));
      const wanted = focused();
      region.innerHTML = html;
      for (const details of region.querySelectorAll("details[id]")) details.open = open.has(details.id);
      focus(wanted);
      shown = html;
      const settled = region.dataset.reloadWhen;
      if (settled && region.querySelector(`.${settled}`)) location.reload();
    } catch {
      // the server is restarting or the session is over: the page stays as it was
    } finally {
      waiting = false;
    }
  };
  // A page that is told of changes looks for itself once a minute only.
  let last = Date.now();
  const idle = () => document.documentElement.hasAttribute("data-live") && Date.now() - last < 60000;
  setInterval(() => {
    if (stale || !idle()) refresh();
  }, every);
  region.addEventListener("changed", refresh);
  region.addEventListener("focusout", () => {
    if (stale) setTimeout(refresh, 0);
  });
  document.addEventListener("visibilitychange", refresh);
}

for (const form of document.querySelectorAll("[data-submit-on-change]")) {
  form.addEventListener("change", () => form.requestSubmit());
  const button = form.querySelector("button");
  if (button) button.hidden = true;
}

// Passwords that are chosen can be shown: <button data-reveal="id" hidden>.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
  field.form.addEventListener("submit", () => {
    field.type = "password";
  });
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

// Keys: see /clavier, which says what each does.
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
  const lines = [...document.querySelectorAll(".queue .line")].filter((line) => line.offsetParent);
  let at = lines.indexOf(document.activeElement);
  const alone = at < 0 && lines.findIndex((line) => line.getAttribute("aria-current") === "true");
  const go = (line) => {
    if (!line) return;
    if (alone !== false && alone >= 0) line.click();
    else line.focus();
  };
  if (at < 0 && alone >= 0) at = alone;
  const field = (id) => {
    const found = document.getElementById(id);
    if (!found) return;
    event.preventDefault();
    found.focus();
  };
  switch (event.key.toLowerCase()) {
    case "j":
      go(lines[at + 1]);
      break;
    case "k":
      if (at > 0) go(lines[at - 1]);
      break;
    case "r":
      field(document.getElementById("reply") ? "reply" : "message");
      break;
    case "m":
      field("message");
      break;
    case "n":
      field("note");
      break;
    case "u": {
      const undo = document.querySelector("[data-undo]");
      if (undo) undo.focus();
      break;
    }
    case "f": {
      const file = document.querySelector(".sections a[href='/file']");
      if (file) file.click();
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
