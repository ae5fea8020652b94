/* A little help for forms. Every page works without it.
   1. form[data-keep]: a copy of unsent text stays on this device until it is sent, for 24 hours at most.
   2. form[data-autosave]: one field a POST, one save at a time, until the server has it.
   3. a form is sent once.   4. the error summary is read first. */

const DAY = 24 * 3600 * 1000;
const SKIPPED = new Set(["password", "hidden", "file", "submit", "button", "reset", "image"]);
const { user = "", shared } = document.documentElement.dataset;

const copies = {
  prefix: "dla:copy:",
  closed: false, // after signing out nothing more is kept
  read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(key, value) { if (!this.closed) try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* storage full or refused */ } },
  drop(test) {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(this.prefix) && test(key)) localStorage.removeItem(key);
    } catch { /* storage refused */ }
  },
};

const clock = (at) => new Date(at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" }).replace(":", "\u00a0h\u00a0");
const target = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname;
const keyOf = (form) => `${copies.prefix}${user}:${target(form)}:${form.getAttribute("id") || ""}`;
const freshToken = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1];

function typedIn(form) {
  return [...form.elements].filter((field) => field.name && !field.disabled && !SKIPPED.has(field.type)
    && field.dataset.keep !== "off" && field.tagName !== "FIELDSET");
}

function valuesOf(form, name) {
  const values = [];
  for (const field of form.elements) {
    if (field.name !== name || SKIPPED.has(field.type)) continue;
    if (field.type === "checkbox" || field.type === "radio") { if (field.checked) values.push(field.value); }
    else if (field.multiple) values.push(...[...field.selectedOptions].map((option) => option.value));
    else values.push(field.value);
  }
  return values;
}

function fill(form, name, values) {
  form.dispatchEvent(new CustomEvent("filling", { detail: { name, values } })); // a table makes room for its rows
  for (const [place, field] of typedIn(form).filter((one) => one.name === name).entries()) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
    else field.value = values[place] ?? "";
  }
  typedIn(form).find((one) => one.name === name)?.dispatchEvent(new Event("input", { bubbles: true }));
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function button(words, kind, act) {
  const made = element("button", { type: "button", class: `btn ${kind}` }, words);
  made.addEventListener("click", act);
  return made;
}

function notice(role, title, words, ...buttons) {
  return element("div", { class: "message is-warning", role, tabindex: "-1" },
    element("div", {}, element("p", {}, element("strong", {}, title), ` ${words}`), element("p", { class: "actions" }, ...buttons)));
}

/* 1. The copy on this device ----------------------------------------------------------------------------------------- */
function keep(form) {
  if (shared !== undefined || form.dataset.keep === "off") return { saved() {} };
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
  return { saved(name, values) { shown.set(name, values); store(); } };
}

