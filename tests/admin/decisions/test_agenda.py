"""The agenda in words: what is proposed, and nothing of a case that its reader is kept out of."""

from __future__ import annotations

import pytest

from licensing.acts.decisions import sittings
from licensing.acts.signoff import recusal
from licensing.choices import DecisionOutcome, RecusalReason
from tests.acts.decisions.cabinet import call_cabinet
from tests.acts.decisions.contests import STRUCK, filed
from tests.admin.conftest import At, call_sitting, sitting_page, text_of
from tests.trial import another_decider
from tests.world import World


@pytest.mark.walk
def test_a_recused_reader_sees_only_the_place_of_the_case(world: World, at: At) -> None:
    case = world.before_government(title="Kept from Audra")
    sitting, client = call_sitting(world, case), at(world.audra)
    recusal.recuse_member(case, world.otto, reason=RecusalReason.OTHER, person=world.audra)

    agenda = text_of(client.get(sitting_page(sitting, "change")))
    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")
    minutes = text_of(client.get(sitting_page(sitting, "minutes")))

    assert ["Kept from Audra" in page for page in (agenda, minutes)] == [False, False]
    assert ["Withheld: you have no part in this case." in page for page in (agenda, minutes)] == [True, True]


@pytest.mark.walk
def test_an_agenda_says_what_is_to_become_of_conditions(world: World, at: At) -> None:
    case, daria = filed(world, 1, 3), another_decider()
    sitting = call_cabinet(world)
    rulings = {"3": {"ruling": "changed", "text": "The crew is trained in Ukraine."}, "1": STRUCK}
    sittings.put_on_agenda(sitting, daria, case, outcome=DecisionOutcome.GRANT, details={"rulings": rulings})

    agenda = text_of(at(daria).get(sitting_page(sitting, "change")))

    assert ["Condition 1: Struck out" in agenda, "Condition 3: Changed" in agenda] == [True, True]
    assert "With the conditions that the seats asked for" not in agenda
