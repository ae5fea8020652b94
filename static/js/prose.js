/* form[data-prose=URL]: a long text that saves itself, all its fields together. Others may write it at the same time: what
   they changed in other paragraphs comes with the answer; what they changed in the same ones is settled on a page of its
   own, to which the form is sent. What the server has not got stays on this device. The protocol is in docs/face.md. */

import { button, clock, copies, element, keyOf, notice, shared } from "./app.js";
import { LOUD_AFTER, PATIENCE, PAUSE, isLost, isSilent, page, post, safe, unsafe, waitAfter } from "./saving.js";

const flat = (text) => text.replace(/\r\n?/g, "\n");

/* Put `text` in a field, the cursor staying where it was among the words. */
function put(field, text) {
  const old = field.value, caret = field.selectionEnd ?? 0, isHere = document.activeElement === field;
  const tail = old.length - caret;
  let from = 0;
  while (from < Math.min(old.length, text.length) && old[from] === text[from]) from += 1;
  field.value = text;
  if (isHere) { const at = caret <= from ? caret : Math.max(from, text.length - tail); field.setSelectionRange(at, at); }
}

function prose(form) {
  const url = form.dataset.prose, key = keyOf(form);
  const state = form.querySelector("[data-state]"), spoken = form.querySelector("[data-spoken]");
  const fields = [...form.querySelectorAll("textarea")], names = fields.map((field) => field.name);
  const baseOf = (field) => form.elements[`base_${field.name}`];
  const texts = () => Object.fromEntries(fields.map((field) => [field.name, flat(field.value)]));
  const bases = () => Object.fromEntries(fields.map((field) => [field.name, flat(baseOf(field).value)]));
  const unsaved = () => fields.some((field) => flat(field.value) !== flat(baseOf(field).value));
  let turn = 0, busy = false, wanted = false, stopped = false, failures = 0, timer, was = "", waits = "", alarm = null, kind = "", lastTyped = 0;

  const later = (pause) => { clearTimeout(timer); timer = setTimeout(send, pause); };
  const version = form.elements.version;

  function say(sort, words) {
    state.textContent = words;
    state.classList.toggle("is-bad", !["saving", "saved", "joined"].includes(sort));
    if (sort !== "saving" && sort !== kind) spoken.textContent = words; // heard when things change, not at each save
    if (sort !== "saving") kind = sort;
  }

  /* The copy on this device */
  function store() {
    if (shared) return;
    if (unsaved()) copies.write(key, { at: Date.now(), days: 7, where: location.pathname, texts: texts(), bases: bases(), version: version.value, page });
    else copies.drop((one) => one === key);
  }

  function restore() {
    if (shared) return;
    const kept = copies.read(key);
    if (!kept?.texts || !names.every((name) => name in kept.texts)) return;
    if (fields.every((field) => kept.texts[field.name] === flat(field.value))) return copies.drop((one) => one === key);
    for (const field of fields) { field.value = kept.texts[field.name]; baseOf(field).value = kept.bases[field.name]; }
    version.value = kept.version;
    was = kept.page;
    const when = `${new Date(kept.at).toLocaleDateString("fr-FR", { weekday: "long", day: "numeric", month: "long" })} à ${clock(kept.at)}`;
    form.before(notice("status", "Ce que vous aviez écrit n’est pas perdu.", `Ce texte, écrit ${when}, n’était pas encore parti\u00a0: il est remis à sa place, et s’enregistre.`));
    later(0);
  }

  /* Saving */
  function request(withBase, options) {
    turn += 1;
    const told = [["version", version.value], ["page", page], ["turn", turn], ["was", was], ...Object.entries(texts())];
    if (withBase) told.push(...Object.entries(bases()).map(([name, text]) => [`base_${name}`, text]));
    return post(form, url, told, options);
  }

  async function send(withBase = false) {
    if (stopped || waits) return;
    if (busy) { wanted = true; return; }
    if (!unsaved()) return;
    busy = true;
    const sent = texts();
    let again = null;
    try {
      const response = await request(withBase === true, { signal: AbortSignal.timeout(PATIENCE) });
      const told = (response.headers.get("Content-Type") || "").includes("json") ? await response.json() : null;
      again = settle(response, told, sent);
    } catch { again = retry(); }
    busy = false;
    if (again !== null) return again === "base" ? send(true) : later(again);
    if (wanted) { wanted = false; later(0); }
  }

  function settle(response, told, sent) {
    if (response.status === 201 && told) return saved(told, sent);
    if (response.status === 204) return 0; // a later request of this page was heard before this one
    if (response.status === 409 && told) return told.needs ? "base" : conflict(told);
    if (isLost(response, told)) return lost();
    if (isSilent(response)) return retry();
    failures = 0;
    store();
    const words = told?.errors ? Object.values(told.errors)[0] : "Ce texte ne peut plus être modifié\u00a0: copiez ce que vous venez d’écrire.";
    say("refused", `Non enregistré\u00a0: ${words}`);
    return null;
  }

  function saved(told, sent) {
    let isBehind = false;
    for (const field of fields) {
      const stored = told.values?.[field.name] ?? sent[field.name], isSame = flat(field.value) === sent[field.name];
      if (isSame && stored !== sent[field.name]) put(field, stored);
      isBehind ||= !isSame && stored !== sent[field.name];
      baseOf(field).value = isSame ? stored : sent[field.name];
      const note = form.querySelector(`[data-note="${field.name}"]`);
      if (note) { note.textContent = told.notes?.[field.name] || ""; note.hidden = !note.textContent; }
    }
    if (!isBehind) version.value = told.version; // else what others wrote comes with the next save
    failures = 0;
    was = "";
    quell();
    store();
    const joined = told.values ? " avec ce qui a été écrit ailleurs pendant ce temps" : "";
    if (unsaved()) return 0;
    say(joined ? "joined" : "saved", `Enregistré à ${told.at}${joined}.`);
    return null;
  }

  function quell() {
    const back = alarm?.contains(document.activeElement);
    alarm?.remove();
    alarm = null;
    if (back) fields[0].focus();
  }

  function warn(sort, title, words, ...buttons) {
    if (alarm?.dataset.sort === sort) return;
    quell();
    alarm = notice("alert", title, words, ...buttons);
    alarm.dataset.sort = sort;
    form.before(alarm);
  }

  const keeps = () => !shared && copies.read(key) !== null;
  function retry() {
    failures += 1;
    store();
    say("waiting", "Pas encore enregistré\u00a0: le réseau ne répond pas. Nous réessayons tout seuls.");
    if (failures >= LOUD_AFTER || !navigator.onLine)
      warn("network", "Le réseau ne répond pas\u00a0; ce que vous venez d’écrire n’est pas encore enregistré.", `Vous n’avez rien à refaire, ${keeps() ? safe : unsafe}`);
    return waitAfter(failures);
  }

  function lost() {
    failures = 0;
    store();
    say("lost", "Non enregistré\u00a0: votre connexion s’est interrompue.");
    warn("lost", "Votre connexion s’est interrompue\u00a0; rien de ce que vous avez écrit n’est perdu.",
      `Connectez-vous dans un autre onglet (ou rouvrez l’étape, si elle vient d’être close), puis revenez ici\u00a0: l’enregistrement reprendra de lui-même. ${keeps() ? "D’ici là, tout est gardé sur cet appareil." : "D’ici là, gardez cette page ouverte."}`,
      element("a", { class: "btn btn-secondary", href: `/connexion/?next=${encodeURIComponent(location.pathname)}`, target: "_blank", rel: "noopener" }, "Se connecter (nouvel onglet)"));
    return 10_000;
  }

  function conflict(told) {
    failures = 0;
    waits = "conflict";
    store();
    say("conflict", "Non enregistré\u00a0: le même paragraphe a été écrit autrement.");
    warn("conflict", `${told.who || "Une autre personne"} a écrit autrement un paragraphe que vous écriviez.`, `C’était le ${told.when}. Rien n’est perdu\u00a0: choisissez, paragraphe par paragraphe, ce qu’il faut garder.`,
      button("Choisir, paragraphe par paragraphe", "btn-primary", () => form.requestSubmit()));
    return null;
  }

  form.addEventListener("input", () => {
    lastTyped = Date.now();
    stopped = false;
    store();
    if (waits || failures || alarm) return;
    say("saving", "Enregistrement…");
    later(PAUSE);
  });
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); store(); });
  addEventListener("pagehide", () => { store(); if (!stopped && !waits && unsaved()) request(false, { keepalive: true }).catch(() => {}); });
  addEventListener("beforeunload", (event) => { if (!stopped && unsaved() && (failures || waits || alarm) && !keeps()) event.preventDefault(); });
  const again = () => { if (lastTyped || was) later(0); };
  document.addEventListener("visibilitychange", again);
  addEventListener("focus", again);
  addEventListener("online", again);
  addEventListener("pageshow", ({ persisted }) => { if (persisted) { stopped = false; again(); } });
  restore();
  if (unsaved() && !was) fields[0].dispatchEvent(new Event("input", { bubbles: true })); // typed before this script was there
}

document.querySelectorAll("form[data-prose]").forEach(prose);