function forgetWhatWasSent() {
  copies.drop((key) => !(copies.read(key)?.at > Date.now() - DAY));
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

/* 2. Saving field by field ------------------------------------------------------------------------------------------- */
function autosave(form, kept) {
  const waiting = new Map();
  const state = form.querySelector("[data-state]") || document.querySelector("[data-state]");
  let busy = false, failures = 0, timer, alarm = null, lastTyped = 0, afterSave = null, stopped = false;

  const say = (words, bad = false) => {
    if (!state) return;
    if (state.textContent !== words) state.textContent = words;
    state.classList.toggle("is-bad", bad);
  };
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(send, pause); };
  const holder = (field) => field.closest("[data-version]") || form;

  function request(name, field, keepalive = false) {
    const body = new URLSearchParams({ name, version: holder(field).dataset.version ?? form.elements.version?.value ?? "" });
    for (const value of valuesOf(form, name)) body.append("value", value);
    if (!body.has("value")) body.append("value", "");
    const token = freshToken() || form.elements.csrfmiddlewaretoken?.value || "";
    return fetch(form.dataset.autosave, { method: "POST", body, keepalive, redirect: "manual", credentials: "same-origin",
      headers: { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" } });
  }

  function setVersion(field, version) {
    if (version === null || version === undefined) return;
    holder(field).dataset.version = version;
    const hidden = holder(field) === form ? form.elements.version : holder(field).querySelector('[type="hidden"][name$="_version"]');
    if (hidden) hidden.value = version; // the whole form may still be sent, as without this script
  }

  async function send() {
    if (busy || stopped || !waiting.size) return;
    const [name, field] = waiting.entries().next().value;
    const values = valuesOf(form, name);
    busy = true;
    try {
      await settle(await request(name, field), name, field, values);
    } catch {
      retry();
    }
    busy = false;
    if (afterSave) afterSave();
    else if (waiting.size && !failures && !alarm) later(0);
  }

  async function settle(response, name, field, values) {
    const told = (response.headers.get("Content-Type") || "").includes("json") ? await response.json() : null;
    if (response.ok) return saved(response, name, field, values);
    if (response.status === 409 && told) return conflict(name, field, told);
    if (response.type === "opaqueredirect" || response.status === 401 || (response.status === 403 && !told)) return lost(field);
    if (response.status >= 500 || response.status === 429) return retry();
    waiting.delete(name);
    return say(`Non enregistré\u00a0: ${told?.error || "cette réponse ne peut plus être modifiée."}`, true);
  }

  function saved(response, name, field, values) {
    setVersion(field, response.headers.get("X-Version"));
    if (same(values, valuesOf(form, name))) waiting.delete(name);
    kept.saved(name, values);
    failures = 0;
    if (alarm) {
      const back = alarm.contains(document.activeElement);
      alarm.remove();
      alarm = null;
      if (back) field.focus();
    }
    say(`Enregistré à ${clock(Date.now())}`);
  }

  function retry() {
    failures += 1;
    say("Pas encore enregistré\u00a0: le réseau ne répond pas. Nous réessayons tout seuls, gardez cette page ouverte.", true);
    later(Math.min(2 ** (failures - 1), 30) * 1000);
  }

  function lost(field) {
    say("Non enregistré\u00a0: votre connexion s’est interrompue.", true);
    later(10000);
    if (alarm) return;
    alarm = notice("alert", "Votre connexion s’est interrompue\u00a0; rien de ce que vous avez écrit n’est perdu.",
      "Gardez cette page ouverte, rouvrez votre lien personnel (ou connectez-vous) dans un autre onglet, puis revenez ici\u00a0: l’enregistrement reprendra de lui-même.",
      button("Revenir à ma réponse", "btn-secondary", () => field.focus()));
    (field.closest(".question, .field") || field).before(alarm);
    const focusWhenQuiet = () => {
      if (!alarm) return;
      if (Date.now() - lastTyped < 1500) setTimeout(focusWhenQuiet, 500); // never swallow a letter being typed
      else alarm.focus();
    };
    focusWhenQuiet();
  }

  function conflict(name, field, { theirs, version }) {
    waiting.delete(name);
    setVersion(field, version);
    say("Non enregistré\u00a0: une autre personne a répondu en même temps.", true);
    const text = (words, value) => element("div", {}, element("h4", {}, words), element("p", { class: "text" }, value || "non renseigné"));
    const choose = (values) => { box.remove(); fill(form, name, values); field.focus(); };
    const mine = valuesOf(form, name);
    const boxOf = (value) => typedIn(form).find((one) => one.name === name && /radio|checkbox/.test(one.type) && one.value === value);
    const read = (values) => values.map((value) => boxOf(value)?.labels[0]?.textContent.trim() || value).join(", ");
    const others = Array.isArray(theirs) ? theirs : [theirs ?? ""];
    const box = element("div", { class: "conflict", role: "alert", "data-conflict": name },
      element("p", {}, element("strong", {}, "Une autre personne a modifié cette réponse pendant que vous écriviez.")),
      element("div", { class: "versions" }, text("Sa version", read(others)), text("La vôtre", read(mine))),
      element("p", { class: "actions" }, button("Garder la mienne", "btn-secondary", () => choose(valuesOf(form, name))),
        button("Prendre la sienne", "btn-secondary", () => choose(others))));
    form.querySelector(`[data-conflict="${CSS.escape(name)}"]`)?.remove();
    (field.closest(".question, .field") || field).append(box);
  }

  form.addEventListener("input", ({ target: field }) => {
    if (!field.name || SKIPPED.has(field.type) || field.dataset.autosave === "off") return;
    if (form.querySelector(`[data-conflict="${CSS.escape(field.name)}"]`)) return; // first choose between the two texts
    stopped = false;
    lastTyped = Date.now();
    waiting.set(field.name, field);
    if (!failures && !alarm) later(800 + Math.random() * 400);
  });
  form.addEventListener("submit", (event) => {
    if (busy && !afterSave) { // the page's version is about to change: send it after
      event.preventDefault();
      afterSave = () => form.requestSubmit(event.submitter);
    } else stopped = true;
  });
  addEventListener("pagehide", () => {
    if (!stopped) for (const [name, field] of waiting) request(name, field, true).catch(() => {});
  });
  const again = () => { if ((failures || alarm) && document.visibilityState === "visible") later(0); };
  document.addEventListener("visibilitychange", again);
  addEventListener("focus", again);
  addEventListener("online", again);
}

/* 3. Sent once ------------------------------------------------------------------------------------------------------- */
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
  } else try { sessionStorage.setItem("dla:sent", JSON.stringify({ from: location.pathname, to: target(form) })); } catch { /* storage refused */ }
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

/* Start --------------------------------------------------------------------------------------------------------------- */
forgetWhatWasSent();
for (const form of document.querySelectorAll("form[data-keep], form[data-autosave]")) {
  const kept = keep(form);
  if (form.dataset.autosave) autosave(form, kept);
}
document.querySelector("[data-errors]")?.focus();
