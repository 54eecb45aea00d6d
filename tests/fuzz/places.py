"""Where an operation can be carried out: what a person sees that is in a state for it, the oldest first.

In the order of time, so that a number means the same thing in every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from licensing.choices import CaseState, PaperKind, PlanState, PositionChoice, ProjectStatus, SittingState, Verb, VersionState
from licensing.models import (
    Case,
    CaseVersion,
    ConditionDuty,
    ConditionRecord,
    CountryPlan,
    Document,
    Endpoint,
    Interest,
    Licence,
    LicenceCondition,
    Mandate,
    Measure,
    Paper,
    PlanVersion,
    Project,
    Question,
    ReportDifference,
    ScreeningHit,
    Sitting,
    StandingPosition,
    Usage,
    User,
    read_actor,
)
from licensing.models.clocks.days import to_local_day

Place = dict[str, str]
Finder = Callable[[User], Iterable[Place]]


def list_cases(person: User, verb: Verb | None = None, **more: Any) -> QuerySet[Case]:
    """The cases that a person sees and whose state allows a verb."""
    rows = Case.objects.visible_to(person, on=timezone.now()).filter(**more).order_by("created_at")
    return rows.filter(state__in=Case.list_acts()[verb].sources) if verb else rows


def list_licences(person: User, verb: Verb | None = None, **more: Any) -> QuerySet[Licence]:
    """The licences that a person sees and whose state allows a verb."""
    rows = Licence.objects.visible_to(person, on=timezone.now()).filter(**more).order_by("issued_at")
    return rows.filter(state__in=Licence.list_acts()[verb].sources) if verb else rows


def nowhere(person: User) -> list[Place]:
    """An operation that is about nothing yet."""
    return [{}]


def on_cases(verb: Verb | None = None, **more: Any) -> Finder:
    return lambda person: _name_each("case_id", list_cases(person, verb, **more))


def on_licences(verb: Verb | None = None, **more: Any) -> Finder:
    return lambda person: _name_each("licence_id", list_licences(person, verb, **more))


def on_interests(*states: str) -> Finder:
    def find(person: User) -> Iterable[Place]:
        rows = Interest.objects.visible_to(person, on=to_local_day(timezone.now())).order_by("filed_at")
        return _name_each("interest_id", rows.filter(state__in=states) if states else rows)

    return find


def on_country_plans(person: User) -> list[Place]:
    rows = CountryPlan.objects.visible_to(person, on=to_local_day(timezone.now()))
    return _name_each("plan_id", rows.order_by("opened_at"))


def on_plans_to_send(person: User) -> list[Place]:
    """Plans that can be sent for review by whoever leads their group: of what is proposed each project has its priority."""
    rows = CountryPlan.objects.visible_to(person, on=to_local_day(timezone.now())).filter(state=PlanState.WORKING)
    proposed = Q(projects__status=ProjectStatus.PROPOSED)
    unranked = Project.objects.filter(status=ProjectStatus.PROPOSED, priority__isnull=True)
    bodies = read_actor(person, on=to_local_day(timezone.now())).bodies
    rows = rows.filter(proposed, group__body__in=bodies, group__body__leads_plans=True, group__left_at__isnull=True)
    return _name_each("plan_id", rows.exclude(pk__in=unranked.values("plan")).distinct().order_by("opened_at"))


def on_plan_versions(*, before_government: bool) -> Finder:
    """Versions that wait, of the plans that somebody reads: for the government, or for the bodies, which may call them back."""

    def find(person: User) -> list[Place]:
        plans = CountryPlan.objects.visible_to(person, on=to_local_day(timezone.now()))
        rows = PlanVersion.objects.filter(plan__in=plans, state=VersionState.WAITING).order_by("plan", "number")
        reached = Q(review__state=CaseState.GOVERNMENT_DECISION)
        rows = rows.filter(reached if before_government else ~reached)
        return [{"plan_id": str(one.plan_id), "number": str(one.number)} for one in rows]

    return find


def on_projects(*, ranked: bool = False) -> Finder:
    """Projects on which somebody works; `ranked`, only for who sets their priority."""

    def find(person: User) -> list[Place]:
        bodies = read_actor(person, on=to_local_day(timezone.now())).bodies
        rows = Project.objects.filter(plan__group__body__in=bodies, plan__group__left_at__isnull=True).distinct()
        if ranked:
            rows = rows.filter(plan__group__body__leads_plans=True, plan__group__body__in=bodies)
        return [{"plan_id": str(one.plan_id), "project_id": str(one.pk)} for one in rows.order_by("number", "pk")]

    return find


def on_countries(person: User) -> list[Place]:
    return [{"country": code} for code in ("DK", "EE")]


def on_sittings(**more: Any) -> Finder:
    return lambda person: _name_each("sitting_id", Sitting.objects.filter(**more).order_by("called_at", "title"))


def on_measures(person: User) -> list[Place]:
    return _name_each("measure_id", Measure.objects.published().order_by("code"))


def on_endpoints(person: User) -> list[Place]:
    return _name_each("endpoint_id", Endpoint.objects.filter(owner=person).order_by("created_at"))


def on_questions(verb: Verb, state: str) -> Finder:
    def find(person: User) -> list[Place]:
        rows = Question.objects.filter(case__in=list_cases(person, verb), state=state).order_by("asked_at", "number")
        return [{"case_id": str(one.case_id), "question_id": str(one.pk)} for one in rows]

    return find


def on_hits(verb: Verb | None = None) -> Finder:
    """Hits of cases that nobody has said anything of."""

    def find(person: User) -> list[Place]:
        rows = ScreeningHit.objects.current().filter(case__in=list_cases(person, verb), dispositions=None).order_by("found_at")
        return [{"case_id": str(one.case_id), "hit_id": str(one.pk)} for one in rows]

    return find


def on_documents(verb: Verb | None = None) -> Finder:
    def find(person: User) -> list[Place]:
        rows = Document.objects.filter(case__in=list_cases(person, verb), removed_at=None).order_by("attached_at", "title")
        return [{"case_id": str(one.case_id), "document_id": str(one.pk)} for one in rows]

    return find


def on_differences(person: User) -> list[Place]:
    """Differences between reports and the ledger that wait for an officer."""
    rows = ReportDifference.objects.unsettled().filter(licence__in=list_licences(person)).order_by("found_at", "pk")
    return [{"licence_id": str(one.licence_id), "difference_id": str(one.pk)} for one in rows]


def on_duties(**more: Any) -> Finder:
    def find(person: User) -> list[Place]:
        rows = ConditionDuty.objects.unmet().filter(condition__licence__in=list_licences(person), **more)
        found = rows.order_by("due_on", "condition").values_list("pk", "condition__licence")
        return [{"licence_id": str(licence), "duty_id": str(pk)} for pk, licence in found]

    return find


def on_usages(**more: Any) -> Finder:
    """Entries of ledgers that can be reversed; with `review=None`, those that an officer has to look at."""

    def find(person: User) -> list[Place]:
        rows = Usage.objects.to_review() if "review" in more else Usage.objects.filter(reverses=None, reversed_by=None)
        found = rows.filter(line__licence__in=list_licences(person)).order_by("drawn_at", "message_id")
        return [{"licence_id": str(licence), "usage_id": str(pk)} for pk, licence in found.values_list("pk", "line__licence")]

    return find


def on_bound(person: User) -> list[Place]:
    """Conditions that wait for a verification of the certificate."""
    waiting = {"licence__in": list_licences(person, Verb.RECORD_CONDITION), "condition": "P06"}
    rows = LicenceCondition.objects.filter(**waiting).order_by("licence__issued_at", "number")
    return [{"licence_id": str(one.licence_id), "number": str(one.number)} for one in rows]


def on_records(person: User) -> list[Place]:
    """Records on conditions that count."""
    rows = ConditionRecord.objects.in_effect().filter(condition__licence__in=list_licences(person, Verb.VOID_CONDITION))
    found = rows.order_by("recorded_at").values_list("pk", "condition__licence")
    return [{"licence_id": str(licence), "record_id": str(pk)} for pk, licence in found]


def on_versions(person: User) -> list[Place]:
    rows = CaseVersion.objects.filter(case__in=list_cases(person)).order_by("case__created_at", "number")
    return [{"case_id": str(case), "number": str(number)} for case, number in rows.values_list("case", "number")]


def on_papers(kind: PaperKind) -> Finder:
    def find(person: User) -> Iterable[Place]:
        rows = Paper.objects.filter(kind=kind, licence__in=list_licences(person, None)).order_by("made_at")
        return [{"licence_id": str(of), "number": str(number)} for of, number in rows.values_list("licence", "number")]

    return find


def on_ballots(person: User) -> list[Place]:
    """Cases with an open round in which a body of this person has a seat."""
    return _name_each(
        "case_id",
        list_cases(person, Verb.SIGN, rounds__closed_at=None, rounds__seats__body__in=_bodies_of(person)),
    )


def on_assessments(person: User) -> list[Place]:
    """Cases in a stage that waits first for what a body of this person assesses."""
    waiting = {"rounds__closed_at": None, "rounds__stage__assessments__0__owner__in": list(_bodies_of(person))}
    return _name_each("case_id", list_cases(person, Verb.ASSESS, **waiting))


def on_own_objections(person: User) -> list[Place]:
    """Cases that an objection of this person's body on an absolute ground binds from a closed stage."""
    rows = StandingPosition.objects.filter(
        seat__body__in=_bodies_of(person),
        position__choice=PositionChoice.OBJECT,
        position__grounds__contains=["R01"],
        round__closed_at__isnull=False,
    )
    return _name_each("case_id", list_cases(person, Verb.TAKE_BACK, rounds__in=rows.values("round")))


