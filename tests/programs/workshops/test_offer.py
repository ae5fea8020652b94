"""The map of the offer: what associations share is seen, what one alone does is not, silence is told as silence."""

from types import SimpleNamespace

from django.template import engines

from programs.workshops.offer import Offer, common, keys_of


def line(name, activities="", publics="", places="", means=""):
    return SimpleNamespace(
        participation=SimpleNamespace(organisation=name),
        activities=activities,
        publics=publics,
        places=places,
        means=means,
    )


LINES = [
    line("Plan large", "Ateliers, ciné-club", "Enfants", "Salle des fêtes"),
    line("Toiles", "Un atelier par mois", "enfants et familles", "salle municipale"),
    line("Pellicule", "Festival", "", "Salles de quartier"),
]


def test_words_are_the_same_in_the_plural_and_with_capitals():
    assert common(["Ateliers d’été", "un atelier"]) == [("ateliers", "atelier")]
    assert common(["L’école", "des écoles"]) == [("école", "ecole")]


def test_words_that_say_nothing_are_left_out():
    assert keys_of("avec deux ou trois personnes, dans leurs lieux, en 2005") == {"lieu": "lieux"}


def test_word_of_one_association_is_no_column():
    offer = Offer(LINES)
    assert offer.groups == [("Activités", ["ateliers"]), ("Publics", ["enfants"]), ("Lieux", ["salle"])]
    assert offer.totals == [2, 2, 3]


def test_silence_is_not_absence():
    assert [row.marks for row in Offer(LINES).rows] == [[True, True, True], [True, True, True], [False, None, True]]


def test_map_without_anything_shared_is_not_drawn():
    html = engines["django"].get_template("programs/workshops/offer_map.html").render({"baselines": Offer(LINES[:1])})
    assert html.strip() == ""


def test_map_of_a_large_group_counts_words():
    rows = [line(f"Association {number}", "Ateliers") for number in range(41)]
    html = engines["django"].get_template("programs/workshops/offer_map.html").render({"baselines": Offer(rows)})
    assert ("41\u00a0/\u00a041" in html, "<table" in html) == (True, False)
