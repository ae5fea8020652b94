/* What helps with some questions; each works without.
   1. a question that depends on another comes and goes at once.   2. rows are added and taken out.
   3. twice the same rank is said beside it.   4. a file says how far it is on its way. */

const fieldsNamed = (name) => [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
const heldBy = (name) => fieldsNamed(name).filter((field) => !/radio|checkbox/.test(field.type) || field.checked).map((field) => field.value);
const changed = (field) => field?.dispatchEvent(new Event("input", { bubbles: true }));

/* 1. Conditions ------------------------------------------------------------------------------------------------------ */
const conditional = [...document.querySelectorAll("[data-if]")];
const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("role", "status");

function holds(question) {
  const other = document.getElementById(question.dataset.if);
  if (!other || other.hidden) return false;
  const stance = heldBy(`${question.dataset.if}_stance`)[0];
  if (stance && stance !== "answered") return false;
  const wanted = JSON.parse(question.dataset.is);
  return heldBy(question.dataset.if).some((value) => wanted.includes(value));
}

function showWhatIsAsked(announce) {
  const news = [];
  for (const question of conditional) { // in the order of the page: one may depend on the one before
    const hidden = !holds(question);
    if (hidden === question.hidden) continue;
    question.hidden = hidden;
    const number = question.querySelector(".q-num")?.textContent.replace(".", "");
    news.push(`Question ${number} ${hidden ? "retirée" : "ajoutée"}`);
  }
  if (announce && news.length) said.textContent = `${news.join(", ")}.`;
}

if (conditional.length) {
  conditional[0].closest("form, main")?.append(said);
  showWhatIsAsked(false);
  document.addEventListener("input", () => showWhatIsAsked(true));
}

/* 2. Tables ---------------------------------------------------------------------------------------------------------- */
const bodyOf = (table) => table.tBodies[0];
const stateOf = (table) => table.closest(".question").querySelector("[data-rows-state]");
const adderOf = (table) => table.closest(".question").querySelector("[data-add-row]");

function renumber(table) {
  [...bodyOf(table).rows].forEach((row, line) => {
    for (const field of row.querySelectorAll("input")) {
      const id = field.id.replace(/_\d+(_\d+)$/, `_${line + 1}$1`);
      row.querySelector(`label[for="${field.id}"]`).htmlFor = id;
      field.id = id;
    }
    for (const words of row.querySelectorAll(".visually-hidden")) words.textContent = words.textContent.replace(/\d+/, line + 1);
    row.querySelector("[data-remove-row]").hidden = false;
  });
  adderOf(table).hidden = bodyOf(table).rows.length >= Number(table.dataset.rows);
}

function addRow(table) {
  const rows = bodyOf(table).rows;
  const row = rows[rows.length - 1].cloneNode(true);
  for (const field of row.querySelectorAll("input")) field.value = "";
  bodyOf(table).append(row);
  renumber(table);
  return row;
}

function removeRow(table, row) {
  const rows = bodyOf(table).rows;
  const line = row.rowIndex;
  if (rows.length === 1) for (const field of row.querySelectorAll("input")) field.value = "";
  else row.remove();
  renumber(table);
  const next = rows[Math.min(line, rows.length) - 1].querySelector("input");
  next.focus();
  stateOf(table).textContent = `Ligne ${line} retirée.`;
  changed(next);
}

for (const table of document.querySelectorAll("[data-rows]")) {
  renumber(table);
  table.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-remove-row]");
    if (button) removeRow(table, button.closest("tr"));
  });
  adderOf(table).addEventListener("click", (event) => {
    if (!event.detail && document.activeElement !== event.currentTarget) return; // Enter in a text: the form is sent
    event.preventDefault();
    addRow(table).querySelector("input").focus();
    stateOf(table).textContent = `Ligne ${bodyOf(table).rows.length} ajoutée.`;
  });
  table.closest("form")?.addEventListener("filling", ({ detail: { name, values } }) => {
    const cells = bodyOf(table).rows[0].querySelectorAll("input");
    if (cells[0]?.name !== name) return;
    while (bodyOf(table).rows.length * cells.length < values.length) addRow(table);
  });
}

/* 3. Rankings -------------------------------------------------------------------------------------------------------- */
for (const ranks of document.querySelectorAll(".ranks")) {
  const told = ranks.parentElement.querySelector("[data-twice]");
  ranks.addEventListener("input", () => {
    const chosen = [...ranks.querySelectorAll("select")].filter((one) => one.value);
    const rankOf = (one) => one.value.slice(one.value.lastIndexOf(":") + 1);
    const twice = chosen.find((one, place) => chosen.findIndex((other) => rankOf(other) === rankOf(one)) !== place);
    const same = twice ? chosen.filter((one) => rankOf(one) === rankOf(twice)) : [];
    for (const one of ranks.querySelectorAll("select")) one.setAttribute("aria-invalid", String(same.includes(one)));
    const names = same.map((one) => `«\u00a0${one.labels[0].textContent}\u00a0»`).join(" et à ");
    told.textContent = twice ? `Le rang ${rankOf(twice)} est donné à ${names}\u00a0: donnez à chaque ligne un rang différent, ou aucun.` : "";
  });
}

/* 4. Files ----------------------------------------------------------------------------------------------------------- */
const freshToken = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1];

function follow(form) {
  const state = form.querySelector("[data-upload-state]");
  const say = (words, bad = false) => { if (state.textContent !== words) state.textContent = words; state.classList.toggle("is-bad", bad); };
  form.addEventListener("submit", (event) => {
    if (!form.querySelector('[type="file"]').files.length || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    const body = new FormData(form);
    if (freshToken()) body.set("csrfmiddlewaretoken", freshToken());
    const sending = new XMLHttpRequest();
    const failed = () => { delete form.dataset.busy; say("Le fichier n’est pas parti\u00a0: le réseau ne répond pas. Essayez de nouveau.", true); };
    let told = 0;
    sending.open("POST", form.action || location.href);
    sending.upload.addEventListener("progress", ({ loaded, total }) => {
      const tenth = Math.floor((10 * loaded) / total) * 10;
      if (tenth >= told) { told = tenth + 10; say(tenth >= 100 ? "Fichier reçu, vérification…" : `Envoi du fichier\u00a0: ${tenth}\u00a0%`); }
    });
    sending.addEventListener("error", failed);
    sending.addEventListener("timeout", failed);
    sending.addEventListener("load", () => {
      if (sending.status >= 500 || sending.status === 413) return failed();
      const answered = new DOMParser().parseFromString(sending.responseText, "text/html");
      document.title = answered.title;
      document.querySelector("main").replaceWith(answered.querySelector("main"));
      document.querySelectorAll("form[data-upload]").forEach(follow);
      const first = document.querySelector("[data-errors], main .message, main h1");
      first?.setAttribute("tabindex", "-1");
      first?.focus();
    });
    say("Envoi du fichier…");
    sending.send(body);
  });
}

document.querySelectorAll("form[data-upload]").forEach(follow);