def on_own_attendance(person: User) -> list[Place]:
    """Sittings that this person is stated to attend."""
    return on_sittings(state=SittingState.CALLED, attendance__person=person, attendance__present=True)(person)


def on_decisions_of_others(person: User) -> list[Place]:
    """Cases whose decision somebody else has recorded: only they may correct it."""
    return _name_each("case_id", list_cases(person, Verb.CORRECT_DECISION).exclude(decision__decided_by=person))


def on_windows(person: User) -> list[Place]:
    """Cases that wait to be referred up, in which a body of this person did not agree."""
    rows = StandingPosition.objects.filter(seat__body__in=_bodies_of(person), position__choice=PositionChoice.OBJECT)
    waiting = list_cases(person, Verb.ESCALATE, clocks__kind="escalation", clocks__ended_at=None)
    return _name_each("case_id", waiting.filter(rounds__in=rows.values("round")))


def on_lists(person: User) -> list[Place]:
    return [{"name": name} for name in ("countries", "units", "currencies", "document-types", "refusal-grounds")]


def _name_each(name: str, rows: QuerySet[Any]) -> list[Place]:
    # A join with rounds or seats gives a case more than once.
    return [{name: str(pk)} for pk in dict.fromkeys(rows.values_list("pk", flat=True))]


def _bodies_of(person: User) -> list[str]:
    return list(Mandate.objects.filter(user=person).values_list("body", flat=True))
