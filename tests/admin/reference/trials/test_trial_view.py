"""A trial at the desk: counts for everybody who may try, cases only for who may see them, and every difference in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from licensing.acts.acting import now, to_local_day
from licensing.acts.reference.change_sets.near_sales import NearSales
from licensing.acts.reference.outcomes import read_outcome
from licensing.acts.reference.readings import load_lists
from licensing.acts.reference.trials import PreparedTrial
from licensing.acts.reference.tried_cases import load_cases
from licensing.admin.reference.trials.trial_view import build_trial_view
from licensing.choices import RecusalReason, TrialLook
from licensing.models import Body, Condition, Recusal, Unit
from licensing.policy.reference.trials import WAY, ChangedCase, DecidingRow, Extent, Outcome, Shift, Trial
from tests.by_hand import by_hand
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World

pytestmark = pytest.mark.django_db

# A stage that says all that a stage can say.
RICH: dict[str, Any] = MINISTRIES | {
    "deadline": {"amount": 20, "unit": "calendar", "roll": "next"},
    "rule": {"kind": "qualified", "numerator": 2, "denominator": 3, "quorum": "2/3"},
    "entry_checks": ["need_stated", "no_open_question"],
    "assessments": [
        {"kind": "route", "owner": "GS", "seats": ["MOD", "GS"], "within": {"amount": 3, "unit": "working"}},
        {"kind": "certificate", "owner": "case_officer", "apart": True},
    ],
    "seats": [
        {"body": "MOD", "chair": True, "veto": "absolute", "depends_on": ["items.*.quantity|unit", "end_use"]},
        {"body": "GS", "role": "consultative", "needs_need": True, "depends_on": ["documents.euc|iic"]},
        {"body": "MFA", "role": "observer", "mandatory": False},
    ],
    "escalation": {
        "to": "appeal",
        "triggers": ["split", "deadline", "threshold"],
        "by": ["GS"],
        "within": {"amount": 3},
        "above": "1000.00",
        "default": "stands",
        "rank": "holder",
    },
}
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


@pytest.mark.walk
@pytest.mark.parametrize("language", ["en", "uk"])
def test_nothing_that_a_trial_shows_is_a_code_or_a_path(world: World, rf: RequestFactory, language: str) -> None:
    """Of everything that a trial can find: each subject, and each column of a procedure, a stage, a seat and a condition."""
    use_procedure(RICH, GOVERNMENT, APPEAL, thresholds=[{"pattern": "items.*.quantity|unit", "more_than_percent": "5"}])
    case, request = world.accepted(), rf.get("/")
    request.user = world.pol
    [lists] = load_lists([to_local_day(now())])
    [tried] = load_cases([case.pk], NearSales())
    tried = replace(tried, conditions=frozenset({"P02", "P05"}), grounds=frozenset({"R01"}), has_unscanned=True)
    shifts = tuple(_list_all_shifts(read_outcome(tried, lists, now=now())))
    changed = ChangedCase(str(case.pk), case.reference or "", True, shifts)
    names = PreparedTrial(now(), [(lists, lists)], NearSales()).collect_names([changed])

    with override(language):
        view = build_trial_view(request, Trial.build([lists.on], Extent(1, 1, 0, 0), [changed], names=names))
        assert view is not None
        shown = {(one.subject, side) for row in view.cases for one in row.shifts for side in (one.before, one.after)}
        told = {text for pair in shown for text in pair}

    codes = "|".join([*(row.pk for row in (*Body.objects.all(), *Condition.objects.all(), *Unit.objects.all())), "R01", "UA"])
    raw = re.compile(rf"[][{{}}\"]|(?<!\w)'|\b(?:{codes})\b|\w[_|]\w|[a-z]\.[\w*]|\b(?:None|True|False|false|true)\b")
    assert len(told) > 60
    assert {text for text in told if raw.search(text)} == set()


def _list_all_shifts(outcome: Outcome) -> Iterator[Shift]:
    """Everything that is in an outcome, as if it were new or gone; what has columns, column by column."""
    for look, values in outcome.looks.items():
        for what, value in values.items():
            if look == TrialLook.ROUTED:
                continue
            yield from (Shift(look, what, None, value), Shift(look, what, value, None))
            if what.startswith(("terms:", "procedure:")):
                yield from (Shift(look, what, {name: one}, {}) for name, one in value.items())
                yield from (Shift(look, what, value, value | {name: ""}) for name in value)
    yield Shift(TrialLook.REQUIRED, "precision:items.0.unit_price", None, True)
    yield Shift(TrialLook.REQUIRED, "precision:terms.financing.disbursements.1.amount", None, True)


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
