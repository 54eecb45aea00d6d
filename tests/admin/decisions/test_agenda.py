"""The agenda in words: what is proposed, and nothing of a case that its reader is kept out of."""

from __future__ import annotations

import pytest

from licensing.acts.decisions import sittings
from licensing.acts.signoff import recusal
from licensing.choices import RecusalReason
from tests.admin.conftest import At, call_sitting, sitting_page, text_of
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
