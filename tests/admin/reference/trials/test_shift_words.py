"""Both sides of what a trial finds otherwise, in words."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.admin.reference.trials.shift_words import format_shift
from licensing.choices import Deemed, TrialLook
from licensing.policy.reference.trials import Shift

AT = ["2026-03-02T07:00:00+00:00", "officers", True, False]
BEFORE = {"deadline": [21, "calendar", "none"], "deemed": "", "GS/role": "deliberative", "GS/weight": 1, "MFA/role": "observer"}
AFTER = {"deadline": [10, "working", "none"], "deemed": "approve", "GS/role": "deliberative", "GS/weight": 2}
REPORT = [{"en": "Report"}, [], "", "", ""]
REMINDED = "2 Mar 2026 09:00 · Case officers · mail"
AGAIN = f"{REMINDED} · again after days: 2 · until so many days after: 9"
TERMS_BEFORE = "General Staff, weight: 1; deadline: 21 calendar days; outcome that is deemed: –"
TERMS_AFTER = f"General Staff, weight: 2; deadline: 10 working days; outcome that is deemed: {Deemed.APPROVE.label}"
MATERIAL = {"thresholds": [{"pattern": "title", "beyond": "typo"}, {"pattern": "value", "more_than_percent": "5"}]}
MATERIAL_AFTER = {"thresholds": [{"pattern": "title", "beyond": "typo"}, {"pattern": "route", "beyond": "typo"}]}
MATERIAL_SAID = "what makes an amendment material (empty: any change): more than a typing error"
WAY_UP = {"to": "appeal", "triggers": ["split"], "by": ["GS"], "within": {"amount": 3}, "default": "stands"}
UP = (
    "how the case is referred up: up to “Appeal”; somebody objects; General Staff; Within 3 calendar days;"
    " If nobody refers it up: the outcome stands"
)
ROUTE_ASKED = {"kind": "route", "owner": "GS", "within": {"amount": 3, "unit": "working"}, "seats": ["GS", "MFA"]}
SUSPENDS = "who sees to it: the applicant · what a breach leads to: suspension of the licence"
CAPPED = "what customs is held to: a cap in each period of the calendar · what a cap counts together: each line by itself"
ASSESSED = (
    "assessments that it waits for: Check of the route (General Staff) · Within 3 working days · General Staff, MFA wait for it"
    "; End-user certificate (a case officer) · whoever makes it does not vote"
)
TOLD: list[tuple[TrialLook, str, Any, Any, str, str]] = [
    (TrialLook.TIMED, "legal", "2026-03-02T22:00:00+00:00", None, "2 Mar 2026", "–"),
    (TrialLook.TIMED, "validity", 12, 24, "12", "24"),
    (TrialLook.REQUIRED, "requirement:title", None, True, "not missing", "missing"),
    (TrialLook.REQUIRED, "unit:NAR", 0, 2, "0", "2"),
    # As it was kept before it told how a rule repeats, with the code of its quiet hours.
    (TrialLook.REMINDED, "clock:1:legal/legal_t03", [*AT, "night"], None, REMINDED, "–"),
    (TrialLook.REMINDED, "clock:1:legal/legal_t01", [*AT, 2, 9], [*AT, None, None], AGAIN, REMINDED),
    (TrialLook.ASKED, "need", ["GS"], [], "General Staff", "–"),
    (TrialLook.ASKED, "terms:tests/ministries", BEFORE, AFTER, TERMS_BEFORE, TERMS_AFTER),
    (
        TrialLook.ASKED,
        "procedure:tests",
        MATERIAL,
        MATERIAL_AFTER,
        f"{MATERIAL_SAID} (The request itself: Title); by more than 5 % (The request itself: Total value)",
        f"{MATERIAL_SAID} (The request itself: Title; Route: all of it)",
    ),
    (TrialLook.ASKED, "procedure:tests", {"calendar": "UA"}, {"calendar": "US"}, "calendar: Ukraine", "calendar: US"),
    (
        TrialLook.ASKED,
        "terms:tests/ministries",
        {"escalation": {}},
        {"escalation": WAY_UP},
        "how the case is referred up: –",
        UP,
    ),
    (TrialLook.ASKED, "seats:tests/ministries", ["GS"], [], "General Staff", "–"),
    (TrialLook.ASKED, "checks:tests/ministries", [], ["need_stated"], "–", "the statement of domestic need"),
    (TrialLook.ASKED, "quorum:tests/ministries", 2, "2/3", "2", "2/3"),
    (TrialLook.ASKED, "threshold:tests/ministries", True, False, "yes", "no"),
    (TrialLook.ASKED, "ground:R01", True, False, "absolute", "not absolute"),
    (TrialLook.ASKED, "condition:P01", [*REPORT, False], [*REPORT, True], "Report", "Report (the licence waits for it)"),
    (
        TrialLook.ASKED,
        "condition:P02",
        [{"en": "Report"}, [], "", "applicant", "report", False, "", "", ""],
        [{"en": "Report"}, [], "", "applicant", "suspend", False, "calendar_cap", "line", "document"],
        "Report · who sees to it: the applicant · what a breach leads to: a warning, of which the desk is told",
        f"Report · {SUSPENDS} · {CAPPED} · what shows that it is met: a document of the case",
    ),
    (
        TrialLook.ASKED,
        "terms:tests/ministries",
        {"assessments": []},
        {"assessments": [ROUTE_ASKED, {"kind": "certificate", "owner": "case_officer", "apart": True}]},
        "assessments that it waits for: –",
        ASSESSED,
    ),
]
NAMES = {
    "body:GS": {"en": "General Staff"},
    "calendar:UA": {"en": "Ukraine"},
    "stage:tests/appeal": {"en": "Appeal"},
}


@pytest.mark.parametrize(("look", "what", "old", "new", "before", "after"), TOLD, ids=[one[1] for one in TOLD])
def test_every_difference_is_told_in_words(look: TrialLook, what: str, old: Any, new: Any, before: str, after: str) -> None:
    assert format_shift(Shift(look, what, old, new), NAMES) == (before, after)
