"""Measure the pages people wait for: statements, CPU against the floor, weight; on the demonstration plus 100 rows.

The CPU is that of the server's processes, request by request, in alternating rounds of one run: figures are ratios,
so that a slow or shared machine does not change them much. Loopback only; every loop is bounded.
"""

import gzip
import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS, REQUESTS = 7, 40
TICK = os.sysconf("SC_CLK_TCK")
UNITS = {"U": "/", "U100": "/list/"}  # the floor with 25 rows, and with 100
BASE = Path(__file__).resolve().parent.parent
PREPARE = """
from django.test import Client
from django.db import connection
from django.test.utils import CaptureQueriesContext
from dla_collectif.accounts.models import User
from dla_collectif.directory.models import Organisation
from programs.demo.bench import pages, add_rows
add_rows()
for name, goal, unit, user, path in pages():
    client = Client(HTTP_HOST="127.0.0.1")
    if user:
        client.force_login(user, backend="dla_collectif.accounts.backends.RolesBackend")
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        status = client.get(path).status_code
    cookie = client.cookies["sessionid"].value if user else ""
    print("PAGE", name, goal, unit, path, cookie, len(queries), status, sep="|")
"""


class Server:
    """gunicorn with two workers on a port of its own; knows what CPU its processes used."""

    def __init__(self, application, environment):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", application, "--workers", "2", "--log-level", "error"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--pythonpath", str(BASE / "script")]
        self.process = subprocess.Popen(command, cwd=BASE, env={**os.environ, **environment})
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The server did not start.")

    def cpu(self) -> float:
        """Seconds of CPU of the process and its children so far."""
        parent, total = self.process.pid, 0
        for pid in [parent, *Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICK

    def get(self, path, cookie) -> tuple[int, int]:
        """One request: its status and its weight compressed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, len(body) if answer.getheader("Content-Encoding") else len(gzip.compress(body))

    def cost(self, path, cookie) -> float:
        """Milliseconds of CPU of one request, over a round."""
        before = self.cpu()
        for _ in range(REQUESTS):
            self.get(path, cookie)
        return 1000 * (self.cpu() - before) / REQUESTS

    def stop(self):
        """End it and its workers."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def run(*command, **environment) -> str:
    """A command of the project; its output, or the end with what it said."""
    done = subprocess.run(command, cwd=BASE, env={**os.environ, **environment}, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def main(folder: Path):
    """Prepare both sites, measure in turn, print the table."""
    ours = {"DATABASE_URL": f"sqlite:///{folder}/ours.sqlite3", "DLA_DEMO": "1", "DLA_VAR": str(folder / "var")}
    floor_file = str(folder / "floor.sqlite3")
    manage = [sys.executable, "manage.py"]
    run(sys.executable, "script/fonts.py", str(folder / "var/generated/fonts"))
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["demo"]):
        run(*manage, *command, **ours)
    lines = run(*manage, "shell", "-v0", "-c", PREPARE, **ours).splitlines()
    pages = [line.split("|")[1:] for line in lines if line.startswith("PAGE|")]
    cookie = run(sys.executable, "script/bench_floor.py", floor_file).strip()
    site, floor = Server("dla_collectif.wsgi", ours), Server("bench_floor", {"BENCH_FLOOR": floor_file})
    try:
        floor.cost("/", cookie)
        print(f"{'page':34} {'SQL':>4} {'ms CPU':>7} {'ratio':>5} {'goal':>9} {'gzip':>8}")
        for name, goal, unit, path, session, statements, status in pages:
            mine = f"sessionid={session}"
            site.cost(path, mine)
            rounds = [(site.cost(path, mine), floor.cost(UNITS[unit], cookie)) for _ in range(ROUNDS)]
            ratio = statistics.median(a / b for a, b in rounds)
            spent = statistics.median(a for a, _ in rounds)
            weight = site.get(path, mine)[1] / 1024
            mark = "" if status == "200" else f"  answered {status}"
            print(f"{name:34} {statements:>4} {spent:7.1f} {ratio:5.2f} {goal:>4} {unit:4} {weight:5.1f} KiB{mark}")
    finally:
        site.stop()
        floor.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
