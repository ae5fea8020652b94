import os

import pytest

from programs.journey.models import *
from tests.browser import walk_closing, walk_opening, walk_selection, walk_specification

SEL = os.environ.get("SEL")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_rest(officer, welcome, letters, watch, tmp_path):
    from tests import cast

    alice = welcome()
    people = {}
    team = officer.memberships.get().dla
    program = cast.program("Cinéma et audiovisuel", team, reference="cine", territory="Lille", theme="pooling")
    for i, (name, (first, last, function)) in enumerate(walk_opening.ASSOCIATIONS.items()):
        org = cast.organisation(name)
        people[first] = cast.person(first, last, org)
        cast.seat(program, org)
    org = cast.organisation("Coopérative Conseil", "consultancy")
    cast.person("Gaëlle", "Robin", org)
    inst = cast.organisation(walk_opening.INSTITUTION[0], "institution")
    cast.person("Hugo", "Meunier", inst)
    cast.seat(program, inst, Participation.Role.INSTITUTION, Participation.Status.INVITED)
    from programs.contributions.models import Contribution

    Contribution.objects.create(
        program=program,
        phase="consultation",
        kind="advice",
        text=walk_opening.ADVICE,
        organisation=org,
        visibility=1,
        said_on="2026-01-01",
    )
    cast.at_phase(program, "specification")
    alice.sign_in(officer.email)
    alice.follow("Cinéma et audiovisuel")
    walk_specification.specify(alice)
    if SEL:
        walk_selection.consult_providers(alice)
        gaelle = welcome()
        from dla_collectif.accounts.models import User

        print([u.email for u in User.objects.all()])
        gaelle.come_by(letters(User.objects.get(person__first_name="Gaëlle").email)[-1])
        walk_selection.hand_in(gaelle, tmp_path)
        walk_selection.stay_sealed(alice)
        watch.forward(hours=3)
        walk_selection.open_bids(alice)
        denis = welcome(360)
        denis.open(f"/entrer/{people['Denis'].issue_link()}/")
        denis.press("Entrer")
        walk_selection.declare_and_score(denis)
        walk_selection.choose(alice)
    else:
        denis = welcome(360)
        denis.open(f"/entrer/{people['Denis'].issue_link()}/")
        denis.press("Entrer")
        c = cast.seat(program, org, Participation.Role.CONSULTANT, Participation.Status.INVITED)
        from programs.workshops.models import Agreement

        Agreement.objects.create(
            program=program,
            participation=c,
            number="1",
            signed_on="2026-01-01",
            starts_on="2026-01-01",
            ends_on="2026-12-01",
            half_days=18,
            day_rate=800,
            price=7200,
        )
        cast.at_phase(program, "workshops")
    present = ["Ciné-Club des Lilas", "Vidéo Quartier"]
    walk_closing.deliver(alice, present)
    walk_closing.adopt(denis)
    walk_opening.close(alice, "Ateliers", "Un seul rendez-vous a été nécessaire.")
    walk_closing.give_account(alice, present)
    text = walk_closing.read_pdf(alice, "Imprimer le rapport")
    print(text[:5000])
    walk_closing.finish(alice)
    print(alice.faults, denis.faults)
