"""Type answers in a browser while network and server misbehave; compare what the page said with what is kept.

    .venv/bin/python script/lost_work.py                    300 answers
    .venv/bin/python script/lost_work.py --answers 20       what the tests run
    .venv/bin/python script/lost_work.py --control          a server that takes whatever comes last: must fail

Between the browser and a real gunicorn stands a proxy that cuts saves before or after they are done, delays them, sends
them twice, lets them arrive long after their turn, or never answers; meanwhile sessions end, pages are left and opened
again, and the server is killed. When the page says « Enregistré à … », what stands in its fields must be stored.
The database is one of its own (or that of DATABASE_URL, which must be empty). Ends with 1 when anything differs.
"""

import argparse
import contextlib
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bad_network import Proxy, Server

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
CONTROL = """
from dla_collectif.wsgi import application
from programs.diagnosis.answering import marks
marks.is_echo = lambda row, column, mark: False
marks.may_follow = lambda row, column, mark, version: True
"""
WATCH = """
window.refused = () => [...document.querySelectorAll("[data-refused]")].map((one) => one.dataset.refused);
window.valuesOf = (name) => [...document.getElementsByName(name)]
  .filter((one) => !/radio|checkbox/.test(one.type) || one.checked).map((one) => one.value);
(() => {
  const told = () => {
    const state = document.querySelector("[data-state]"), form = state?.closest("form");
    if (!form || !/^Enregistré à/.test(state.textContent)) return;
    const names = [...form.elements].filter((one) => one.type !== "hidden").map((one) => one.name || "");
    const fields = {};
    for (const name of names)
      if (/^[qn][0-9]+(_year|_words)?$/.test(name) && !refused().includes(name)) fields[name] = valuesOf(name);
    fetch("/claimed", { method: "POST", body: JSON.stringify(fields), keepalive: true });
  };
  addEventListener("DOMContentLoaded", () => {
    const state = document.querySelector("[data-state]");
    if (state) new MutationObserver(told).observe(state, { childList: true, characterData: true, subtree: true });
  });
})();
"""
SETTLED = re.compile("^(Enregistré|Rien|Non enregistré\u00a0: (?!votre connexion|une autre|cette réponse))")


class Typist:
    """A person of an association with a browser: types, leaves, comes back, opens the link again."""

    def __init__(self, browser, base, dice, proxy, server):
        from dla_collectif.accounts.models import User
        from programs.diagnosis.models import Response, needs_to_weigh

        self.response = Response.objects.filter(state="waiting", participation__program__phase="diagnosis").first()
        self.program = self.response.participation.program
        organisation = self.response.participation.organisation
        self.user = User.objects.filter(person__affiliations__organisation=organisation).order_by("pk").first()
        self.dice, self.base, self.proxy, self.server = dice, base, proxy, server
        self.context = browser.new_context(base_url=base, viewport={"width": 360, "height": 740})
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(WATCH)
        proxy.claimed = self.check
        self.needs = [need.pk for need in needs_to_weigh(self.program)]
        self.typed, self.claims, self.false, self.counts = {}, 0, [], Counter()
        self.refused = {}  # what the page shows in the end as not saved, such as the same rank given twice
        self.page = self.context.new_page()

    def stored(self) -> dict:
        """What the server keeps, as the fields show it."""
        from programs.diagnosis.answering.presence import shown
        from programs.diagnosis.questionnaire.entries import Sheet

        entries = Sheet(self.program, self.response).entries
        return {f"{entry.name}{end}": shown(entry.typed(end)) for entry in entries for end in entry.columns}

    def check(self, fields):
        """The page says that all is saved: is it, or what was typed there since?"""
        self.claims += 1
        stored = self.stored()
        wrong = [
            name
            for name, values in fields.items()
            if name in stored and said(stored[name]) not in (said(values), said(self.typed.get(name)))
        ]
        self.false += [(name, fields[name], stored[name]) for name in wrong]

    def counted(self) -> int:
        """How far the counter of expected answers is from what is there."""
        from programs.diagnosis.questionnaire.entries import Sheet

        self.response.refresh_from_db()
        return self.response.answered - sum(entry.counts for entry in Sheet(self.program, self.response).entries)

    def come_in(self, page):
        """By a new personal link, as somebody who looks for the mail again."""
        page.goto(f"/entrer/{self.user.issue_link(self.address)}/")
        page.get_by_role("button", name="Entrer").click()

    @property
    def address(self):
        return f"{self.response.path}{'&' if '?' in self.response.path else '?'}partie={self.part}"

    def settle(self, seconds=60) -> bool:
        """Wait until the page says that everything is saved."""
        from playwright.sync_api import expect

        with contextlib.suppress(AssertionError):
            expect(self.page.locator("[data-state]")).to_have_text(SETTLED, timeout=seconds * 1000)
            return True
        return False

    def type_one(self, number):
        """One answer, in any field of the page: a text, a figure, a day, a mark, a rank, a cell of a table."""
        fields = "textarea, select, input[type=text], input[type=date], .marks input[type=radio]"
        fields = self.page.locator(".questionnaire").locator(fields).filter(visible=True)
        field = fields.nth(self.dice.randrange(fields.count()))
        name, sort = field.get_attribute("name"), field.evaluate("one => one.type")
        if sort == "radio":
            field.press(" ")  # a click may fall beside, when a message moves the page
        elif sort == "select-one":
            field.select_option(index=self.dice.randrange(field.locator("option").count()))
        else:
            figure = field.get_attribute("inputmode")
            value = str(1950 + number % 70) if figure else f"Réponse n° {number}"
            if sort == "date":
                value = f"2027-03-{1 + number % 28:02d}"
            if self.dice.random() < 0.05:
                value = ""
            field.fill(value)
        self.typed[name] = self.page.evaluate("name => window.valuesOf(name)", name)

    def lose_session(self):
        """It ends on the server; a link opens another, in another tab."""
        from dla_collectif.entrance.models import Session

        Session.objects.filter(user=self.user).delete()
        self.counts["sessions ended"] += 1
        self.type_one(0)
        self.page.wait_for_timeout(self.dice.choice([200, 2500]))
        other = self.context.new_page()
        self.come_in(other)
        other.close()
        self.page.evaluate("dispatchEvent(new Event('focus'))")

    def leave(self):
        """Go to another part, in one of the ways there are; some of them in the middle of a save."""
        way = self.dice.choice(["link", "button", "reload", "closed", "back"])
        self.counts[way] += 1
        before, self.part = self.part, self.dice.randint(1, self.parts)
        if way == "button":
            self.settle()
            for name in ["Enregistrer et", *["Continuer sans corriger"] * self.page.evaluate("refused().length > 0")]:
                self.page.get_by_role("button", name=name).click(timeout=60_000)
            self.page.wait_for_url(lambda url: f"partie={before}" not in url or "envoi" in url, timeout=60_000)
        elif way == "closed":
            self.page.close(run_before_unload=False)
            self.page = self.context.new_page()
        elif way == "back":
            self.page.goto(self.program.get_absolute_url())
            self.page.go_back()
        elif way == "reload":
            self.page.reload()
        self.page.goto(self.address)

    def walk(self, answers, kills, ends):
        """Type that many answers; then open every part once more, and compare."""
        self.part, self.parts = 1, 1
        self.come_in(self.page)
        self.page.goto(self.address)
        self.parts = int(self.page.locator(".q-head").inner_text().split("sur")[1].split()[0])
        kill_at = set(self.dice.sample(range(1, answers), kills))
        end_at = set(self.dice.sample(range(1, answers), ends))
        for number in range(1, answers + 1):
            self.type_one(number)
            if number in kill_at:
                self.page.wait_for_timeout(self.dice.randint(0, 1200))
                self.server.kill()
                self.page.wait_for_timeout(self.dice.randint(0, 1500))
                self.server.start()
                self.server.wait()
            if number in end_at:
                self.lose_session()
            if self.dice.random() < 0.5:
                self.settle()
            if self.dice.random() < 0.08:
                self.leave()
        for part in range(1, self.parts + 1):
            self.part = part
            self.page.goto(self.address)
            self.page.wait_for_timeout(300)
            if not self.settle(90):
                self.counts["never settled"] += 1
            self.counts["conflicts with oneself"] += self.page.locator("[data-conflict]").count()
            for name in self.page.evaluate("refused()"):
                self.refused[name] = self.page.evaluate("name => valuesOf(name)", name)
        until = time.monotonic() + 20
        while self.proxy.open and time.monotonic() < until:
            self.page.wait_for_timeout(200)
        self.page.wait_for_timeout(500)


