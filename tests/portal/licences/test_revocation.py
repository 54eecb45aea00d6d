"""The holder of a revoked licence reads until when they can appeal, appeals once, and reads what came of it."""

from __future__ import annotations

import pytest

from licensing.acts.licences.revocation import decide_revocation
from licensing.choices import RevocationOutcome
from licensing.models import RevocationAppeal
from tests.portal.visiting import Visitor, summary_of, text_of
from tests.trial import another_decider, make_revoked_licence
from tests.world import World


@pytest.mark.walk
def test_an_appeal_asks_for_a_reason_and_is_filed_once(world: World, paula: Visitor) -> None:
    licence = make_revoked_licence(world)
    before = text_of(paula.open("licence", licence.pk))

    unreasoned = paula.send("appeal_revocation", licence.pk)
    page = paula.open("appeal_revocation", licence.pk)
    answers = [paula.send("appeal_revocation", licence.pk, into=page, reason="It never left.") for _press in range(2)]
    after = text_of(paula.open("licence", licence.pk))

    assert "You can appeal against the revocation until" in before
    assert summary_of(unreasoned) == ["Say why the revocation should be looked at again."]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert RevocationAppeal.objects.get().reason == "It never left."
    assert "It is to be decided by" in after
    assert "You can appeal" not in after
    assert paula.open("appeal_revocation", licence.pk).status_code == 302


def test_the_holder_reads_what_was_decided(world: World, paula: Visitor) -> None:
    licence = make_revoked_licence(world)
    paula.send("appeal_revocation", licence.pk, reason="It never left.")
    decide_revocation(licence, another_decider(), outcome=RevocationOutcome.UPHELD, reasons="It was sold on.")

    shown = text_of(paula.open("licence", licence.pk))

    assert "Revocation upheld" in shown
    assert "It was sold on." in shown
