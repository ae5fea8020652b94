"""What an organisation said, gave and signed, and what became of it: its own words, and nobody else's."""

import pytest

from dla_collectif.services import clock
from programs.contributions.models import Contribution
from programs.diagnosis.commitment import actions as commitments
from programs.diagnosis.models import NeedRating, Questionnaire, Response
from programs.restitution.models import Effect
from programs.specification.models import Citation, Objective, SetAside, Specification
from programs.workshops.models import Output, Workshop
from tests import cast


@pytest.fixture
def said(world):
    """A need of each association, and one that Denis weighed; an objective, a workshop, an output, an effect."""
    step = cast.step(cast.at_phase(world.program, "diagnosis"), "diagnosis", world.alice)
    Questionnaire.objects.create(program=world.program, key="culture", title="Vos besoins", edited_by=world.alice)
    cast.shared_edition(world.program)
    commitments.sign_commitment(step, world.denis_seat, {"capacity": "président"}, by=world.denis)
    facts = {"program": world.program, "phase": "diagnosis", "kind": "need", "edited_by": world.alice}
    world.own = Contribution.objects.create(text="Un projecteur qui tienne l’hiver.", organisation=world.cine, **facts)
    world.theirs = Contribution.objects.create(text="Une secrète difficulté.", organisation=world.video, **facts)
    world.weighed = Contribution.objects.create(text="Se former au projecteur.", visibility=1, **facts)
    response = Response.objects.create(participation=world.denis_seat, state="sent", sent_at=clock.now())
    NeedRating.objects.create(response=response, need=world.weighed, intensity=3, edited_by=world.denis)
    world.specification = Specification.objects.create(program=world.program, frozen_at=clock.now())
    objective = Objective.objects.create(
        specification=world.specification, number=1, title="Mettre en commun le matériel", edited_by=world.alice
    )
    Citation.objects.create(objective=objective, contribution=world.own)
    meeting = cast.meeting(world.program, "workshops", "workshop", "Écrire le règlement", state="held")
    Workshop.objects.create(meeting=meeting, number=1, objective=objective)
    facts = {"program": world.program, "edited_by": world.alice}
    output = Output.objects.create(title="Règlement de prêt", objective=objective, delivered_on=clock.today(), **facts)
    Effect.objects.create(kind="practices", title="On ne loue plus", output=output, observed_on=clock.today(), **facts)
    return world


def part(world, sign_in, who="denis"):
    return sign_in(getattr(world, who)).get(f"/accompagnements/{world.program.public_id}/votre-part/")


def test_what_was_said_given_and_signed_is_there(said, sign_in):
    page = part(said, sign_in).content.decode()
    told = [
        "Besoin\u00a0: Un projecteur qui tienne l’hiver.",
        "Réponses au questionnaire",
        "Lettre d’engagement signée",
    ]
    assert [each for each in told if each not in page] == []
    assert said.denis_seat.commitment.sha256[:12] in page


def test_need_is_followed_to_its_effect(said, sign_in):
    page = part(said, sign_in).content.decode()
    thread = ["Mettre en commun le matériel", "Écrire le règlement", "Règlement de prêt", "On ne loue plus"]
    places = [page.index(each) for each in thread]
    assert places == sorted(places)
    assert "Se former au projecteur." in page  # weighed in the questionnaire, not taken up yet
    assert "Pas encore repris" in page


def test_words_of_another_association_are_not_there(said, sign_in):
    assert "secrète" not in part(said, sign_in).content.decode()
    assert "secrète" in part(said, sign_in, "dora").content.decode()
    assert "projecteur" not in part(said, sign_in, "dora").content.decode()


def test_what_is_not_taken_up_says_why(said, sign_in):
    SetAside.objects.create(
        specification=said.specification, contribution=said.weighed, reason="Une autre action y répond."
    )
    assert "Une autre action y répond." in part(said, sign_in).content.decode()


def test_nothing_is_told_before_the_specification_is_frozen(said, sign_in):
    Specification.objects.update(frozen_at=None)
    assert "Mettre en commun" not in part(said, sign_in).content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 403), ("emma", 404), ("chloe", 404), ("hugo", 200), ("gaelle", 200)]
)
def test_part_is_that_of_those_who_take_part(said, sign_in, who, status):
    assert part(said, sign_in, who).status_code == status


def test_part_costs_the_same_with_few_and_many(said, sign_in, django_assert_max_num_queries):
    denis, path = sign_in(said.denis), f"/accompagnements/{said.program.public_id}/votre-part/"
    with django_assert_max_num_queries(15) as few:
        denis.get(path)
    objective = Objective.objects.get()
    for number in range(30):
        row = Contribution.objects.create(
            program=said.program, phase="diagnosis", kind="need", text=f"Besoin {number}", organisation=said.cine
        )
        Citation.objects.create(objective=objective, contribution=row)
    with django_assert_max_num_queries(15) as many:
        denis.get(path)
    assert len(many) == len(few)