def said(values) -> list:
    """What a field says, nothing being nothing however it is written."""
    return [value for value in values or [] if value]


def campaign(answers: int, *, control=False, seed=None, browser_path="") -> dict:
    """Prepare a database, type, compare; the counts."""
    import django

    django.setup()
    from django.core.management import call_command
    from playwright.sync_api import sync_playwright

    dice = random.Random(seed)  # noqa: S311
    subprocess.run(
        [sys.executable, "script/fonts.py", f"{os.environ['DLA_VAR']}/generated/fonts"], cwd=ROOT, check=True
    )
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("demo", stdout=io.StringIO())
    server = Server("lost_work_control:application" if control else "dla_collectif.wsgi:application")
    proxy = Proxy(server.port, dice)
    proxy.start()
    server.wait()
    try:
        with sync_playwright() as play:
            path = browser_path or shutil.which("chromium") or None
            browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
            typist = Typist(browser, f"http://127.0.0.1:{proxy.port}", dice, proxy, server)
            typist.walk(answers, kills=max(1, answers // 40), ends=max(1, answers // 40))
            stored, off = typist.stored(), typist.counted()
            browser.close()
    finally:
        server.kill()
    lost = {
        name: (values, stored[name])
        for name, values in typist.typed.items()
        if said(values) not in (said(stored[name]), said(typist.refused.get(name)))
    }
    return {
        "answers": answers,
        "saves": dict(proxy.played),
        "kills": server.kills - 1,
        **typist.counts,
        "claims": typist.claims,
        "false_claims": len(typist.false),
        "told to be corrected": len(typist.refused),
        "lost": len(lost),
        "counter_off_by": off,
        "examples": [*typist.false[:3], *list(lost.items())[:3]],
    }


def holds(counts: dict) -> bool:
    """Everything that the page said was saved was; everything typed is there; nobody fought with themselves."""
    bad = ("false_claims", "lost", "counter_off_by", "never settled", "conflicts with oneself")
    return counts["claims"] > 0 and not any(counts.get(name) for name in bad)


def main() -> int:
    """Run a campaign and print its counts as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=300)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--browser", default="", help="the browser's program, if it is not « chromium »")
    wanted = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        Path(folder, "lost_work_control.py").write_text(CONTROL)
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3")
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "dla_collectif.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright runs a loop of its own around this one typist
            "DLA_DEMO": "1",
            "DLA_VAR": f"{folder}/var",
            "PYTHONPATH": folder,
        }
        counts = campaign(wanted.answers, control=wanted.control, seed=wanted.seed, browser_path=wanted.browser)
    print(json.dumps(counts, indent=2, ensure_ascii=False))
    return 0 if holds(counts) else 1


if __name__ == "__main__":
    sys.exit(main())
