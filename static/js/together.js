/* Several people in one questionnaire: two texts to choose from, who wrote what, who is in which question; what is left. */

import { button, element, valuesOf } from "./app.js";

/* Two texts for one field. `told`: theirs, who, when, mine (one's own other page); `choose` takes what makes the values kept. */
export function conflictBox(name, fields, { theirs, who, when, mine }, own, choose) {
  const field = fields[0], others = Array.isArray(theirs) ? theirs.map(String) : [String(theirs ?? "")];
  const title = mine ? `Vous avez écrit cette réponse autrement, ${when}, dans une autre page.` : `${who || "Une autre personne"} a écrit cette réponse ${when}, pendant que vous écriviez.`;
  const boxOf = (value) => fields.find((one) => /radio|checkbox/.test(one.type) && one.value === value);
  const read = (values) => values.map((value) => boxOf(value)?.labels[0]?.textContent.trim() || value).join(", ");
  const text = (words, value) => element("div", {}, element("h4", {}, words), element("p", { class: "text" }, value || "non renseigné"));
  const choices = [button("Garder la mienne", "btn-secondary", () => choose((now) => now)), button("Prendre l’autre", "btn-secondary", () => choose(() => others))];
  const both = (now) => [`${others[0]}${field.tagName === "TEXTAREA" ? "\n\n" : "\u202f; "}${now[0]}`];
  const written = field.tagName === "TEXTAREA" || (field.type === "text" && !field.inputMode);
  const fits = !(field.maxLength > 0 && both(own)[0].length > field.maxLength);
  if (written && fits && others[0] && own[0]) choices.push(button("Garder les deux", "btn-secondary", () => choose(both)));
  return element("div", { class: "conflict", role: "alert", "data-conflict": name },
    element("p", {}, element("strong", {}, title)),
    element("div", { class: "versions" }, text(mine ? "Dans l’autre page" : "Sa version", read(others)), text("La vôtre ici", read(own))),
    element("p", { class: "actions" }, ...choices));
}

/* `news`: entries written meanwhile (name, who, when, mine); `others`: who is here, and in which question. */
export function showOthers(form, others, news) {
  for (const one of news) {
    const line = document.getElementById(one.name)?.querySelector("[data-who]");
    if (line) { line.textContent = one.mine ? "" : `${one.who || "Quelqu’un"}, ${one.when}`; line.hidden = one.mine; }
  }
  for (const line of form.querySelectorAll("[data-here]")) {
    const there = others.filter((one) => one.field && one.field === line.closest("[data-version]")?.id).map((one) => one.who);
    const words = there.length ? `${there.join(", ")} ${there.length > 1 ? "sont" : "est"} aussi dans cette question.` : "";
    if (line.textContent !== words) line.textContent = words;
  }
}

/* What is still awaited, as answers are saved. */
document.addEventListener("answers:saved", ({ target: form, detail }) => {
  const entry = form.querySelector(`[name="${CSS.escape(detail.name)}"]`)?.closest("[data-version]")?.id;
  const line = entry && document.querySelector(`[data-missing="${CSS.escape(entry)}"]`);
  if (!line) return;
  const stance = valuesOf(form, `${entry}_stance`)[0] || "answered";
  line.hidden = stance !== "answered" || valuesOf(form, entry).some((value) => value !== "");
  const all = [...document.querySelectorAll("[data-missing]")], left = all.filter((one) => !one.hidden).length;
  document.querySelector("[data-left]").textContent = left
    ? `Il reste ${left} réponse${left > 1 ? "s" : ""} attendue${left > 1 ? "s" : ""}` : "Toutes les réponses attendues sont là";
  const here = all.filter((one) => form.querySelector(`#${CSS.escape(one.dataset.missing)}`)), place = document.querySelector("[data-part]");
  if (place) place.textContent = `${here.filter((one) => one.hidden).length} sur ${here.length}`;
});
