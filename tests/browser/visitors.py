"""Somebody at a browser, who does what people do: follow a link, press a button, fill in fields by their labels."""

import re

from playwright.sync_api import Page, expect

from tests.browser.inspection import faults_of

PASSWORD = "un long mot de passe"


class Visitor:
    """A person's browser; `faults` gathers what the page complained of."""

    def __init__(self, page: Page):
        self.page = page
        self.faults = []
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("response", lambda answer: answer.status >= 500 and self.faults.append(f"{answer.status} {answer.url}"))

    def hear(self, message):
        """Keep the errors and warnings of the console, with the page they came from."""
        if message.type in {"error", "warning"}:
            self.faults.append(f"{self.page.url}: {message.text}")

    def look(self):
        """Keep what is wrong on this page, at the visitor's width, from its top: a head that stays hides no field."""
        self.page.wait_for_load_state()
        self.page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        self.faults += [f"{self.page.url} : {fault}" for fault in faults_of(self.page)]

    def open(self, path):
        """Go to an address."""
        return self.page.goto(path)

    def follow(self, name, within=None):
        """Follow the first link of this name."""
        (within or self.page).get_by_role("link", name=name, exact=isinstance(name, str)).first.click()

    def press(self, name, within=None):
        """Press the first button of this name."""
        (within or self.page).get_by_role("button", name=name, exact=isinstance(name, str)).first.click()

    def field(self, label, within=None):
        """The field of a label, whether it is optional or not."""
        words = (
            label if isinstance(label, re.Pattern) else re.compile(rf"^\s*{re.escape(label)}(\s+\(facultatif\))?\s*$")
        )
        return (within or self.page).get_by_label(words).first

    def fill(self, fields, within=None):
        """Fill in fields: {label: text}; True ticks, a list chooses by words, a path joins a file."""
        for label, value in fields.items():
            field = self.field(label, within)
            kind = "" if value is True else field.evaluate("one => one.type")
            if value is True:
                field.check()
            elif kind == "select-one":
                field.select_option(self.option(field, value))
            elif kind == "file":
                field.set_input_files(value)
            else:
                field.fill(value)

    def option(self, field, words):
        """The value of the first choice that has these words."""
        exactly = re.compile(rf"^\s*{re.escape(words)}\s*$") if isinstance(words, str) else words
        return field.locator("option").filter(has_text=exactly).first.get_attribute("value")

    def choose(self, group, option):
        """Choose one of a group of buttons."""
        self.page.get_by_role("group", name=group).get_by_label(option, exact=True).check()

    def sees(self, *words):
        """Wait until each of these can be read."""
        for each in words:
            expect(self.page.locator("main").get_by_text(each).first).to_be_visible()

    def is_told(self, words):
        """Wait for the message that says what was done."""
        expect(self.page.locator(".message").first).to_contain_text(words)

    def is_at(self, title):
        """Wait for the page of this title."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def sign_in(self, email):
        """Sign in by password."""
        self.open("/")
        form = self.page.get_by_role("region", name="Équipe d’un DLA : mot de passe")
        self.fill({"Adresse électronique": email, "Mot de passe": PASSWORD}, form)
        self.press("Se connecter")
        self.is_at("Mes accompagnements")

    def confirm(self, letters):
        """Type the code that has just come by letter."""
        self.is_at("Confirmer que c’est bien vous")
        self.look()
        self.fill({"Code reçu": re.search(r"^\d{6}$", letters()[-1], re.MULTILINE)[0]})
        self.press("Confirmer")

    def come_by(self, letter):
        """Open the personal link of a letter, and enter."""
        self.open(re.search(r"http\S+/entrer/\S+", letter)[0])
        self.press("Entrer")
