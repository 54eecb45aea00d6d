"""A trial at the desk: counts for everybody who may try, cases only for who may see them, and every difference in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import RequestFactory

from licensing.admin.reference.trials.trial_view import build_trial_view
from licensing.choices import RecusalReason, TrialLook
from licensing.models import Recusal
from licensing.policy.reference.trials import WAY, ChangedCase, DecidingRow, Extent, Shift, Trial
from tests.by_hand import by_hand
from tests.world import World

pytestmark = pytest.mark.django_db

WAY_NOW: dict[str, Any] = {"procedure": "tests", "version": 1, "seats": [], "flags": []}
SHIFTS = (
    Shift(TrialLook.ROUTED, WAY, WAY_NOW, WAY_NOW | {"seats": ["GS"], "flags": ["technology"]}),
    Shift(TrialLook.ROUTED, WAY, WAY_NOW, WAY_NOW | {"procedure": "", "version": None}, date(2026, 2, 1)),
    Shift(TrialLook.REQUIRED, "requirement:title", None, True),
    Shift(TrialLook.TIMED, "validity", 12, 24, date(2026, 2, 1)),
)


def _trial(case: Any) -> Trial:
    names = {"body:GS": {"en": "General Staff"}, "procedure:tests": {"en": "Tests"}}
    rows = ((DecidingRow("all", {"en": "Everything"}),), ())
    changed = ChangedCase(str(case.pk), case.reference, True, SHIFTS, (rows, rows))
    days, untried = [date(2026, 1, 2), date(2026, 2, 1)], (("countries", "alpha3"),)
    return Trial.build(days, Extent(3, 3, 0, 0), [changed], names=names, untried=untried)


def test_every_difference_is_told_in_words_and_counted(world: World, rf: RequestFactory) -> None:
    case, request = world.filed(), rf.get("/")
    request.user = world.pol

    view = build_trial_view(request, _trial(case).as_data())

    assert view is not None
    [row] = view.cases
    told = [(one.subject, one.before, one.after, one.since) for one in row.shifts]
    assert told == [
        ("title", "not missing", "missing", None),
        ("Longest validity of its permit, in months", "12", "24", date(2026, 2, 1)),
    ]
    ways, later = row.ways
    assert [(way.procedure, way.bodies, way.flags) for way in ways.sides] == [
        ("Tests (version 1)", [], []),
        ("Tests (version 1)", ["General Staff"], ["technology leaves the country"]),
    ]
    assert (later.since, later.sides[1].procedure, later.sides[0].because) == (date(2026, 2, 1), "", ["Everything"])
    assert [(look.open, look.past, look.share) for look in view.looks] == [(1, 0, 33)] * 3 + [(0, 0, 0)] * 2
    assert (view.changed, view.hidden, view.days_said) == (1, 0, "2 Jan 2026, 1 Feb 2026")
    assert view.untried == [("Country, Three-letter code", "Programs of others read it; no act of ours does.")]


def test_a_case_that_the_reader_may_not_see_is_only_counted(world: World, rf: RequestFactory) -> None:
    case, request = world.filed(), rf.get("/")
    request.user = world.pol
    with by_hand():
        Recusal.objects.create(
            case=case, person=world.pol, reason=RecusalReason.OTHER, recorded_by=world.otto, recorded_at=case.submitted_at
        )

    view = build_trial_view(request, _trial(case))

    assert view is not None
    assert (view.cases, view.changed, view.hidden) == ([], 1, 1)


def test_a_set_that_was_never_tried_has_no_view(rf: RequestFactory) -> None:
    assert build_trial_view(rf.get("/"), {}) is None
