"""What the campaign of lost work sets between a browser and a server: a proxy that plays tricks, a server to kill."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAULTS = {"none": 40, "cut before": 10, "cut after": 10, "delay": 14, "double": 12, "late": 12, "silence": 2}


class Proxy(threading.Thread):
    """Passes everything on, but plays with what saves an answer."""

    def __init__(self, target, dice):
        super().__init__(daemon=True)
        self.claimed = lambda fields: None  # who is told what a page says that it saved
        self.target, self.dice, self.played = target, dice, Counter()
        self.port, self.calm, self.loop = free_port(), False, asyncio.new_event_loop()
        self.open, self.coming = 0, set()

    def run(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(asyncio.start_server(self.serve, "127.0.0.1", self.port))
        self.loop.run_forever()

    async def serve(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            lines = [one for one in head.split(b"\r\n") if not one.lower().startswith((b"connection:", b"keep-alive:"))]
            length = next((int(one[15:]) for one in lines if one.lower().startswith(b"content-length:")), 0)
            asked = b"\r\n".join([*lines[:-2], b"Connection: close", b"", b""]) + await reader.readexactly(length)
            if b" /claimed " in lines[0]:
                self.claimed(json.loads(asked.partition(b"\r\n\r\n")[2]))
                answer = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
            else:
                answer = await self.play(asked, b"/enregistrer/" in lines[0])
            if answer:
                writer.write(answer)
                await writer.drain()
        writer.close()

    async def play(self, asked, is_save):
        fault = "none" if self.calm or not is_save else self.dice.choices([*FAULTS], [*FAULTS.values()])[0]
        self.played[fault] += is_save
        if fault == "cut before":
            return None
        if fault == "delay":
            await asyncio.sleep(self.dice.uniform(0.1, 2))
        if fault == "late":
            self.later(asked)
            return None
        if fault == "silence":
            self.later(asked)
            await asyncio.sleep(30)
            return None
        if fault == "double":
            self.later(asked)
        answer = await self.passed(asked)
        return None if fault == "cut after" else answer

    def later(self, asked):
        """Let a request arrive when its turn is over."""

        async def arrive():
            await asyncio.sleep(self.dice.uniform(0.3, 6))
            await self.passed(asked)
            self.open -= 1

        self.open += 1
        task = asyncio.ensure_future(arrive())
        self.coming.add(task)  # the loop alone would forget it
        task.add_done_callback(self.coming.discard)

    async def passed(self, asked):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.target)
            writer.write(asked)
            answer = await reader.read()
            writer.close()
        except OSError:
            return None
        return answer or None


class Server:
    """A real server, which may be killed and started again on the same port."""

    def __init__(self, application):
        self.application, self.port, self.kills = application, free_port(), 0
        self.start()

    def start(self):
        command = [sys.executable, "-m", "gunicorn", self.application, "--workers", "2", "--log-level", "critical"]
        self.process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{self.port}"], cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
        )

    def wait(self):
        until = time.monotonic() + 40
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.1)
        raise SystemExit("the server does not start")

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1


def free_port() -> int:
    """A port that nobody listens to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
