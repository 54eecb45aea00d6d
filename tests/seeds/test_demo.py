"""The demo: stories with a true history, something waiting in every role, and nothing added by a second run."""

from __future__ import annotations

import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import F

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions.appeal import get_appeal_deadline
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.measures.trials import try_measure
from licensing.acts.record.verification import verify_record
from licensing.choices import CaseState, LicenceState, MeasureState, PaperStanding, SittingState
from licensing.management.command_output import read_toml
from licensing.models import (
    Case,
    ChangeSet,
    Decision,
    Event,
    Licence,
    Measure,
    Paper,
    Position,
    Project,
    Reminder,
    RightProposal,
    Round,
    ScreeningHit,
    Sitting,
    Usage,
    User,
    VisitConcern,
)
from licensing.models.assessment.certificates import judge_steps
from licensing.models.read_models.papers import judge_paper
from licensing.policy.assessment.kinds import RECORDED_KINDS
from licensing.policy.plans.measures.effects import Effect
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.trials import Trial
from tests.parents import balance, measure_project, measure_year
from tests.world import awaited_bodies

ROOT = Path(__file__).resolve().parents[2]
FOLDER, GUIDE = ROOT / "seeds" / "demo", ROOT / "docs/forces.md"
PEOPLE = read_toml(FOLDER / "people.toml")
STORIES = {path.stem: read_toml(path) for path in sorted(FOLDER.glob("*.toml")) if path.name != "people.toml"}
_OF_LOADING = {EventKind.RECORD_BEGUN, EventKind.FIRST_RELEASE, EventKind.RIGHTS_CHANGED}
# The moratorium was lifted before the first request came.
_OF_THE_MORATORIUM = {
    EventKind.MEASURE_PREPARED,
    EventKind.MEASURE_PUBLISHED,
    EventKind.MEASURE_END_PROPOSED,
    EventKind.MEASURE_ENDED,
}
# An interest that was agreed before the first request.
# Which of them come before the first story is a matter of the weekday on which the demo is loaded.
_OF_INTERESTS = {
    EventKind.INTEREST_FILED,
    EventKind.INTEREST_REMINDED,
    EventKind.INTEREST_ANSWERED,
    EventKind.OFFER_MADE,
    EventKind.OFFER_ACCEPTED,
    EventKind.OFFER_REMINDED,
    EventKind.OFFER_LAPSED,
}

pytestmark = pytest.mark.django_db


def _case(code: str) -> Case:
    return Case.objects.get(title=STORIES[code]["request"]["title"])


