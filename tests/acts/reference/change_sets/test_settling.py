"""A change set takes two policy officers, and changes nothing before the second has approved it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError

from licensing.acts.acting import at_time, now
from licensing.acts.reference.change_sets.settling import (
    approve_change_set,
    decline_change_set,
    send_change_set,
    withdraw_change_set,
)
from licensing.acts.reference.trials import try_change_set
from licensing.choices import ChangeSetState, PartnerTier
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import ChangeSet, Country, Event, ReleaseHead, User
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.trials import Trial
from tests.by_hand import by_hand
from tests.change_sets import approve, draft, exclude, release, send
from tests.world import World

DAY = timedelta(days=1)


def test_a_change_set_changes_nothing_before_it_is_approved(world: World) -> None:
    before = Country.objects.get(pk="EE").tier

    sent = send(world.pol, exclude("EE"))

    line, event = sent.lines.get(), Event.objects.get(kind=EventKind.CHANGE_SET_SENT)
    assert (line.before["tier"], line.after["tier"]) == (before, "excluded")
    assert Country.objects.get(pk="EE").tier == before
    assert (event.data["rows"], sent.due_at) == (1, sent.sent_at + 14 * DAY)


@pytest.mark.walk
def test_an_approved_change_set_is_a_release(world: World, petra: User) -> None:
    sent = send(world.pol, exclude("EE"))

    released = approve(sent, petra)

    event = Event.objects.get(kind=EventKind.CHANGE_SET_RELEASED)
    assert Country.objects.get(pk="EE").tier == PartnerTier.EXCLUDED
    assert (released.state, released.release, released.settled_by) == (ChangeSetState.IN_FORCE, 1, petra)
    assert ReleaseHead.objects.get().number == 1
    assert (event.actor, event.data["release"], event.data["changed"][0]["after"]["tier"]) == (petra, 1, "excluded")


@pytest.mark.walk
def test_an_emergency_takes_two_as_well(world: World, petra: User) -> None:
    sent = send(world.pol, exclude("EE"), emergency=True)
    with pytest.raises(NotAllowed):
        approve(sent, world.pol)

    approve(sent, petra)

    assert Event.objects.filter(kind=EventKind.EMERGENCY_RELEASED).count() == 1
    assert not Event.objects.filter(kind=EventKind.CHANGE_SET_RELEASED).exists()


@pytest.mark.parametrize("who", ["the drafter", "no policy officer", "an officer whose account was closed"])
def test_only_another_policy_officer_settles(world: World, petra: User, who: str) -> None:
    sent, before = send(world.pol, exclude("EE")), Country.objects.get(pk="EE").tier
    settler = {"the drafter": world.pol, "no policy officer": world.dora}.get(who, petra)
    if settler == petra:
        User.objects.filter(pk=petra.pk).update(is_active=False)

    for settle in (lambda: approve(sent, settler), lambda: decline_change_set(sent, settler, reason="No.")):
        with pytest.raises(NotAllowed):
            settle()

    sent.refresh_from_db()
    assert (sent.state, Country.objects.get(pk="EE").tier) == (ChangeSetState.SENT, before)


def test_a_declined_change_set_changes_nothing_for_good(world: World, petra: User) -> None:
    sent = send(world.pol, exclude("EE"))
    with pytest.raises(Invalid):
        decline_change_set(sent, petra, reason=" ")

    declined = decline_change_set(sent, petra, reason="Not now.")

    assert (declined.state, declined.note) == (ChangeSetState.DECLINED, "Not now.")
    for settle in (lambda: approve(sent, petra), lambda: withdraw_change_set(sent, world.pol, reason="Mine.")):
        with pytest.raises(WrongState):
            settle()


@pytest.mark.walk
def test_a_change_set_is_withdrawn_until_it_is_in_force(world: World, petra: User) -> None:
    waiting = send(world.pol, exclude("EE"), in_force_from=now() + DAY)
    approve(waiting, petra)

    assert withdraw_change_set(waiting, world.pol, reason="Overtaken.").state == ChangeSetState.WITHDRAWN

    released = release(world.pol, petra, exclude("LV"))
    with pytest.raises(WrongState):
        withdraw_change_set(released, world.pol, reason="Too late.")


def test_what_nobody_settled_in_time_cannot_be_approved(world: World, petra: User) -> None:
    sent = send(world.pol, exclude("EE"))

    with at_time(now() + 14 * DAY), pytest.raises(WrongState, match="lapsed"):
        approve(sent, petra)


@pytest.mark.walk
def test_a_row_that_another_release_has_changed_is_refused_by_name(world: World, petra: User) -> None:
    late = send(world.pol, exclude("EE"), exclude("LV"))
    release(petra, world.pol, exclude("EE"))

    with pytest.raises(Invalid) as refusal:
        approve(late, petra)

    assert [(gap.code, gap.path) for gap in refusal.value.gaps] == [("stale", "countries/EE")]
    assert Country.objects.get(pk="LV").tier != PartnerTier.EXCLUDED
    assert ReleaseHead.objects.get().number == 1


@pytest.mark.parametrize("what", ["nothing in it", "its moment has passed", "no reason"])
def test_a_draft_that_could_not_come_into_force_is_not_sent(world: World, what: str) -> None:
    words: dict[str, Any] = {"lines": {}, "in_force_from": {"in_force_from": now() + DAY}, "reason": {"reason": " "}}
    path = {"nothing in it": "lines", "its moment has passed": "in_force_from", "no reason": "reason"}[what]
    drafted = draft(world.pol, *([] if path == "lines" else [exclude("EE")]), **words[path])

    with at_time(now() + 2 * DAY), pytest.raises(Invalid) as refusal:
        send_change_set(drafted, world.pol)

    assert [gap.path for gap in refusal.value.gaps] == [path]


@pytest.mark.walk
def test_an_approval_of_a_trial_that_finds_something_else_by_now_is_refused(world: World, petra: User) -> None:
    world.filed()
    sent = send(world.pol, exclude("EE"))
    seen = Trial.from_data(sent.trial or {})
    world.filed(title="Filed since it was sent")
    fresh = try_change_set(sent)

    for digest in ("", seen.digest):
        with pytest.raises(Invalid) as refusal:
            approve_change_set(sent, petra, seen=digest)
        assert [(gap.code, gap.path, "1 more, 0 fewer" in gap.sentence) for gap in refusal.value.gaps] == [
            ("trial_changed", "seen", True)
        ]
        sent.refresh_from_db()
        assert (sent.state, sent.approved_trial, ReleaseHead.objects.get().number) == (ChangeSetState.SENT, None, 0)
    released = approve_change_set(sent, petra, seen=fresh.digest)

    told = {kind: Event.objects.get(kind=kind).data["trial"] for kind in (*_APPROVING, EventKind.CHANGE_SET_SENT)}
    assert told[EventKind.CHANGE_SET_SENT] == seen.describe_totals() | {"changed_open": 1, "open": 1}
    assert {told[kind]["digest"] for kind in _APPROVING} == {fresh.digest}
    assert told[EventKind.CHANGE_SET_RELEASED] == fresh.describe_totals() | {"changed_open": 2, "open": 2}
    assert Trial.from_data(released.trial or {}) == seen
    assert Trial.from_data(released.approved_trial or {}).digest == fresh.digest


_APPROVING = (EventKind.CHANGE_SET_APPROVED, EventKind.CHANGE_SET_RELEASED)


@pytest.mark.parametrize("column", ["trial", "conflicts"])
def test_what_the_second_person_sees_never_changes_after_sending(world: World, column: str) -> None:
    sent = send(world.pol, exclude("EE"))

    with pytest.raises(DatabaseError, match="never changes"), by_hand():
        ChangeSet.objects.filter(pk=sent.pk).update(**{column: [{"list": "countries"}]})
