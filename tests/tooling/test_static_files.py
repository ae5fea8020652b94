"""Static files that are not written by hand: Bootstrap from its package, the font cut at set-up."""

import base64
import hashlib
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from dla_collectif.services import checks
from dla_collectif.services.finders import PackageFinder

BOOTSTRAP = "sRIl4kxILFvY47J16cr9ZwB07vP4J8+LH7qKQnuqkuIAvNWLzeN8tE5YBujZqJLB"  # published by its makers


def test_bootstrap_is_what_its_makers_published():
    content = Path(finders.find("vendor/bootstrap.min.css")).read_bytes()
    assert base64.b64encode(hashlib.sha384(content).digest()).decode() == BOOTSTRAP


def test_package_files_are_collected_at_their_addresses(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = ["dla_collectif.services.finders.PackageFinder"]
    call_command("collectstatic", interactive=False, verbosity=0)
    collected = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert collected == set(settings.PACKAGE_FILES)


@pytest.mark.parametrize(
    "source",
    [("no_such_package", "css/app.css"), ("bootstrap", "css/no-such-file.css"), ("bootstrap", "css/bootstrap.css")],
)
def test_package_file_is_reported_when_missing_or_renamed(settings, source):
    settings.PACKAGE_FILES = {"vendor/app.css": source}
    assert [error.id for error in PackageFinder().check()] == ["services.E001"]
    assert PackageFinder().find("vendor/app.css") == []


def test_screen_font_is_light_and_holds_what_french_needs():
    from fontTools.ttLib import TTFont

    path = finders.find("fonts/inter.woff2")
    assert Path(path).stat().st_size <= 30_000
    font = TTFont(path)
    needed = "ÀÂÇÉÈÊËÎÏÔŒÙÛÜŸÆàâçéèêëîïôœùûüÿæ«»’“”–—…€°·\u00a0\u202f→✓"
    assert [sign for sign in needed if ord(sign) not in font.getBestCmap()] == []
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [("wght", 400, 700)]
    assert "tnum" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


def test_missing_pdf_library_is_told_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(checks.PDF_LIBRARIES, "Pango", ["no-such-library.so.0"])
    [warning] = checks.pdf_libraries()
    assert warning.msg == "Aucun PDF ne peut être produit : il manque Pango."
    assert "apt install libpango-1.0-0" in warning.hint
