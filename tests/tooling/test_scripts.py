"""The commands of script/, as somebody who runs them meets them."""

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
LINKS = [
    {"person": "Alice Ott", "role": "chargée de mission", "organisation": "DLA du Nord", "url": "http://a.test/1"},
    {"person": "Denis Roy", "role": "représentant", "organisation": None, "url": "http://a.test/2"},
]


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def write_program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def bench(tmp_path):
    """A folder with the real commands and stand-ins for what they start."""
    shutil.copytree(ROOT / "script", tmp_path / "script")
    (tmp_path / "static").mkdir()
    (tmp_path / "var" / "generated").mkdir(parents=True)
    (tmp_path / "var" / "static").mkdir()
    (tmp_path / "dla_collectif").mkdir()
    for name in ("requirements.txt", "dla_collectif/settings.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    write_program(tmp_path / "script" / "setup", "#!/bin/bash\n")
    links = "\\n".join(json.dumps(link) for link in LINKS)
    write_program(
        tmp_path / ".venv" / "bin" / "python",
        f"""#!/bin/bash
        echo "$*" >>calls
        case "$*" in
          "manage.py work") echo $$ >>pids; sleep 300 & echo $! >>pids; wait ;;
          "manage.py demo --links") printf '{links}\\n' ;;
          script/links.py*) exec python3 "$@" ;;
        esac
        """,
    )
    write_program(
        tmp_path / ".venv" / "bin" / "gunicorn",
        "#!/bin/bash\necho $$ >>pids\nexec python3 -m http.server --bind 127.0.0.1 $PORT >/dev/null 2>&1\n",
    )
    return tmp_path


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def start_demo(folder: Path, port: int) -> subprocess.Popen:
    """Start the demonstration and wait until it says that it is ready."""
    environment = {**os.environ, "PORT": str(port), "DLA_VAR": "var"}
    command = [folder / "script" / "demo"]
    demo = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True, preexec_fn=listen
    )
    demo.seen = ""
    for line in demo.stdout:
        demo.seen += line
        if line.startswith("Pour arrêter"):
            return demo
    raise AssertionError(demo.seen)


def listen():
    """Hear every signal, as in a terminal, even when these tests run in the background, deaf to some."""
    for each in (signal.SIGINT, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)


@pytest.mark.parametrize(("stop", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_demo_leaves_nothing_running_when_stopped(bench, stop, status):
    demo = start_demo(bench, free_port())
    pids = [int(pid) for pid in (bench / "pids").read_text().split()]
    assert [is_running(pid) for pid in pids] == [True, True, True]
    os.killpg(demo.pid, stop)
    last_words, _ = demo.communicate(timeout=20)
    assert (demo.returncode, last_words) == (
        status,
        "La démonstration est arrêtée\u202f; ses données restent sur cette machine.\n",
    )
    deadline = time.monotonic() + 5
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [is_running(pid) for pid in pids] == [False, False, False]


def test_demo_ends_what_it_prepares_when_stopped_early(bench):
    write_program(bench / "script" / "setup", "#!/bin/bash\necho $$ >pids\nexec sleep 300\n")
    demo = subprocess.Popen([bench / "script" / "demo"], stdout=subprocess.DEVNULL, start_new_session=True)
    while not (bench / "pids").exists() or not (bench / "pids").read_text():
        time.sleep(0.02)
    os.killpg(demo.pid, signal.SIGTERM)
    assert demo.wait(timeout=20) == 143
    assert is_running(int((bench / "pids").read_text())) is False


def test_demo_shows_everybodys_address_when_ready(bench):
    demo = start_demo(bench, free_port())
    os.killpg(demo.pid, signal.SIGTERM)
    demo.communicate(timeout=20)
    assert [link["url"] in demo.seen and link["person"] in demo.seen for link in LINKS] == [True, True]


def test_demo_collects_static_files_again_only_when_one_changed(bench):
    for content in ("a", "a", "b"):
        (bench / "static" / "app.css").write_text(content)
        demo = start_demo(bench, free_port())
        os.killpg(demo.pid, signal.SIGTERM)
        demo.communicate(timeout=20)
    calls = (bench / "calls").read_text().splitlines()
    assert len([call for call in calls if "collectstatic" in call]) == 2


def test_demo_says_one_sentence_when_the_port_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        demo = subprocess.run(
            [ROOT / "script" / "demo"], env={**os.environ, "PORT": str(port)}, capture_output=True, text=True, timeout=5
        )
    assert (demo.returncode, demo.stdout, len(demo.stderr.splitlines())) == (1, "", 1)
    assert f"Le port {port} est déjà pris" in demo.stderr


def test_demo_says_one_sentence_when_the_port_is_no_number():
    demo = subprocess.run(
        [ROOT / "script" / "demo"], env={**os.environ, "PORT": "web"}, capture_output=True, text=True, timeout=5
    )
    assert (demo.returncode, demo.stdout, len(demo.stderr.splitlines())) == (1, "", 1)


def test_demo_refuses_a_folder_that_is_set_for_real_use(bench):
    (bench / ".env").write_text("DLA_HOSTS=dla.example.org\n")
    environment = {**os.environ, "PORT": str(free_port())}
    demo = subprocess.run([bench / "script" / "demo"], env=environment, capture_output=True, text=True, timeout=5)
    assert (demo.returncode, demo.stdout, len(demo.stderr.splitlines())) == (1, "", 1)
    assert (bench / "calls").exists() is False


def test_setup_says_which_python_it_needs_when_all_are_too_old(tmp_path):
    shutil.copytree(ROOT / "script", tmp_path / "script")
    setup = tmp_path / "script" / "setup"
    setup.write_text(setup.read_text().replace("=/usr/bin/python3", "=python3"))
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        write_program(tmp_path / "bin" / name, '#!/bin/bash\n[ "$1" = --version ] && echo "Python 3.9.2" || exit 1\n')
    environment = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    told = subprocess.run([setup], env=environment, capture_output=True, text=True, timeout=5)
    assert (told.returncode, told.stderr) == (
        1,
        "Il faut Python 3.11 ou plus récent, et cette machine propose : Python 3.9.2.\n",
    )


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_lock_has_a_hash_for_each_package_and_each_pin(name):
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / f"{name}.txt").read_text().split("script/lock\n")[1])
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    locked = {entry.split()[0] for entry in entries}
    pins = re.findall(r"^([a-z0-9-]+)(?:\[\w+\])?(==\S+)", (ROOT / f"{name}.in").read_text(), re.MULTILINE)
    assert [pin + version for pin, version in pins if pin + version not in locked] == []


def test_licence_is_the_text_of_the_free_software_foundation():
    digest = hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest()
    assert digest == "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
