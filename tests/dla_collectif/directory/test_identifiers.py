"""French identifiers: each refusal says what fails."""

import pytest
from django.core.exceptions import ValidationError

from dla_collectif.directory.identifiers import check_postcode, check_rna, check_siret, compact
from dla_collectif.services.search import normalise


@pytest.mark.parametrize("good", ["73282932000074", "35600000000048"])
def test_siret_that_is_right_passes(good):
    assert check_siret(good) is None


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ("7328293200007", "14 chiffres"),
        ("73282932000075", "clé de contrôle"),
        ("00000000000000", "n’existe pas"),
        ("7328293200007A", "14 chiffres"),
    ],
)
def test_siret_that_is_wrong_says_what_fails(bad, sentence):
    with pytest.raises(ValidationError, match=sentence):
        check_siret(bad)


@pytest.mark.parametrize("good", ["W595001234", "W9R1011072"])
def test_rna_of_the_mainland_and_of_overseas_passes(good):
    assert check_rna(good) is None


@pytest.mark.parametrize("bad", ["595001234", "W59500123", "w595001234"])
def test_rna_that_is_wrong_is_refused(bad):
    with pytest.raises(ValidationError, match="commence par W"):
        check_rna(bad)


def test_postcode_with_cedex_passes_and_four_digits_do_not():
    assert check_postcode("59009") is None
    with pytest.raises(ValidationError, match="5 chiffres"):
        check_postcode("5900")


def test_identifier_typed_with_spaces_is_compacted():
    assert compact("732\u00a0829\u202f320 00074") == "73282932000074"


def test_search_column_ignores_accents_and_case():
    assert normalise("Ciné-Club d’Évreux", "Œuilly") == "cine club d evreux oeuilly"
