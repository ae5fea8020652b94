"""A manager requires a second factor, an officer on a phone sets hers up; every page of the way is looked at."""

import pytest
from django.urls import reverse

from dla_collectif.entrance.models import Factor
from tests.cast import PASSWORD
from tests.dla_collectif.entrance.people import phone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def by_password(visitor, user):
    """Fill in the sign-in page."""
    visitor.open("/connexion/")
    form = visitor.page.get_by_role("region", name="Équipe d’un DLA\u00a0: mot de passe")
    visitor.fill({"Adresse électronique": user.email, "Mot de passe": PASSWORD}, form)
    visitor.press("Se connecter")


def test_required_factor_is_set_up_on_a_phone(world, welcome):
    farid, alice = welcome(), welcome(width=360)
    by_password(farid, world.farid)
    farid.follow("Farid Amrani, DLA")
    farid.look()
    farid.follow("Le second facteur dans mon équipe")
    farid.press("L’exiger de toute l’équipe")
    farid.look()
    by_password(alice, world.alice)
    alice.is_at("Mettre en place un second facteur")
    alice.look()
    alice.press("Commencer")
    alice.fill({"Code à six chiffres": "12"})
    alice.press("Activer le second facteur")
    alice.look()
    alice.fill({"Code à six chiffres": phone(world.alice)})
    alice.press("Activer le second facteur")
    alice.is_at("Vos dix codes de secours")
    alice.look()
    recovery = alice.page.locator(".codes code").first.inner_text()
    alice.follow("Je les ai notés\u00a0: continuer")
    alice.is_at("Mes accompagnements")
    alice.follow("Compte")
    alice.look()
    alice.follow("Changer de mot de passe")
    alice.fill({"Nouveau mot de passe": "court"})
    alice.press("Enregistrer le mot de passe")
    alice.look()
    alice.open(reverse("entrance:confirm"))
    alice.look()
    other = welcome(width=360)
    by_password(other, world.alice)
    other.is_at("Votre code")
    other.look()
    other.fill({"Ou un code de secours": recovery})
    other.press("Entrer")
    other.is_at("Mes accompagnements")
    farid.page.reload()
    farid.look()
    assert (Factor.objects.get().user, farid.faults + alice.faults + other.faults) == (world.alice, [])
