"""Of the last day of a licence its holder is reminded while goods may leave, by the calendar of its procedure."""

from __future__ import annotations

from licensing.acts.acting import at_time
from licensing.acts.licences import licence
from licensing.acts.licences.reminding import build_expiry_deadline, get_licence_calendar
from tests.acts.licences.test_obligations import at, issued, rules
from tests.suspensions import reinstate
from tests.world import World


def test_nobody_is_reminded_of_the_last_day_while_a_licence_is_suspended(world: World) -> None:
    subject = issued(world, "2026-03-02")
    before = rules(f"licence:{subject.pk}")

    with at_time(at("2026-05-01")):
        licence.suspend_licence(subject, world.otto, reason="Urgent need.")
        between = rules(f"licence:{subject.pk}")
        reinstate(world, subject)

    assert (between, rules(f"licence:{subject.pk}")) == ([], before)
    assert "licence_expiry_t60" in before


def test_the_last_day_ends_with_its_last_moment(world: World) -> None:
    subject = issued(world, "2026-03-02")
    days = get_licence_calendar(subject)

    assert build_expiry_deadline(subject, days).deadline_at == days.end_of(subject.valid_until)
