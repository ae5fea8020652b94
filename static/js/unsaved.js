/* What is not saved: what the server refuses, said beside its field and in a summary when the part is left; what waits
   on this device for another part. Without it the server says the same (answering/refused.html). */

import { button, clock, copies, element, notice, prefixOf, shared, typedIn } from "./app.js";

const NO_DATE = "Cette date n’existe pas\u00a0: écrivez-la comme 12/03/2019.";
const entryOf = (field) => field.closest("[data-version]");
const numberAndLabel = (entry) => [...entry.querySelector(".q-label").childNodes]
  .filter((one) => !one.classList?.contains("optional")).map((one) => one.textContent.trim()).join(" ").trim();

/* `fieldsOf(name)`: the fields of a name. What is refused is known by the names of its fields. */
export function refusals(form, fieldsOf) {
  const refused = new Map(); // name → { words, place }
  let summary = document.querySelector("[data-errors]"), onward = summary?.querySelector("[name=sans]");
  const [kept, later] = summary ? ["Rien n’est perdu\u00a0: tout ce que vous avez écrit est resté dans cette page.", "Le reste sera enregistré, pas ce qui est à corriger."]
    : shared ? ["Le reste de cette partie est enregistré.", "Ce qui est à corriger sera perdu."]
    : ["Le reste de cette partie est enregistré\u00a0; ce qui est à corriger est gardé sur cet appareil.", "Vous retrouverez ici ce qui est à corriger."];

  const at = (name) => { const fields = fieldsOf(name); return fields[refused.get(name).place] || fields[0]; };
  const told = () => [...refused.keys()].filter((name) => fieldsOf(name).length && !entryOf(at(name)).hidden);

  function beside(name, words) { // above the field, where the server writes it
    const fields = fieldsOf(name), entry = fields[0] && entryOf(fields[0]);
    if (!entry) return;
    const id = `${entry.id}-error`;
    let box = document.getElementById(id);
    box?.querySelector(`[data-refused="${CSS.escape(name)}"]`)?.remove();
    if (words) {
      if (!box) {
        box = element("div", { class: "invalid-feedback", id });
        [...entry.children].filter((one) => one.matches(".q-label, .q-if, .form-text:not([id$=-how])")).at(-1).after(box);
      }
      box.append(element("p", { "data-refused": name }, words));
      const twice = entry.querySelector("[data-twice]");
      if (twice) twice.textContent = ""; // the same, said at once by questions.js
    } else if (box && !box.children.length) box.remove();
    for (const field of fields) {
      const others = (field.getAttribute("aria-describedby") || "").split(" ").filter((one) => one && one !== id);
      const all = words ? [...others, id] : others;
      if (all.length) field.setAttribute("aria-describedby", all.join(" ")); else field.removeAttribute("aria-describedby");
      if (words && (fields.length === 1 || field === at(name))) field.setAttribute("aria-invalid", "true");
      else if (!words || !field.closest(".ranks")) field.removeAttribute("aria-invalid");
    }
  }

  function say(name, words, place = 0) {
    if (words) refused.set(name, { words, place }); else if (!refused.delete(name)) return;
    beside(name, words);
    if (summary) draw();
  }

  const impossible = (field) => field.validity?.badInput; // a date that is not in the calendar: its field holds nothing
  function watch(field) {
    if (impossible(field)) say(field.name, NO_DATE);
    else if (refused.get(field.name)?.words === NO_DATE) say(field.name, "");
  }

  function draw() {
    const names = told(), back = summary.contains(document.activeElement);
    if (!names.length) {
      summary.remove();
      summary = null;
      if (back) form.querySelector("[data-state]").focus();
      return;
    }
    const title = names.length > 1 ? `${names.length} réponses à corriger` : "Une réponse à corriger";
    const lines = names.map((name) => element("li", {},
      element("a", { href: `#${at(name).id}` }, numberAndLabel(entryOf(at(name)))), `\u00a0: ${refused.get(name).words}`));
    const go = onward?.href ? element("a", { class: "btn btn-secondary", href: onward.href }, "Continuer sans corriger")
      : element("button", { class: "btn btn-secondary", form: form.id, name: "sans", value: onward?.value || "suite", "data-keeps": "" }, "Continuer sans corriger");
    summary.replaceChildren(element("h2", { id: "a-corriger" }, title), element("p", {}, kept), element("ul", {}, ...lines),
      element("p", { class: "actions" }, go, " ", element("span", { class: "muted" }, later)));
    if (back) summary.focus();
  }

  /* Whether something is refused: then it is told, and read first. `pressed`: what was pressed to leave the part. */
  function stop(pressed) {
    for (const field of typedIn(form)) if (impossible(field)) watch(field);
    if (!told().length) return false;
    onward = pressed;
    if (!summary) {
      summary = element("section", { class: "error-summary", tabindex: "-1", "aria-labelledby": "a-corriger" });
      form.before(summary);
    }
    draw();
    summary.focus();
    return true;
  }

  for (const words of form.querySelectorAll("[data-refused]")) { // those that the server found
    const fields = fieldsOf(words.dataset.refused), place = fields.findIndex((one) => one.getAttribute("aria-invalid") === "true");
    refused.set(words.dataset.refused, { words: words.textContent, place: Math.max(place, 0) });
  }
  form.addEventListener("focusout", ({ target }) => watch(target));
  for (const field of typedIn(form)) if (field !== document.activeElement && impossible(field)) watch(field); // left before this script was there
  const except = () => { const left = told().length; return left ? `, sauf ${left > 1 ? `${left} réponses` : "une réponse"} à corriger` : ""; };
  return { say, stop, except, of: (name) => refused.get(name), impossible };
}

