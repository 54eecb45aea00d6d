"""A trial at the desk: counts for everybody who may try, cases only for who may see them, and every difference in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import reverse

from licensing.admin.reference.trial_view import build_trial_view
from licensing.choices import RecusalReason, TrialLook
from licensing.models import Recusal
from licensing.policy.reference.trials import WAY, ChangedCase, Extent, Shift, Trial
from tests.admin.conftest import At, text_of
from tests.by_hand import by_hand
from tests.change_sets import draft, exclude
from tests.world import World

pytestmark = pytest.mark.django_db

WAY_NOW: dict[str, Any] = {"procedure": "tests", "version": 1, "seats": [], "flags": []}
SHIFTS = (
    (TrialLook.ROUTED, WAY, WAY_NOW, WAY_NOW | {"seats": ["GS"], "flags": ["technology"]}),
    (TrialLook.TIMED, "legal", "2026-03-02T22:00:00+00:00", None),
    (TrialLook.TIMED, "validity", 12, 24),
    (TrialLook.REQUIRED, "requirement:title", None, True),
    (TrialLook.REMINDED, "clock:1:legal/legal_t03", ["2026-03-02T07:00:00+00:00", "officers", True, False, None], None),
    (TrialLook.ASKED, "seats:tests/ministries", ["GS"], []),
    (TrialLook.ASKED, "rule:tests/ministries", {"kind": "consensus"}, {"kind": "strange"}),
    (TrialLook.ASKED, "checks:tests/ministries", [], ["need_stated"]),
    (TrialLook.ASKED, "quorum:tests/ministries", 2, "2/3"),
    (TrialLook.ASKED, "threshold:tests/ministries", True, False),
    (TrialLook.ASKED, "ground:R01", True, False),
    (TrialLook.ASKED, "condition:P01", [{"en": "Report"}, [], "", "", "", False], [{"en": "Report"}, [], "", "", "", True]),
)
WORDS = [
    ("2 Mar 2026", "–"),
    ("12", "24"),
    ("not missing", "missing"),
    ("2 Mar 2026 09:00 · Case officers · mail", "–"),
    ("General Staff", "–"),
    ("–", "the statement of domestic need"),
    ("2", "2/3"),
    ("yes", "no"),
    ("absolute", "not absolute"),
    ("Report", "Report (the licence waits for it)"),
]


def _trial(case: Any) -> Trial:
    shifts = tuple(Shift(*one) for one in SHIFTS)
    names = {"body:GS": {"en": "General Staff"}, "procedure:tests": {"en": "Tests"}}
    changed = ChangedCase(str(case.pk), case.reference, True, shifts)
    return Trial.build(date(2026, 1, 2), Extent(3, 3, 0, 0), [changed], names)


def test_every_difference_is_told_in_words_and_counted(world: World, rf: RequestFactory) -> None:
    case, request = world.filed(), rf.get("/")
    request.user = world.pol

    view = build_trial_view(request, _trial(case).as_data())

    assert view is not None
    [row] = view.cases
    told = [(one.before, one.after) for one in row.shifts]
    assert [pair for pair in WORDS if pair not in told] == []
    assert [(way.procedure, way.bodies, way.flags) for way in row.ways] == [
        ("Tests (version 1)", [], []),
        ("Tests (version 1)", ["General Staff"], ["technology leaves the country"]),
    ]
    assert [(look.open, look.past, look.share) for look in view.looks] == [(1, 0, 33)] * 5
    assert (view.changed, view.hidden) == (1, 0)


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


def test_the_page_of_a_set_leads_to_a_fresh_trial_for_those_who_may_try(world: World, at: At) -> None:
    world.filed()
    change_set = draft(world.pol, exclude("EE"))
    url = reverse("admin:licensing_changeset_try", args=[change_set.pk])

    page = text_of(at(world.pol).get(url))

    assert "1 of the cases tried would be treated otherwise." in page
    assert "the partner is excluded" in page
    assert at(world.mira).get(url).status_code == 404
    of_set = reverse("admin:licensing_changeset_change", args=[change_set.pk])
    shown = {person.name: url in at(person).get(of_set).content.decode() for person in (world.pol, world.audra, world.mira)}
    assert shown == {"Pol": True, "Audra": True, "Mira": False}
