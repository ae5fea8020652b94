/* form[data-autosave=URL]: every field is saved by itself, one POST at a time, until the server has it.
   What the server has not got yet stays on this device (unless it is shared) and is put back when the page is opened again.
   form[data-presence=URL]: what colleagues wrote meanwhile, and who is in which field. The protocol is in docs/face.md. */

import { SKIPPED, button, clock, copies, fill, keyOf, notice, same, shared, typedIn, valuesOf } from "./app.js";
import { LOUD_AFTER, PATIENCE, PAUSE, isLost, isSilent, page, post, safe, unsafe, waitAfter } from "./saving.js";
import { conflictBox, showOthers } from "./together.js";
import { foundAgain, refusals, remind, showOrphans } from "./unsaved.js";

const BEAT = 15_000, IDLE = 5 * 60_000;

function autosave(form) {
  const url = form.dataset.autosave, key = keyOf(form);
  const state = form.querySelector("[data-state]"), spoken = form.querySelector("[data-spoken]");
  const waiting = new Map(); // name → one of its fields
  const known = new Map(), stored = new Map(), was = new Map(); // name → version, values, page that wrote them unheard
  const channel = "BroadcastChannel" in self ? new BroadcastChannel("dla:answers") : null;
  let turn = 0, busy = "", stopped = false, quiet = false, failures = 0, timer, alarm = null, kind = "", lastTyped = 0, beaten = 0, beating, afterSave = null;

  const fieldsOf = (name) => typedIn(form).filter((one) => one.name === name);
  const holder = (field) => field.closest("[data-version]") || form;
  const box = (name) => form.querySelector(`[data-conflict="${CSS.escape(name)}"]`);
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(send, pause); };
  const refused = refusals(form, fieldsOf);
  const unsaved = (name) => waiting.has(name) || !same(valuesOf(form, name), stored.get(name));

  for (const field of typedIn(form)) {
    if (field.dataset.autosave === "off") continue;
    known.set(field.name, Number(holder(field).dataset.version ?? 0));
    stored.set(field.name, refused.of(field.name) ? null : valuesOf(form, field.name, true));
  }

  function say(sort, words, heard = words) {
    state.textContent = words;
    state.classList.toggle("is-bad", !["saving", "saved"].includes(sort));
    if (sort === "saving") return;
    if (sort !== kind || sort === "refused") spoken.textContent = heard; // heard when things change, not at each save
    kind = sort;
  }

  /* The copy on this device */
  function store() {
    if (shared) return;
    const fields = copies.read(key)?.fields || {};
    for (const name of stored.keys()) {
      const kept = fields[name];
      if (unsaved(name)) fields[name] = { values: valuesOf(form, name), version: known.get(name), page, at: kept?.page === page ? kept.at : Date.now(), refused: refused.of(name) };
      else if (kept && (kept.page === page || kept.page === was.get(name))) delete fields[name];
    }
    if (Object.keys(fields).length) copies.write(key, { at: Date.now(), days: 7, where: location.pathname + location.search, fields });
    else copies.drop((one) => one === key);
  }

  function restore() {
    const kept = shared || document.querySelector("[data-failed]") ? null : copies.read(key);
    const found = Object.entries(kept?.fields || {}).filter(([name, one]) => stored.has(name) && !same(one.values, stored.get(name)));
    for (const [name, one] of found) {
      quietly(() => fill(form, name, one.values));
      known.set(name, one.version);
      was.set(name, one.page);
      if (one.refused) refused.say(name, one.refused.words, one.refused.place);
      waiting.set(name, fieldsOf(name)[0]);
    }
    if (found.length) {
      form.before(foundAgain(kept, found.map(([, one]) => one)));
      later(0);
    } else if (kept) store();
  }

  /* Saving */
  function request(name, options) {
    const field = fieldsOf(name)[0], values = valuesOf(form, name);
    turn += 1;
    const fields = [["name", name], ["version", known.get(name) ?? holder(field).dataset.version ?? 0], ["page", page], ["turn", turn]];
    if (was.has(name)) fields.push(["was", was.get(name)]);
    return post(form, url, [...fields, ...(values.length ? values : [""]).map((value) => ["value", value])], options);
  }

  async function send() {
    if (busy || stopped) return;
    const next = [...waiting].find(([name]) => !box(name));
    if (!next) return finish();
    const [name, field] = next, values = valuesOf(form, name);
    busy = "saving";
    try {
      await settle(await request(name, { signal: AbortSignal.timeout(PATIENCE) }) /* a network that lies never answers */, name, field, values);
    } catch {
      retry(field);
    }
    busy = "";
    if (waiting.size && !failures && alarm?.dataset.sort !== "lost") later(0);
    else finish();
  }

  function finish() {
    const leave = afterSave;
    if (!leave) return;
    afterSave = null;
    if (leave.sends && (failures || alarm || unheard())) return (alarm || state).focus(); // stay here, where the text is
    leave.go();
  }

  async function settle(response, name, field, values) {
    const told = (response.headers.get("Content-Type") || "").includes("json") ? await response.json() : null;
    if (response.ok) return saved(response, name, field, values);
    if (response.status === 409 && told) return told.overtaken ? undefined : conflict(name, field, told);
    if (isLost(response, told)) return lost(field);
    if (isSilent(response)) return retry(field);
    failures = 0;
    quell(field);
    if (same(values, valuesOf(form, name))) waiting.delete(name);
    const words = told?.error || "Cette réponse ne peut plus être modifiée.";
    refused.say(name, words, told?.place);
    store();
    say("refused", `Non enregistré\u00a0: voyez au n°\u00a0${holder(field).querySelector(".q-num")?.textContent || "1"}`, `Non enregistré\u00a0: ${words}`);
  }

  function saved(response, name, field, values) {
    const version = Number(response.headers.get("X-Version"));
    known.set(name, version);
    stored.set(name, values);
    if (same(values, valuesOf(form, name))) waiting.delete(name);
    failures = 0;
    store();
    was.delete(name);
    quell(field);
    refused.say(name, "");
    channel?.postMessage({ url, name, values, version });
    form.dispatchEvent(new CustomEvent("answers:saved", { bubbles: true, detail: { name } }));
    if (waiting.size) return;
    clearTimeout(beating);
    beating = setTimeout(beat, 1000);
    const undone = response.headers.has("X-Undone") ? " La validation de ces réponses est défaite\u00a0: elles sont à valider de nouveau." : "";
    say(undone ? "undone" : refused.except() ? "partly" : "saved", `Enregistré à ${clock(Date.now())}${refused.except()}.${undone}`);
  }

  function quell(field) {
    if (!alarm) return;
    const back = alarm.contains(document.activeElement);
    alarm.remove();
    alarm = null;
    if (back) field.focus();
  }

  function alert(sort, field, title, words) {
    if (alarm?.dataset.sort === sort) return;
    const back = alarm?.contains(document.activeElement);
    alarm?.remove();
    alarm = notice("alert", title, words, button("Revenir à ma réponse", "btn-secondary", () => field.focus()));
    alarm.dataset.sort = sort;
    (field.closest(".question, .field") || field).before(alarm);
    const focusWhenQuiet = () => {
      if (!alarm) return;
      if (!back && Date.now() - lastTyped < 1500) setTimeout(focusWhenQuiet, 500); // never swallow a letter being typed
      else alarm.focus();
    };
    focusWhenQuiet();
  }

  const keeps = () => !shared && copies.read(key) !== null;
  function retry(field) {
    failures += 1;
    store();
    say("waiting", "Pas encore enregistré\u00a0: le réseau ne répond pas. Nous réessayons tout seuls.");
    if (failures >= LOUD_AFTER || !navigator.onLine || afterSave)
      alert("network", field, "Le réseau ne répond pas\u00a0; ce que vous venez d’écrire n’est pas encore enregistré.", `Vous n’avez rien à refaire, ${keeps() ? safe : unsafe}`);
    later(waitAfter(failures));
  }

  function lost(field) {
    failures = 0;
    store();
    say("lost", "Non enregistré\u00a0: votre connexion s’est interrompue.");
    alert("lost", field, "Votre connexion s’est interrompue\u00a0; rien de ce que vous avez écrit n’est perdu.",
      "Rouvrez votre lien personnel (ou connectez-vous) dans un autre onglet, puis revenez ici\u00a0: l’enregistrement reprendra de lui-même. "
      + (keeps() ? "D’ici là, tout est gardé sur cet appareil." : "D’ici là, gardez cette page ouverte."));
    later(10000);
  }

  function conflict(name, field, told) {
    failures = 0;
    quell(field);
    say("conflict", told.mine ? "Non enregistré\u00a0: cette réponse a été écrite dans une autre page." : "Non enregistré\u00a0: une autre personne a répondu en même temps.");
    box(name)?.remove();
    (field.closest(".question, .field") || field).append(conflictBox(name, fieldsOf(name), told, valuesOf(form, name), (pick) => {
      const values = pick(valuesOf(form, name));
      box(name)?.remove();
      known.set(name, told.version);
      fill(form, name, values);
      field.focus();
    }));
    store();
  }

  /* What was written elsewhere: another tab, a colleague */
  const quietly = (act) => { quiet = true; act(); quiet = false; };

  function learn(values, version) {
    for (const [name, now] of Object.entries(values)) {
      if (!stored.has(name) || unsaved(name) || box(name) || version <= known.get(name)) continue;
      if (!same(now, stored.get(name)) && fieldsOf(name).includes(document.activeElement)) continue; // not under the cursor
      if (!same(now, stored.get(name))) quietly(() => fill(form, name, now));
      stored.set(name, valuesOf(form, name));
      known.set(name, version);
    }
  }
  channel?.addEventListener("message", ({ data }) => { if (data.url === url) learn({ [data.name]: data.values }, data.version); });

  async function beat() {
    clearTimeout(beating);
    if (!form.dataset.presence || document.visibilityState !== "visible" || stopped) return;
    beating = setTimeout(beat, BEAT);
    if (Date.now() - beaten < 2000 || Date.now() - lastTyped > IDLE) return;
    if (busy || waiting.size || failures || alarm) return; // saving comes first; `saved` beats again
    beaten = Date.now();
    const versions = new Map();
    for (const [name, version] of known) {
      const entry = fieldsOf(name)[0]?.closest("[data-version]")?.id;
      if (entry) versions.set(entry, Math.min(version, versions.get(entry) ?? version));
    }
    const field = form.contains(document.activeElement) ? document.activeElement.closest("[data-version]")?.id || "" : "";
    busy = "listening";
    try {
      const response = await post(form, form.dataset.presence, { field, known: [...versions].map(([name, version]) => `${name}:${version}`).join(" ") }, { signal: AbortSignal.timeout(3000) });
      if (response.ok) hear(await response.json());
    } catch { /* the network's silence is told by the saves */ }
    busy = "";
    if (waiting.size || afterSave) later(0);
  }

  function hear({ others, news }) {
    for (const one of news) learn(one.values, one.version);
    showOthers(form, others, news);
  }

  const unheard = () => busy === "saving" || [...waiting.keys()].some((name) => !box(name));
  form.addEventListener("input", ({ target: field }) => {
    if (quiet || !field.name || SKIPPED.has(field.type) || field.dataset.autosave === "off" || refused.impossible(field)) return;
    lastTyped = Date.now();
    stopped = false;
    if (!stored.has(field.name)) stored.set(field.name, null); // a field that a script added
    waiting.set(field.name, field);
    store();
    if (box(field.name) || failures || alarm?.dataset.sort === "lost") return;
    say("saving", "Enregistrement…");
    later(/radio|checkbox|select/.test(field.type) ? 100 : PAUSE);
  });
  form.addEventListener("focusin", ({ target }) => { if (!lastTyped && target.closest("[data-version]")) { lastTyped = Date.now(); beating = setTimeout(beat, 2000); } });
  form.addEventListener("submit", (event) => {
    if (unheard()) { // everything typed is saved first; then the page is left
      event.preventDefault();
      afterSave = { sends: true, go: () => form.requestSubmit(event.submitter) };
      return later(0);
    }
    if (event.submitter?.name !== "sans" && refused.stop(event.submitter)) return event.preventDefault();
    for (const one of form.querySelectorAll('[data-version] > [type="hidden"][name$="_version"]')) {
      const seen = [...known].filter(([name]) => one.parentElement.contains(fieldsOf(name)[0])).map(([, version]) => version);
      if (seen.length) one.value = Math.min(...seen);
    }
    stopped = true;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-leaves]");
    if (!link || link.pathname + link.search === location.pathname + location.search || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const go = () => refused.stop(link) || location.assign(link.href);
    if (!unheard()) return go();
    afterSave = { go };
    later(0);
    setTimeout(finish, 2000); // the network is slow: what is on its way is sent again as the page is left
  });
  addEventListener("pagehide", () => {
    store();
    if (!stopped) for (const name of waiting.keys()) if (!box(name)) request(name, { keepalive: true }).catch(() => {});
  });
  addEventListener("beforeunload", (event) => { if (!stopped && waiting.size && failures && !keeps()) event.preventDefault(); });
  const again = () => {
    if (document.visibilityState === "hidden") { if (waiting.size && !failures) later(0); return; } // a lid that closes
    if (waiting.size) later(0);
    if (lastTyped) { beaten = 0; lastTyped = Date.now(); beat(); }
  };
  document.addEventListener("visibilitychange", again);
  addEventListener("focus", again);
  addEventListener("online", again);
  addEventListener("pageshow", ({ persisted }) => { if (persisted) { stopped = false; lastTyped = Date.now(); beaten = 0; beat(); } });
  restore();
  for (const name of stored.keys()) // typed before this script was there
    if (!waiting.has(name) && !same(valuesOf(form, name), stored.get(name))) fieldsOf(name)[0].dispatchEvent(new Event("input", { bubbles: true }));
}

const forms = [...document.querySelectorAll("form[data-autosave]")];
for (const form of forms) { showOrphans(form, keyOf(form)); autosave(form); }
for (const place of document.querySelectorAll("[data-unsent]")) if (!shared) remind(place, forms[0] && keyOf(forms[0]));