def test_the_page_on_our_own_forces_names_what_the_demo_has() -> None:
    rows = [
        line
        for line in GUIDE.read_text(encoding="utf-8").split("## Where each stands in the demo")[1].splitlines()
        if "|" in line
    ]
    played = "\n".join(file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.toml")))

    named = re.findall(r"“([^”]+)”|`([^`@]+@[^`]+)`", "\n".join(rows))
    assert len(named) >= len(rows[2:])
    assert [title or address for title, address in named if f'"{title or address}"' not in played] == []


@pytest.mark.walk
def test_the_demo_leaves_a_true_history() -> None:
    out = StringIO()
    call_command("seed", "--demo", stdout=out)
    assert f"{len(STORIES)} cases played" in out.getvalue()

    _everything_has_the_state_it_should()
    _papers_left_the_authority()
    _something_waits_in_every_role()
    _each_story_shows_what_it_promises()
    _the_history_is_true()
    _a_moratorium_can_be_tried()

    before = (Event.objects.count(), Case.objects.count(), User.objects.count())
    call_command("seed", "--demo", stdout=StringIO())
    assert (Event.objects.count(), Case.objects.count(), User.objects.count()) == before


def _everything_has_the_state_it_should() -> None:
    assert Counter(Case.objects.values_list("state", flat=True)) == {
        CaseState.DRAFT: 1,
        CaseState.SUBMITTED: 2,
        CaseState.RETURNED: 1,
        CaseState.MINISTRY_REVIEW: 5,
        CaseState.GOVERNMENT_DECISION: 4,
        CaseState.ADJOURNED: 1,
        CaseState.WITHDRAWN: 1,
        CaseState.REFUSED: 2,
        CaseState.NOT_REQUIRED: 1,
        # One of them is the version of the country plan, which nobody applied for.
        CaseState.GRANTED: 15,
    }
    assert Counter(Licence.objects.values_list("state", flat=True)) == {
        LicenceState.ISSUED: 9,
        LicenceState.SUSPENDED: 2,
        LicenceState.EXHAUSTED: 1,
    }


def _papers_left_the_authority() -> None:
    found = {(one.case.title, one.kind): judge_paper(one, today=to_local_day(now())) for one in Paper.objects.with_later()}
    wanted = {
        ("ds-01", "receipt"),
        ("ds-01", "licence"),
        ("ap-22", "decision"),
        ("ap-22", "minutes"),
        ("su-13", "suspension"),
        ("nl-32", "no_licence"),
    }
    assert found == {(_case(story).title, kind): PaperStanding.GENUINE for story, kind in wanted}


def _something_waits_in_every_role() -> None:
    assert _case("qu-09").questions.get().is_open  # the applicant
    assert sorted(_case("qu-09").hits.values_list("standing", flat=True)) == ["cleared", "waiting"]
    assert ScreeningHit.objects.current().count() == 2
    assert _case("sb-14").state == CaseState.SUBMITTED  # a case officer
    assert awaited_bodies(_case("mr-15")) == ["GS", "MFA"]  # members
    assert awaited_bodies(_case("dl-10")) == ["NSDC"]
    assert awaited_bodies(_case("nd-21")) == ["MOD", "GS"]
    assert get_appeal_deadline(_case("ap-22")) is not None  # the applicant of a refused request
    assert _case("gd-20").state == _case("lt-03").state == CaseState.GOVERNMENT_DECISION  # a decider
    assert not awaited_bodies(_case("gd-20"))
    certificate = _case("gd-20").citations.get().certificate
    assert (certificate.number, judge_steps(certificate), certificate.checks.count()) == ("NL-EUC-2020", "genuine", 2)
    assert [one.person.name for one in RightProposal.objects.pending()] == ["Hanna Novachok"]  # a second administrator
    waiting = ChangeSet.objects.waiting().get()  # a second policy officer
    assert (str(waiting.drafted_by), waiting.lines.count()) == ("Pol Policy", 2)
    assert sum(Trial.from_data(waiting.trial).changed) > 0


def _each_story_shows_what_it_promises() -> None:
    joint_venture = Decision.objects.get(case=_case("jv-02"))
    assert {one["code"]: one["authors"] for one in joint_venture.conditions} == {
        "P10": ["MOD", "SBU"],
        "P15": ["MOD"],
        "P14": ["SBU"],
    }
    # Nobody files country plans any more: the state's own says which interest its projects come from.
    assert not Case.objects.filter(kind__is_plan=True).exists()
    [origin] = {one.interest for one in Project.objects.filter(plan__country="DK", number__in=(1, 2))}
    assert (origin and origin.organisation.country_id, origin and origin.state) == ("DK", "agreed")
    assert Licence.objects.get(case=_case("fi-04")).is_dormant
    # A loan that came late: customs waited for it, and obeys now.
    late = Licence.objects.get(case=_case("ll-28"))
    [planned] = (late.case.financing or {})["milestones"]
    assert late.met_milestones.get(title=planned["title"]).met_on.isoformat() > planned["planned_on"]
    assert late.lines.get().used == 1
    # What a visit found of the first boat reaches the other licence of its end user, whose review waits for a decider.
    other = Licence.objects.get(case=_case("fi-04"))
    assert set(VisitConcern.objects.values_list("licence", flat=True)) == {late.pk, other.pk}
    assert [(one.cause, one.outcome) for one in (late.reviews.get(), other.reviews.get())] == [
        ("visit", "suspended"),
        ("visit", ""),
    ]
    assert late.suspensions.get().confirmed_by is not None
    # A conflict of interest that became known after the grant: its review led to less.
    reviewed = Licence.objects.get(case=_case("dn-07"))
    assert (reviewed.reviews.get().outcome, reviewed.version, reviewed.lines.get().authorised) == ("varied", 2, 100)
    assert Decision.objects.get(case=_case("dn-07")).lines.get().quantity == 120
    line = Licence.objects.get(case=_case("dd-12")).lines.get()
    assert (line.authorised, line.used, line.usages.count()) == (500, 320, 2)
    # Conditions that bite: all at once did not leave, nor more than ten in six months; what left all the same says why.
    bound = Licence.objects.get(case=_case("cb-31"))
    left = Usage.objects.filter(line__licence=bound).order_by("drawn_at")
    assert list(left.values_list("quantity", "stopped_by")) == [(8, ""), (3, "condition_not_met")]
    assert left[1].stopped_because["en"].startswith("Condition 2 lets only 2 pieces leave now:")
    assert [one.rule["rule"] for one in bound.conditions.order_by("number")] == ["once", "cap", "covered"]
    silent = Round.objects.get(case=_case("dl-10"), stage__code="commission")
    assert (silent.outcome, silent.result["missing"]) == ("escalated", ["GS"])
    assert ["INTEL", "approve"] in silent.result["deemed"]
    both = Round.objects.get(case=_case("op-30"), stage__code="commission")
    assert (both.outcome, [one["met"] for one in both.result["numbers"]["tests"]]) == ("passed", [True, True, False])
    assert "Bodies (seats for) – 4 of 7 (57.1 %), at least 55 % (4) needed: met" in both.explanation
    assert Decision.objects.get(case=_case("rf-05")).grounds == ["R10"]
    chain = list(_case("tr-18").rounds.order_by("number").values_list("stage__code", "outcome"))
    assert chain == [
        ("referral", "passed"),
        ("agencies", "not_passed"),
        ("operating-committee", "passed_with_conditions"),
        ("final-action", "passed"),
    ]
    weighed = {one.kind: one for one in _case("tr-18").assessments.all()}
    assert set(weighed) == {one.value for one in RECORDED_KINDS}
    risks = [one["criterion"] for one in weighed["criteria"].details["criteria"] if one["result"] != "none"]
    assert (weighed["criteria"].result, risks) == ("mitigated", ["ATT11", "EU7"])
    ended = Event.objects.get(case=_case("nl-32"), kind=EventKind.GOODS_RELEASED)
    assert (ended.data["items"], _case("nl-32").closed_at is not None) == ([1], True)
    project = Project.objects.get(number=1)
    assert set(project.cases.all()) == {_case("pc-28"), _case("pc-29")}
    assert (measure_project(project), _case("nd-21").project) == (
        balance(reserved=30, committed=35, used=25),
        Project.objects.get(number=2),
    )
    framework = _case("fw-24")
    assert [measure_year(framework, year) for year in (1, 2)] == [balance(used=30), balance(reserved=20)]
    told = [one.code for one in list_obstacles(_case("fy-26"), at=now())]
    assert "price_deviates" in told
    assert "parent_full" in [one.code for one in list_obstacles(_case("fy-27"), at=now())]
    held = Sitting.objects.get(state=SittingState.CLOSED)
    assert [item.case for item in held.agenda.all()] == [_case("ap-22")]
    assert [item.case for item in Sitting.objects.get(state=SittingState.CALLED).agenda.all()] == [_case("lt-03")]
    up = list(_case("pa-19").rounds.order_by("number").values_list("stage__code", "outcome"))
    assert up == [("commission", "not_passed"), ("prime-minister", "passed"), ("government", "passed")]


def _a_moratorium_can_be_tried() -> None:
    """One waits for its second person: what it would stop is told, and what goes on by its exception; nothing is changed."""
    before = Event.objects.count()

    trial = try_measure(Measure.objects.get(state=MeasureState.PREPARED))

    assert min(one.count(Effect.STOPPED) for one in (trial.under_way, trial.licences, trial.past)) > 0
    assert trial.under_way.add_up(Effect.STOPPED) > 0
    assert sum(one.count(Effect.EXEMPT) for one in (trial.under_way, trial.licences, trial.past)) > 0
    assert Event.objects.count() == before


def _the_history_is_true() -> None:
    report = verify_record(with_files=True)
    assert report.fault is None
    assert report.looked_at["positions"] == Position.objects.count() > 100
    events = Event.objects.order_by("number")
    # Lists, procedures and people are loaded now, before the stories are played, and their events say so.
    loaded = events.filter(case__isnull=True)
    # Of the stories alone: a country plan is signed off after them.
    played = events.filter(case__organisation__isnull=False).exclude(kind=EventKind.CASE_OPENED_IN_EMERGENCY)
    # What waits for a second person is proposed after the stories.
    waiting = loaded.filter(kind__in=[EventKind.RIGHT_PROPOSED, EventKind.CHANGE_SET_SENT])
    assert [one.number > played.last().number for one in waiting] == [True, True]
    first = played[0].number
    assert set(loaded.filter(number__lt=first).values_list("kind", flat=True)) <= (
        _OF_LOADING | _OF_THE_MORATORIUM | _OF_INTERESTS
    )
    moments = list(events.filter(number__gte=first).values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= now()
    assert not Reminder.objects.filter(sent_at__lt=F("due_at")).exists()
    assert not Reminder.objects.owed().filter(due_at__lte=moments[-1]).exists()
