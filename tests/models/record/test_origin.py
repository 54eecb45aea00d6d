"""From where an act comes, and whether its person proved recently enough who they are."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from licensing.choices import Freshness
from licensing.errors import ProgramRefused, StepUpRequired
from licensing.models import User
from licensing.models.licences.lifecycle import LicenceLifecycle
from licensing.models.record.origin import (
    Origin,
    find_origin,
    from_origin,
    replace_origin,
    require_person,
    require_step_up,
)
from licensing.models.requests.lifecycle import CaseLifecycle
from licensing.policy.record.event_kinds import EventKind

AT = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
PERSON, PROGRAM = User(email="maria@example.org"), User(email="customs@example.org", is_system=True)
# What the issue lists, word for word: signing once per sitting of work; what weighs more, fresh.
VERBS = {
    Freshness.SITTING: {"assess", "release_goods", "reroute", "state_need", "sign", "take_back", "escalate", "countersign"},
    Freshness.NOW: {
        "grant",
        "refuse",
        "decide_appeal",
        "correct_decision",
        "amend_authorisation",
        "approve_plan",
        "decline_plan",
        "revoke",
        "decide_revocation",
        "conclude_review",
        "grant_variation",
        "refuse_variation",
        "confirm_suspension",
        "decline_suspension",
        "reinstate",
    },
}
KINDS = {
    Freshness.SITTING: {
        "attendance.confirmed",
        "right.reviewed",
        "seat.handed_over",
        "change.sent",
        "change.declined",
        "registration.returned",
        "supply.planned",
        "seat.taken_back",
        "cases.handed_over",
        "change.withdrawn",
    },
    Freshness.NOW: {
        "sitting.concluded",
        "rights.changed",
        "right.proposed",
        "right.confirmed",
        "right.ended",
        "right.corrected",
        "account.changed",
        "factor.added",
        "factor.removed",
        "factor.codes_renewed",
        "invitation.sent",
        "registration.accepted",
        "address.proposed",
        "address.approved",
        "address.declined",
        "factor.reset_proposed",
        "factor.reset",
        "identity.proposed",
        "identity.confirmed",
        "identity.connected",
        "change.approved",
        "organisation.changed",
        "access.proposed",
        "access.confirmed",
        "access.declined",
        "identity.disconnected",
        "procedure.published",
        "system.proposed",
        "system.confirmed",
        "system.changed",
        "system.owner_proposed",
        "system.owner_confirmed",
        "system.owner_declined",
        "system.secret_made",
        "system.secrets_confirmed",
        "system.resumed",
        "program.allowed",
        # What takes away, or refuses: as much as what gives.
        "right.declined",
        "invitation.withdrawn",
        "access.ended",
        "system.declined",
        "system.secret_ended",
        "system.suspended",
        "system.ended",
        "account.declined",
        "release.in_force",
        "release.emergency",
    },
}


@pytest.fixture(autouse=True)
def step_up(settings: Settings) -> None:
    settings.STEP_UP = True


def test_an_old_proof_or_none_asks_for_a_new_one_and_says_how_old_it_may_be() -> None:
    for confirmed_at in (None, AT - timedelta(minutes=6)):
        with from_origin(Origin(confirmed_at=confirmed_at)), pytest.raises(StepUpRequired) as asked:
            require_step_up(PERSON, Freshness.NOW, at=AT)

        assert asked.value.max_age == timedelta(minutes=5)


def test_a_recent_proof_is_enough_and_most_acts_need_none() -> None:
    with from_origin(Origin(confirmed_at=AT - timedelta(minutes=6))):
        require_step_up(PERSON, Freshness.SITTING, at=AT)
        require_step_up(PERSON, None, at=AT)


def test_programs_commands_and_the_clock_have_nobody_to_ask() -> None:
    with from_origin(Origin(client="customs")):
        require_step_up(PROGRAM, Freshness.NOW, at=AT)
        require_step_up(None, Freshness.NOW, at=AT)
    require_step_up(PERSON, Freshness.NOW, at=AT)


def test_a_trial_installation_asks_for_nothing(settings: Settings) -> None:
    settings.STEP_UP = False

    with from_origin(Origin()):
        require_step_up(PERSON, Freshness.NOW, at=AT)


def test_an_origin_ends_with_what_it_was_said_of_and_the_innermost_counts() -> None:
    with from_origin(Origin(client="outer")):
        with from_origin(Origin(client="inner")):
            assert find_origin() == Origin(client="inner")
        assert find_origin() == Origin(client="outer")
    assert find_origin() is None


@pytest.mark.parametrize("needed", Freshness)
def test_the_acts_that_need_a_fresh_proof_are_exactly_these(needed: Freshness) -> None:
    acts = [*CaseLifecycle.list_acts().values(), *LicenceLifecycle.list_acts().values()]

    assert {str(one.verb) for one in acts if one.step_up == needed} == VERBS[needed]
    # Of kinds that came since, tests/policy/record/test_event_kinds.py holds that each asks for a proof or says why not.
    assert {str(kind) for kind in EventKind if kind.declaration.step_up == needed} >= KINDS[needed]


@pytest.mark.parametrize(
    ("kind", "is_refused"),
    [
        (EventKind.POSITION_TAKEN, True),
        (EventKind.SITTING_CONCLUDED, True),
        (EventKind.RIGHT_PROPOSED, True),
        (EventKind.LICENCE_DRAWN, False),
        (EventKind.CASE_SUBMITTED, False),
    ],
)
def test_the_chain_takes_nothing_from_a_program_that_only_a_person_does(kind: EventKind, is_refused: bool) -> None:
    require_person(PERSON, kind)
    require_person(None, kind)
    with pytest.raises(ProgramRefused) if is_refused else nullcontext():
        require_person(PROGRAM, kind)


def test_an_origin_is_said_more_exactly_inside_and_forgotten_with_it() -> None:
    with from_origin(Origin()):
        replace_origin(Origin(client="gate"))
        assert find_origin() == Origin(client="gate")
    assert find_origin() is None
