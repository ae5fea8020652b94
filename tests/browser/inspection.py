"""A page looked at closely: answer, markup, accessibility, width, French; every fault is a line that says where."""

import re

from axe_playwright_python.sync_playwright import Axe

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
ZOOMED = {"width": 320, "height": 256}  # what is left of a screen of 1280 × 1024 at 400 %
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}
READ = """() => {
  const said = [...document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")].flatMap((one) =>
    ["aria-label", "title", "placeholder", "alt"].map((name) => one.getAttribute(name)).filter(Boolean));
  return {
    lang: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    text: [document.body.innerText, ...said].join("\\n"),
    loose: [...document.querySelectorAll("[style], style, script:not([src]), [onclick]")].length,
  };
}"""
FAINT = """() => {  // the labels of cells on a phone are drawn by the style sheet: axe does not see them
  const parts = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = (colour) => parts(colour).slice(0, 3).map((one) => one / 255)
    .map((one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0);
  const behind = (one) => {
    for (; one; one = one.parentElement) {
      const found = getComputedStyle(one).backgroundColor;
      if ((parts(found)[3] ?? 1) > 0.5) return found;
    }
    return "rgb(255, 255, 255)";
  };
  const contrast = (one) => {
    const [dark, bright] = [getComputedStyle(one, "::before").color, behind(one)].map(light).sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  return [...document.querySelectorAll("[data-label]")]
    .filter((one) => getComputedStyle(one, "::before").content.includes(one.dataset.label) && contrast(one) < 4.5)
    .map((one) => one.dataset.label);
}"""
LINKS = '() => [...document.querySelectorAll("a[href]")].map((one) => one.href)'
ADDRESS = re.compile(r"\S+(?:://|@|www\.)\S+")
WRONG = {  # what French typography, or a template that leaks, looks like
    "apostrophe droite": re.compile(r"\w'\w"),
    "guillemets droits": re.compile(r'"'),
    "espace sécable avant un signe double": re.compile(r"\S [:;!?»]"),
    "espace sécable après un guillemet": re.compile(r"« "),
    "signe double collé": re.compile(r"[^\W\d_][;!?](?=\s|$)"),
    "trois points": re.compile(r"\.\.\.(?!\.)"),
    "valeur technique": re.compile(r"\b(?:None|True|False|NaN|undefined|null)\b|\{\{|\}\}|\{%|<[A-Z]\w+:"),
}


def typography(text) -> list[str]:
    """What is wrong with the French of a text, each with its surroundings."""
    text = ADDRESS.sub("", text)
    found = []
    for name, wrong in WRONG.items():
        for match in list(wrong.finditer(text))[:3]:
            near = text[max(match.start() - 25, 0) : match.end() + 15].replace("\n", "⏎")
            found.append(f"{name} : {near}")
    return found


def faults_of(page) -> list[str]:
    """What is wrong on the page as it stands, at its own width."""
    seen = page.evaluate(READ)
    faults = [] if seen["lang"] == "fr" else [f"langue {seen['lang']!r}"]
    faults += [] if seen["headings"] == 1 else [f"{seen['headings']} titres de premier niveau"]
    faults += [f"{seen['loose']} style ou script dans la page"] if seen["loose"] else []
    return faults + typography(f"{seen['text']}\n{page.title()}") + violations(page) + overflow(page)


def violations(page) -> list[str]:
    """What axe finds."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"axe {each['id']} : {each['nodes'][0]['html'][:160]} (et {len(each['nodes']) - 1})" for each in found]


def overflow(page) -> list[str]:
    """Whether the page scrolls sideways."""
    width, seen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [f"{width} px de large dans une fenêtre de {seen}"] if width > seen else []


def faint(page) -> list[str]:
    """The labels of cells that cannot be read on their background."""
    return [f"étiquette illisible : {label}" for label in sorted(set(page.evaluate(FAINT)))]


class Inspector:
    """Somebody's browser that opens pages and gathers faults."""

    def __init__(self, page, origin):
        self.page, self.origin = page, origin
        self.events = []
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.events.append(f"script : {error}"))
        page.on("request", self.watch_request)
        page.on("response", self.watch_response)

    def hear(self, message):
        """The console says nothing on a page that works."""
        if message.type in {"error", "warning"}:
            self.events.append(f"console : {message.text}")

    def watch_request(self, request):
        """Nothing is asked of anybody else."""
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.events.append(f"demande à un autre hôte : {request.url}")

    def watch_response(self, response):
        """Each file of the page is there."""
        if response.status >= 400:
            self.events.append(f"réponse {response.status} : {response.url}")

    def look(self, address):
        """Open a page: (its faults, where its links lead)."""
        self.events.clear()
        answer = self.page.goto(address)
        faults = [] if answer.status == 200 else [f"état {answer.status}"]
        faults += faults_of(self.page)
        for size in (PHONE, ZOOMED):
            self.page.set_viewport_size(size)
            faults += overflow(self.page) + faint(self.page)
        self.page.set_viewport_size(WIDE)
        return faults + self.events, self.links()

    def links(self, address=""):
        """Where the links of a page lead; of this one, or of another that is opened for them alone."""
        if address:
            self.page.goto(address)
        return self.page.evaluate(LINKS)

    def in_the_dark(self, address):
        """The same page in dark colours: its contrasts."""
        self.page.emulate_media(color_scheme="dark")
        self.page.goto(address)
        faults = violations(self.page)
        self.page.emulate_media(color_scheme="light")
        return faults
