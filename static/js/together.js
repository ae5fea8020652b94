/* Several people in one questionnaire: two texts to choose from, who wrote what, who is in which question; what is left. */

import { button, element, valuesOf } from "./app.js";

/* What the fields of one name say, in words: lines for a ranking and for the rows of a table. */
function inWords(fields, values) {
  const field = fields[0], table = field.closest("[data-rows]"), labelled = (one) => one?.labels[0]?.textContent.trim();
  if (table) {
    const columns = columnsOf(table);
    return rowsOf(table, values).map((row) => row.map((cell, place) => (cell ? `${columns[place]}\u00a0: ${cell}` : "")).filter(Boolean).join("\u202f; ")).join("\n");
  }
  if (field.closest(".ranks")) {
    const rankOf = (value) => Number(value.slice(value.lastIndexOf(":") + 1));
    const chooserOf = (value) => fields.find((one) => [...one.options].some((option) => option.value === value));
    return values.filter(Boolean).sort((one, other) => rankOf(one) - rankOf(other)).map((value) => `${rankOf(value)}. ${labelled(chooserOf(value)) || value}`).join("\n");
  }
  if (field.type === "date" && values[0]) return new Date(`${values[0]}T12:00`).toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" });
  return values.map((value) => labelled(fields.find((one) => /radio|checkbox/.test(one.type) && one.value === value)) || value).join("\u202f; ");
}

const columnsOf = (table) => [...table.tHead.rows[0].cells].slice(0, -1).map((cell) => cell.textContent.trim());
function rowsOf(table, values) {
  const width = columnsOf(table).length, rows = [];
  for (let start = 0; start < values.length; start += width) rows.push(values.slice(start, start + width));
  return rows.filter((row) => row.some(Boolean));
}

/* How to keep both: one text after the other, all the boxes, all the rows; nothing where it would mean nothing. */
function bothOf(fields, others, own) {
  const field = fields[0], table = field.closest("[data-rows]"), filled = (values) => values.some(Boolean);
  if (!filled(others) || !filled(own)) return null;
  if (table) {
    const rows = [...new Set([...rowsOf(table, others), ...rowsOf(table, own)].map((row) => JSON.stringify(row)))];
    return rows.length <= Number(table.dataset.rows) ? () => rows.flatMap((row) => JSON.parse(row)) : null;
  }
  if (field.type === "checkbox" && fields.length > 1) return (now) => [...new Set([...others, ...now])];
  if (field.tagName !== "TEXTAREA" && (field.type !== "text" || field.inputMode)) return null;
  const both = (now) => [`${others[0]}${field.tagName === "TEXTAREA" ? "\n\n" : "\u202f; "}${now[0]}`];
  return field.maxLength > 0 && both(own)[0].length > field.maxLength ? null : both;
}

/* Two texts for one field. `told`: theirs, who, when, mine (one's own other page); `choose` takes what makes the values kept. */
export function conflictBox(name, fields, { theirs, who, when, mine }, own, choose) {
  const others = Array.isArray(theirs) ? theirs.map(String) : [String(theirs ?? "")];
  const title = mine ? `Vous avez écrit cette réponse autrement, ${when}, dans une autre page.` : `${who || "Une autre personne"} a écrit cette réponse ${when}, pendant que vous écriviez.`;
  const text = (words, value) => element("div", {}, element("h4", {}, words), element("p", { class: "text" }, value || "non renseigné"));
  const choices = [button("Garder la mienne", "btn-secondary", () => choose((now) => now)), button("Prendre l’autre", "btn-secondary", () => choose(() => others))];
  const both = bothOf(fields, others, own);
  if (both) choices.push(button("Garder les deux", "btn-secondary", () => choose(both)));
  return element("div", { class: "conflict", role: "alert", "data-conflict": name },
    element("p", {}, element("strong", {}, title)),
    element("div", { class: "versions" }, text(mine ? "Dans l’autre page" : "Sa version", inWords(fields, others)), text("La vôtre ici", inWords(fields, own))),
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
