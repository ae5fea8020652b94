"""A person is found however their name is written, and nobody else."""

import pytest

from dla_collectif.services.mentions import PHONE_GONE, Mentions


@pytest.fixture
def mentions():
    """Gaëlle Le Cœur-Dubois."""
    return Mentions(
        names=frozenset({("Gaëlle", "Le Cœur-Dubois")}),
        addresses=frozenset({"gaelle@example.org"}),
        phones=frozenset({"03 20 11 22 33"}),
        pseudonym="Personne effacée 7F3A",
        address="efface-1@personne.invalid",
    )


@pytest.mark.parametrize(
    "written",
    [
        "Gaëlle Le Cœur-Dubois",
        "GAËLLE LE CŒUR-DUBOIS",
        "Gaelle Le Coeur Dubois",
        "LE COEUR-DUBOIS, Gaëlle",
        "Gae\u0308lle\u00a0Le\u202fCœur\u2011Dubois",
        "gaelle-le-coeur-dubois",
        "gaelle_le_coeur_dubois",
        "Gaëlle&nbsp;Le&#160;Cœur-Dubois",
        "Gaëlle\nLe Cœur-Dubois",
    ],
)
def test_name_is_found(mentions, written):
    assert mentions.rewrite(f"Vu avec {written}.") == "Vu avec Personne effacée 7F3A."
    assert mentions.rewrite(f"(« {written} »)") == "(« Personne effacée 7F3A »)"


def test_tags_between_two_names_stay(mentions):
    html = "<tr><td>Gaëlle</td><td>Le Cœur-Dubois</td></tr>"
    assert mentions.rewrite(html) == "<tr><td>Personne effacée 7F3A</td><td></td></tr>"


@pytest.mark.parametrize(
    "written",
    ["Le Cœur-Dubois", "Gaëlle", "Gaëlle Le Cœur-Duboisset", "Magaëlle Le Cœur-Dubois", "Gaël Le Cœur"],
)
def test_somebody_else_is_left(mentions, written):
    assert (mentions.rewrite(written), mentions.are_in(written)) == (written, False)


@pytest.mark.parametrize(
    "written",
    ["0320112233", "03 20 11 22 33", "03.20.11.22.33", "+33 3 20 11 22 33", "0033320112233", "+33 (0)320112233"],
)
def test_telephone_is_found(mentions, written):
    assert mentions.rewrite(f"Tél. {written}, le soir") == f"Tél. {PHONE_GONE}, le soir"


@pytest.mark.parametrize("written", ["103201122334", "03 20 11 22 34", "320112233", "1234 0320112233"[:4]])
def test_another_number_is_left(mentions, written):
    assert mentions.rewrite(written) == written


@pytest.mark.parametrize("written", ["gaelle@example.org", "Gaelle@Example.ORG", "?a=gaelle%40example.org"])
def test_address_is_found(mentions, written):
    assert "gaelle" not in mentions.rewrite(written).lower()


@pytest.mark.parametrize("written", ["magaelle@example.org", "gaelle@example.organisation", "gaelle@example.com"])
def test_another_address_is_left(mentions, written):
    assert mentions.rewrite(written) == written


def test_json_is_read_to_its_leaves(mentions):
    value = {"Gaëlle Le Cœur-Dubois": ["gaelle@example.org", 3, None, {"x": "03 20 11 22 33"}]}
    expected = {"Personne effacée 7F3A": ["efface-1@personne.invalid", 3, None, {"x": PHONE_GONE}]}
    assert mentions.rewrite_value(value) == expected


def test_person_without_a_name_or_a_number_is_found_nowhere():
    nobody = Mentions(frozenset({("", "")}), frozenset({"", "x"}), frozenset({"12"}), "P", "a")
    assert (nobody.are_in("12 x Durand"), nobody.rewrite("12 x Durand")) == (False, "12 x Durand")
