/* The names of figures become buttons that write them where the text was left. Without it they are copied by hand. */
for (const list of document.querySelectorAll("[data-figures]")) {
  const area = document.getElementById(list.dataset.figures);
  for (const code of area ? list.querySelectorAll("code") : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-secondary btn-small";
    button.textContent = code.textContent;
    button.title = "Écrire ce chiffre dans le texte";
    button.addEventListener("click", () => {
      area.setRangeText(code.textContent, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    });
    code.replaceWith(button);
  }
}
