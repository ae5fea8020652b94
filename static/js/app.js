/* A little help for forms. Every page works without it.
   1. form[data-keep]: a copy of unsent text stays on this device until it is sent, for 24 hours at most.
   2. a form is sent once.   3. the error summary is read first.
   form[data-autosave] is the matter of autosave.js. */

const DAY = 24 * 3600 * 1000;
export const SKIPPED = new Set(["password", "hidden", "file", "submit", "button", "reset", "image"]);
const { user = "" } = document.documentElement.dataset;
export const shared = "shared" in document.documentElement.dataset; // others use this computer: nothing stays on it

export const copies = {
  prefix: "dla:copy:",
  closed: false, // after signing out nothing more is kept
  read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(key, value) { if (!this.closed) try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* storage full or refused */ } },
  all(prefix) {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => [key, this.read(key)]); } catch { return []; }
  },
  drop(test) {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(this.prefix) && test(key)) localStorage.removeItem(key);
    } catch { /* storage refused */ }
  },
};

export const clock = (at) => new Date(at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" }).replace(":", "\u00a0h\u00a0");
const target = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname;
export const prefixOf = (path) => `${copies.prefix}${user}:${path}`;
export const keyOf = (form) => `${prefixOf(target(form))}:${form.getAttribute("id") || ""}`;
export const freshToken = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1];

export function typedIn(form) {
  return [...form.elements].filter((field) => field.name && !field.disabled && !SKIPPED.has(field.type)
    && field.dataset.keep !== "off" && field.tagName !== "FIELDSET");
}

/* What a field holds now, or (`drawn`) held when the page was drawn. */
export function valuesOf(form, name, drawn = false) {
  const values = [], [checked, selected, text] = drawn ? ["defaultChecked", "defaultSelected", "defaultValue"] : ["checked", "selected", "value"];
  for (const field of form.elements) {
    if (field.name !== name || SKIPPED.has(field.type)) continue;
    if (field.type === "checkbox" || field.type === "radio") { if (field[checked]) values.push(field.value); }
    else if (field.options && (field.multiple || drawn)) {
      const chosen = [...field.options].filter((option) => option[selected]).map((option) => option.value);
      values.push(...(chosen.length || field.multiple ? chosen : [field.options[0]?.value ?? ""]));
    } else values.push(field[text]);
  }
  return values;
}

export function fill(form, name, values) {
  form.dispatchEvent(new CustomEvent("filling", { detail: { name, values } })); // a table makes room for its rows
  for (const [place, field] of typedIn(form).filter((one) => one.name === name).entries()) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
    else field.value = values[place] ?? "";
  }
  typedIn(form).find((one) => one.name === name)?.dispatchEvent(new Event("input", { bubbles: true }));
}

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function button(words, kind, act) {
  const made = element("button", { type: "button", class: `btn ${kind}` }, words);
  made.addEventListener("click", act);
  return made;
}

export function notice(role, title, words, ...buttons) {
  return element("div", { class: "message is-warning", role, tabindex: "-1" },
    element("div", {}, element("p", {}, element("strong", {}, title), ` ${words}`), ...(buttons.length ? [element("p", { class: "actions" }, ...buttons)] : [])));
}

/* 1. The copy on this device ----------------------------------------------------------------------------------------- */
function keep(form) {
  if (shared || form.dataset.keep === "off") return;
  const key = keyOf(form);
  const shown = new Map(typedIn(form).map((field) => [field.name, valuesOf(form, field.name)]));
  const kept = copies.read(key);
  const failed = document.querySelector("[data-failed]"); // what this page shows is not stored yet
  const differs = ([name, values]) => !same(values, shown.get(name));
  let old = Object.fromEntries(Object.entries(kept?.fields || {}).filter((one) => shown.has(one[0]) && (failed || differs(one))));

  const store = () => {
    const fields = { ...old };
    for (const [name, values] of shown) {
      const now = valuesOf(form, name);
      if (!same(now, values)) fields[name] = now; else if (!(name in old)) delete fields[name];
    }
    if (Object.keys(fields).length) copies.write(key, { at: Date.now(), fields });
    else copies.drop((one) => one === key);
  };

  if (Object.entries(old).some(differs)) {
    const answer = (take) => {
      const found = old;
      old = {};
      if (take) for (const [name, values] of Object.entries(found)) fill(form, name, values);
      store();
      offer.remove();
      typedIn(form).find((field) => field.name in found)?.focus();
    };
    const offer = notice("alert", "Un texte non envoyé a été retrouvé.", `Vous l’aviez écrit sur cet appareil à ${clock(kept.at)}.`,
      button("Reprendre ce texte", "btn-secondary", () => answer(true)), button("L’effacer", "btn-link", () => answer(false)));
    form.before(offer);
  } else if (kept && !failed) copies.drop((one) => one === key);

  let timer;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(store, 300); });
  form.addEventListener("submit", store);
  addEventListener("pagehide", () => { if (!form.dataset.sent) store(); });
}

function forgetWhatWasSent() {
  copies.drop((key) => {
    const kept = copies.read(key);
    return !(kept?.at > Date.now() - (kept?.days || 1) * DAY);
  });
  let sent;
  try {
    sent = JSON.parse(sessionStorage.getItem("dla:sent"));
    sessionStorage.removeItem("dla:sent");
  } catch { return; }
  if (!sent || document.querySelector("[data-failed]")) return;
  const from = document.referrer && new URL(document.referrer).pathname;
  const arrived = location.pathname === sent.to ? document.querySelector(".message.is-success") : from === sent.from;
  if (arrived) copies.drop((key) => key.startsWith(`${copies.prefix}${user}:${sent.to}:`));
}

/* 2. Sent once ------------------------------------------------------------------------------------------------------- */
function release(form) {
  delete form.dataset.sent;
  for (const one of form.querySelectorAll("button[aria-disabled]")) one.removeAttribute("aria-disabled");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  for (const one of form.querySelectorAll("button:not([type=button])")) one.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), 8000); // an answer that is a file leaves the page in place
  const token = freshToken();
  if (token) for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  if ("signsOut" in form.dataset) {
    copies.drop(() => true);
    copies.closed = true;
  } else if (!("keeps" in (event.submitter?.dataset || {}))) try { sessionStorage.setItem("dla:sent", JSON.stringify({ from: location.pathname, to: target(form) })); } catch { /* storage refused */ }
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

/* Start --------------------------------------------------------------------------------------------------------------- */
forgetWhatWasSent();
document.querySelectorAll("form[data-keep]:not([data-autosave])").forEach(keep);
document.querySelector("[data-errors]")?.focus();
