"""200 associations answer at once: how long a save takes, and whether any is lost.

    .venv/bin/python script/crowd.py                               on a SQLite file of its own
    script/with-postgres .venv/bin/python script/crowd.py          on an empty PostgreSQL

One minute of 40 saves a second, counted from the moment each was due, with the floor's one-row save in the same
run; then all 200 open their form and save in one instant. Ends with 1 for an error or a lost answer.
"""

import http.client
import os
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from bench import Server, run

CROWD, RATE, SECONDS = 200, 40, 60
NAMES = "associations answering at once"
PREPARE = f"""
from django.test import Client
from programs.demo.bench import add_crowd
from programs.journey.models import Program
print("PROGRAM", Program.objects.get(reference="cirque").public_id, sep="|")
for user in add_crowd({CROWD}):
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user, backend="dla_collectif.accounts.backends.RolesBackend")
    print("PERSON", client.cookies["sessionid"].value, user.person_id, sep="|")
"""
COUNT = """
from programs.diagnosis.models import Answer
for person, value in Answer.objects.filter(
    response__participation__organisation__name__startswith="Association de la foule"
).values_list("response__participation__organisation__affiliations__person", "value"):
    print("STORED", person, value, sep="|")
"""


class Association:
    """A person at a questionnaire: one save at a time, with the version that the server said last."""

    def __init__(self, port, folder, session, person):
        self.port, self.folder, self.session, self.person = port, folder, session, person
        self.cookie, self.token, self.version, self.turn, self.told = "", "", "0", 0, ""
        self.lock = threading.Lock()

    def ask(self, method, path, body="", **headers):
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, {"Cookie": self.cookie, **headers})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def open(self):
        """Open the form: its status; the token comes with it."""
        self.cookie = f"sessionid={self.session}"
        answer = self.ask("GET", f"{self.folder}notre-reponse/?partie=1")
        said = [line for name, line in answer.getheaders() if name.lower() == "set-cookie" and "csrftoken" in line]
        if said:
            self.token = said[0].split("csrftoken=")[1].split(";")[0]
        self.cookie = f"sessionid={self.session}; csrftoken={self.token}"
        return answer.status

    def save(self, text):
        """Save one answer: its status."""
        with self.lock:
            self.turn += 1
            fields = {
                "name": "q1",
                "version": self.version,
                "value": text,
                "page": f"p{self.person}",
                "turn": self.turn,
            }
            kind = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.token}
            answer = self.ask("POST", f"{self.folder}notre-reponse/enregistrer/", urlencode(fields), **kind)
            if answer.status == 204:
                self.version, self.told = answer.getheader("X-Version"), text
            return answer.status


def rush(name, gesture) -> tuple[list[float], int]:
    """The rate for the time: seconds from when each was due to its answer, and how many were refused."""
    begun, late, bad = time.perf_counter() + 0.5, [], []

    def one(number):
        due = begun + number / RATE
        time.sleep(max(0, due - time.perf_counter()))
        status = gesture(number)
        late.append(time.perf_counter() - due)
        if status != 204:
            bad.append(status)

    with ThreadPoolExecutor(64) as pool:
        list(pool.map(one, range(RATE * SECONDS)))
    tell(name, late, len(bad))
    return late, len(bad)


def instant(name, gestures, well) -> int:
    """All at the same moment: how many were refused."""
    ready, late, bad = threading.Barrier(len(gestures)), [], []

    def one(gesture):
        ready.wait()
        begun = time.perf_counter()
        status = gesture()
        late.append(time.perf_counter() - begun)
        if status != well:
            bad.append(status)

    threads = [threading.Thread(target=one, args=(gesture,)) for gesture in gestures]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tell(name, late, len(bad))
    return len(bad)


def tell(name, late, bad):
    """A line of figures."""
    ordered = sorted(late)
    middle, most = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    told = (("p50", middle), ("p95", most), ("last", ordered[-1]))
    print(f"{name:34}", *(f"{word} {1000 * value:6.0f} ms" for word, value in told), f"refused {bad}", sep="  ")


def main(folder: Path) -> int:
    """Prepare, play, count."""
    file = f"sqlite:///{folder}/crowd.sqlite3"
    ours = {"DATABASE_URL": os.environ.get("DATABASE_URL", file), "DLA_DEMO": "1", "DLA_VAR": str(folder / "var")}
    floor_file = str(folder / "floor.sqlite3")
    manage = [sys.executable, "manage.py"]
    run(sys.executable, "script/fonts.py", str(folder / "var/generated/fonts"))
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["demo"]):
        run(*manage, *command, **ours)
    lines = [line.split("|") for line in run(*manage, "shell", "-v0", "-c", PREPARE, **ours).splitlines()]
    path = f"/accompagnements/{next(line[1] for line in lines if line[0] == 'PROGRAM')}/diagnostic-des-besoins/"
    cookie = run(sys.executable, "script/bench_floor.py", floor_file).strip()
    site, floor = Server("dla_collectif.wsgi", ours), Server("bench_floor", {"BENCH_FLOOR": floor_file})
    try:
        crowd = [Association(site.port, path, *line[1:]) for line in lines if line[0] == "PERSON"]
        base = Association(floor.port, "/", "", "")
        base.cookie = cookie
        kind = {"Content-Type": "application/x-www-form-urlencoded"}

        def floor_save(number):
            return base.ask("POST", "/save/", f"row={number % 100 + 1}&value={number % 7}", **kind).status

        bad = instant(f"{CROWD} open the form in one instant", [one.open for one in crowd], 200)
        bad += rush(f"the floor, {RATE} saves a second", floor_save)[1]
        bad += rush(f"{RATE} saves a second", lambda number: crowd[number % CROWD].save(f"Des films, {number}."))[1]
        bad += instant(
            f"{CROWD} save in one instant", [lambda one=one: one.save("Au même instant.") for one in crowd], 204
        )
        stored = [line.split("|") for line in run(*manage, "shell", "-v0", "-c", COUNT, **ours).splitlines()]
        found = {person: value for what, person, value in stored if what == "STORED"}
        lost = sum(found.get(one.person) != one.told for one in crowd)
        print(f"{CROWD} {NAMES}: {bad} refused, {lost} lost")
        return int(bool(bad or lost))
    finally:
        site.stop()
        floor.stop()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        sys.exit(main(Path(place)))