/* What was put back from this device */
export function foundAgain(kept, fields) {
  const when = `${new Date(kept.at).toLocaleDateString("fr-FR", { weekday: "long", day: "numeric", month: "long" })} à ${clock(kept.at)}`;
  return notice("status", "Ce que vous aviez écrit n’est pas perdu.", fields.every((one) => one.refused)
    ? `Il reste à corriger ce qui n’a pas pu être enregistré ${when}.`
    : `Une partie n’était pas encore partie, ${when}\u00a0: elle est remise à sa place, et s’enregistre.`);
}

/* What was written in a field that is no longer there: its question was reworded or retired meanwhile */
export function showOrphans(form, key) {
  const kept = shared ? null : copies.read(key), here = new Set(typedIn(form).map((field) => field.name));
  const lost = Object.entries(kept?.fields || {}).filter(([name]) => !here.has(name));
  const texts = lost.map(([, one]) => [one.values].flat().filter(Boolean).join("\u202f; ")).filter((text) => text && text !== "answered");
  const forget = () => {
    for (const [name] of lost) delete kept.fields[name];
    if (Object.keys(kept.fields).length) copies.write(key, kept); else copies.drop((one) => one === key);
  };
  if (!texts.length) return lost.length ? forget() : undefined;
  const told = notice("status", "Le questionnaire a changé pendant que vous écriviez.", "Une question n’est plus posée ici. Voici ce que vous y aviez écrit\u00a0:",
    button("L’effacer de cet appareil", "btn-secondary", () => { forget(); told.remove(); form.querySelector("[data-state]").focus(); }));
  told.querySelector(".actions").before(...texts.map((text) => element("p", { class: "kept-text" }, text)));
  form.before(told);
}

/* What waits on this device for another part of the same questionnaire */
export function remind(place, own) {
  for (const [key, kept] of copies.all(prefixOf(place.dataset.unsent))) {
    const fields = Object.values(kept?.fields || {});
    if (key === own || !kept?.where || !fields.length) continue;
    const wrong = fields.every((one) => one.refused), many = fields.length > 1;
    const [title, act] = wrong ? [many ? `${fields.length} réponses sont à corriger.` : "Une réponse est à corriger.", "Ouvrir cette partie pour corriger"]
      : ["Une réponse n’est pas encore enregistrée.", "Ouvrir cette partie pour l’enregistrer"];
    place.append(notice("status", title, `${wrong && many ? "Elles sont gardées" : "Elle est gardée"} sur cet appareil, dans une autre partie.`,
      element("a", { class: "btn btn-secondary", href: kept.where }, act)));
  }
}
