/* What changes while a meeting looks at it: a vote's count on the projector, on the DLA's page, on a phone.
   Every page works without it, by loading it again.
   1. [data-live="url"]: a small JSON, asked for every few seconds; [data-live-text=key] shows its values.
   2. when its "mark" is no longer data-live-mark, [data-live-part] is drawn again from the page itself.
   3. [data-slides]: the arrows of the keyboard, and of a presenter's remote, go to the slide before or after. */

const PACE = 3000;
const LONGEST = 60000;

function say(values) {
  for (const place of document.querySelectorAll("[data-live-text]")) {
    const value = values[place.dataset.liveText];
    if (value !== undefined && value !== "" && place.textContent !== String(value)) place.textContent = value;
  }
}

async function redraw() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error("page");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = page.querySelector("[data-live-part]");
  const here = document.querySelector("[data-live-part]");
  const source = page.querySelector("[data-live]");
  const mine = document.querySelector("[data-live]");
  if (source && mine) mine.dataset.liveMark = source.dataset.liveMark;
  if (!part || !here || !source) { location.reload(); return; }
  const focused = here.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  here.replaceWith(part);
  if (focused) part.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
}

async function follow(wait = PACE) {
  const source = document.querySelector("[data-live]");
  if (!source) return;
  let next = PACE;
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch(source.dataset.live, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error("state");
      const values = await answer.json();
      say(values);
      if (values.mark !== source.dataset.liveMark) await redraw();
    } catch { next = Math.min(wait * 2, LONGEST); }
  }
  setTimeout(follow, next, next);
}

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const way = { ArrowRight: "next", PageDown: "next", ArrowLeft: "prev", PageUp: "prev" }[event.key];
  const link = way && document.querySelector(`[data-slides] a[rel=${way}]`);
  if (link) { event.preventDefault(); link.click(); }
});

setTimeout(follow, PACE);
