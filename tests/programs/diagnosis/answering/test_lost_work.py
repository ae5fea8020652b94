"""A short campaign of `script/lost_work.py`: a browser, a hostile network, a server that is killed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.browser


def test_what_the_page_said_was_saved_is_saved(monkeypatch):
    for name in ("DATABASE_URL", "DLA_VAR"):
        monkeypatch.delenv(name, raising=False)  # the campaign has its own
    script = Path(settings.BASE_DIR) / "script" / "lost_work.py"
    run = subprocess.run(
        [sys.executable, script, "--answers", "20"], capture_output=True, text=True, check=False, timeout=600
    )
    counts = json.loads(run.stdout[run.stdout.index("{") :])
    assert (run.returncode, counts["false_claims"], counts["lost"], counts["kills"]) == (0, 0, 0, 1), counts
