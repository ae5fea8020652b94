"""The story test: the main job, walked through the real pages by an officer, an association and a consultant."""

from functools import partial

import pytest

from tests.browser import (
    walk_closing,
    walk_diagnosis,
    walk_opening,
    walk_selection,
    walk_specification,
)
from tests.browser.walk_opening import ASSOCIATIONS, CONSULTANCY, INSTITUTION, address_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GROUP = list(ASSOCIATIONS)[:2]
FACTS = [
    "Cinéma et audiovisuel",
    "Métropole européenne de Lille",
    "Maison des associations",
    *GROUP,
    CONSULTANCY[0],
    INSTITUTION[0],
    walk_opening.FINDING,
    walk_opening.EXPECTATION,
    walk_diagnosis.SYNTHESIS,
    walk_specification.OBJECTIVE,
    walk_specification.DELIVERABLE,
    walk_closing.OUTPUT,
    walk_closing.CLAUSE,
    walk_closing.UNDERTAKING,
    walk_closing.EFFECT,
    walk_closing.CHAPTER,
    walk_closing.SUMMARY,
]
# Who did not commit and why a provider was chosen are for the group.
NOT_FOR_INSTITUTIONS = [walk_opening.RESERVED, walk_opening.ADVICE, walk_selection.REASONS, list(ASSOCIATIONS)[2]]


def test_main_job_from_scoping_to_restitution(officer, welcome, letters, watch, tmp_path):
    alice, denis, gaelle, hugo = welcome(), welcome(width=360), welcome(), welcome()
    group = GROUP
    to_denis, to_gaelle, to_hugo = (partial(letters, address_of(name)) for name in ("Denis", "Gaëlle", "Hugo"))
    alice.sign_in(officer.email)
    walk_opening.open_program(alice)
    walk_opening.scope(alice)
    walk_opening.consult(alice)
    walk_diagnosis.invite(alice)
    denis.come_by(to_denis()[-1])
    walk_diagnosis.answer(denis)
    walk_diagnosis.gather(alice)
    walk_diagnosis.recognise(denis)
    walk_diagnosis.validate(alice)
    walk_diagnosis.commit(denis, to_denis)
    walk_diagnosis.form_the_group(alice)
    walk_specification.specify(alice)
    walk_selection.consult_providers(alice)
    gaelle.come_by(to_gaelle()[-1])
    walk_selection.hand_in(gaelle, tmp_path, to_gaelle)
    walk_selection.stay_sealed(alice)
    watch.forward(hours=3)
    walk_selection.open_bids(alice)
    walk_selection.declare_and_score(denis, to_denis)
    walk_selection.choose(alice)
    walk_closing.deliver(alice, group)
    walk_closing.adopt(denis, to_denis)
    walk_opening.close(alice, "Ateliers", "Un seul rendez-vous individuel a été nécessaire.")
    walk_closing.give_account(alice, group)
    walk_closing.propose_report(alice)
    walk_closing.approve_report(denis, to_denis)
    walk_closing.open_the_report(alice, group[1])
    hugo.come_by(to_hugo()[-1])
    report = walk_closing.read_pdf(hugo, "Imprimer (PDF)")
    walk_opening.close(alice, "Restitution")
    assert [words for words in NOT_FOR_INSTITUTIONS if words in report] == []
    assert [fact for fact in FACTS if fact not in report] == []
    assert sorted(set(alice.faults + denis.faults + gaelle.faults + hugo.faults)) == []
