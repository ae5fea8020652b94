"""What is spared and what is worked out once change nothing: the bytes are those of the engine left to itself."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
import weasyprint
from django.conf import settings

from dla_collectif.services import pdf, pdf_shortcuts

ALONE = """
from dla_collectif.services import pdf, pdf_memory, pdf_shortcuts
pdf_memory.spare = lambda matcher: None
pdf_memory.drawn = lambda document, finisher, **options: document.write_pdf(finisher=finisher, **options)
pdf_shortcuts.take = lambda: None
pdf.main()
"""
HEAD = """
<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Raccourcis</title>
<link rel="stylesheet" href="static:css/print.css"><style>
.spaced { letter-spacing: 1pt; }
.narrow { width: 30mm; }
.beside { float: left; width: 40mm; }
.pinned { position: absolute; }
</style></head><body class="report" data-programme="Programme"><main>
"""
WORDS = "La mutualisation intercommunale des équipements cinématographiques demande une gouvernance associative. "
TABLE = """
<table><caption>Réponses</caption>
<thead><tr><th scope="col">Association</th><th scope="col">Besoin</th><th scope="col">Note</th></tr></thead>
<tbody>{rows}</tbody></table>
"""
ROW = """
<tr><th scope="row">Association {place}</th>
<td class="{kind}">Mutualiser les équipements cinématographiques</td><td class="num">{place},5</td></tr>
"""


def chapter(number: int) -> str:
    """A chapter with what the shortcuts are about."""
    rows = "".join(ROW.format(place=place % 7, kind=("", "spaced", "narrow")[place % 3]) for place in range(24))
    kind = "landscape" if number == 2 else "chapter"
    return f"""
    <section class="{kind}" data-title="Chapitre {number}"><h2 id="c{number}">Chapitre {number}</h2>
    <p class="beside">À côté</p><p class="pinned">Posé</p>
    <p>{WORDS * 6}<span class="footnote">Une note.</span> <em>{WORDS}</em></p>{TABLE.format(rows=rows)}
    <ul><li>Association 1</li><li>Association 2</li><li>{WORDS}</li></ul></section>"""


def document() -> str:
    """Contents before, an index after, one entry of which names its own page."""
    names = [f"c{number}" for number in (1, 2, 3)]
    contents = "".join(f'<li><a href="#{name}">Le chapitre {name}</a></li>' for name in [*names, "index"])
    entries = "".join(f'<li>Entrée {name} : <a href="#{name}"></a></li>' for name in [*names, "index"] * 4)
    chapters = "".join(map(chapter, (1, 2, 3)))
    return f"""{HEAD}<nav class="contents"><ul>{contents}</ul></nav>{chapters}
    <section class="chapter" data-title="Index"><h2 id="index">Index</h2><ul class="index">{entries}</ul></section>
    </main></body></html>"""


@pytest.fixture(scope="module")
def made():
    """The document, and its PDF."""
    html = document()
    return html, pdf.html_to_pdf(html)


def test_engine_left_to_itself_writes_the_same_bytes(made):
    fonts = settings.GENERATED_DIR.parent / "print"
    environment = {"PATH": "", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}
    command = [sys.executable, "-c", ALONE, str(fonts.absolute()), "60"]
    done = subprocess.run(
        command, input=made[0].encode(), capture_output=True, cwd=pdf.BASE, env=environment, check=True
    )
    assert done.stdout == made[1]


def test_index_tells_the_page_of_each_target(made):
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made[1])).pages]
    for name, title in [("c1", "Chapitre 1\n"), ("c3", "Chapitre 3\n"), ("index", "Index\n")]:
        began = next(number for number, text in enumerate(pages, start=1) if title in text.partition("\n")[2])
        told = set(re.findall(rf"Entrée {name} : (\d+)", "\n".join(pages)))
        assert told == {str(began)}


def test_every_property_of_a_text_that_the_engine_reads_is_known():
    folder = Path(weasyprint.__file__).parent / "text"
    read = {
        name
        for file in ("line_break.py", "fonts.py")
        for name in re.findall(r"style\['(\w+)'\]", (folder / file).read_text(encoding="utf-8"))
    }
    assert read <= set(pdf_shortcuts.TEXT)
