"""A page walked without a mouse: where the focus is, what it is called, whether it can be seen."""

# The ring may be drawn on the label around a field. The calendar button inside a date field has the browser's own ring:
# the field is then the active element without matching :focus.
FOCUS = """() => {
  const one = document.activeElement;
  const ringed = (each) => {
    const style = getComputedStyle(each), box = each.getBoundingClientRect();
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && box.width > 0 && box.bottom > 0;
  };
  const label = one.labels && one.labels.length ? one.labels[0].innerText : one.innerText || one.value || "";
  return {
    name: (one.getAttribute("aria-label") || label || "").replace(/\\s+/g, " ").trim(),
    tag: one.tagName.toLowerCase(),
    field: one.name || "",
    seen: !one.matches(":focus") || [one, one.closest("label")].some((each) => each && ringed(each)),
  };
}"""


class Keyboard:
    """Tab, Space, Enter and the letters; `unseen` gathers the stops whose focus cannot be seen."""

    def __init__(self, page):
        self.page = page
        self.unseen = []

    @property
    def focus(self):
        """What has the focus: name, tag, field, and whether it is seen."""
        return self.page.evaluate(FOCUS)

    def tab(self):
        """The next stop."""
        self.page.keyboard.press("Tab")
        stop = self.focus
        if stop["tag"] != "body" and not stop["seen"]:
            self.unseen.append(f"{self.page.url} {stop['tag']} « {stop['name']} »")
        return stop

    def go_to(self, name, at_most=80):
        """Tab until the stop whose name begins so. A page that never comes to it fails here."""
        names = []
        for _ in range(at_most):
            stop = self.tab()
            if stop["name"].startswith(name):
                return stop
            names.append(stop["name"])
        raise AssertionError(f"« {name} » is not reached by Tab from {self.page.url}: {names}")

    def enter(self):
        """Press what has the focus, and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, text):
        """Type where the focus is."""
        self.page.keyboard.type(text)
