"""A licence that is used in full is closed, and open again once something is given back; an end says why."""

from __future__ import annotations

from licensing.acts.licences import ledger
from licensing.choices import LicenceState
from licensing.models import Licence
from tests.acts.licences.test_obligations import rules
from tests.world import World, clearance


def test_the_last_of_all_lines_closes_a_licence_and_a_reversal_opens_it(world: World) -> None:
    subject = world.licence()
    first = ledger.draw_down_licence(subject, world.cus, clearance("m1", 40))
    before = Licence.objects.get(pk=subject.pk).state
    ledger.draw_down_licence(subject, world.cus, clearance("m2", 4, line=2))

    closed = Licence.objects.get(pk=subject.pk)
    assert (before, closed.state, closed.closed_at is not None) == (LicenceState.ISSUED, LicenceState.EXHAUSTED, True)
    assert rules(f"licence:{subject.pk}") == []

    ledger.reverse_usage(subject, world.cus, first.pk, message_id="m1-r")

    opened = Licence.objects.get(pk=subject.pk)
    assert (opened.state, opened.closed_at) == (LicenceState.ISSUED, None)
    assert rules(f"licence:{subject.pk}")
