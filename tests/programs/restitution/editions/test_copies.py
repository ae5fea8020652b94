"""An edition as a file to retouch: the words that were frozen, for those who may read the PDF, and never a proof."""

import io
import re
import zipfile

import pytest

from dla_collectif.services.visibility import Visibility

from .conftest import approved, document, make, opened, propose, write

KINDS = ("docx", "odt")


def told_by(answer):
    """The words of an office file."""
    parts = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    name = "word/document.xml" if "word/document.xml" in parts.namelist() else "content.xml"
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", parts.read(name).decode()))


@pytest.mark.parametrize("kind", KINDS)
def test_copy_says_the_frozen_words_with_their_approval_and_that_the_pdf_alone_is_proof(told, sign_in, address, kind):
    edition = approved(told)
    write(told, "Tout autre chose.")
    frozen = document(edition)
    text = told_by(sign_in(told.alice).get(address(f"edition_{kind}", edition.number, "institutions")))
    assert ("Onze ateliers ont été tenus" in text, "Tout autre chose" in text) == (True, False)
    assert frozen.mention in text
    assert f"L’exemplaire qui fait foi est le PDF du document n° {frozen.number}" in text
    assert (text.count(frozen.sha256), "peut vérifier" in text) == (1, False)


def test_copy_is_open_to_whom_the_pdf_is_and_to_nobody_else(told, sign_in, address):
    people = {who: sign_in(getattr(told, who)) for who in ("alice", "denis", "hugo", "emma", "chloe")}

    def reading(edition):
        """Who finds each rendition; the PDF and both copies agree."""
        found = {}
        for readers, slug in ((Visibility.GROUP, "groupe"), (Visibility.INSTITUTIONS, "institutions")):
            paths = [document(edition, readers).get_absolute_url()]
            paths += [address(f"edition_{kind}", edition.number, slug) for kind in KINDS]
            each = {who: {browser.get(path).status_code for path in paths} for who, browser in people.items()}
            assert {len(codes) for codes in each.values()} == {1}
            found[slug] = [who for who, codes in each.items() if codes == {200}]
        return found

    assert reading(make(told)) == {"groupe": ["alice"], "institutions": ["alice"]}
    proposed = propose(told, "Rien.")
    assert reading(proposed) == {"groupe": ["alice", "denis"], "institutions": ["alice", "denis"]}


def test_copy_reaches_institutions_once_the_edition_is_opened_and_never_the_one_of_the_group(told, sign_in, address):
    edition, hugo = opened(told), sign_in(told.hugo)
    paths = [address(f"edition_{kind}", edition.number, slug) for slug in ("institutions", "groupe") for kind in KINDS]
    assert [hugo.get(path).status_code for path in paths] == [200, 200, 404, 404]
    assert "Onze ateliers" in told_by(hugo.get(paths[0]))
