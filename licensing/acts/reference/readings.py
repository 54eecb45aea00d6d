"""What the acts would do to a case under one state of the governed lists: by their own policy, with no statement per case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from licensing.acts.clocks.deadlines import Deadline, build_clock_deadline, rebuild_reminders
from licensing.acts.clocks.timing import compute_due
from licensing.acts.requests.routing import find_kept_procedure, load_routing_table
from licensing.choices import ClockKind, Roll, TermUnit, TrialLook
from licensing.models import (
    Calendar,
    Case,
    CaseKind,
    Clock,
    Condition,
    Country,
    Procedure,
    RefusalGround,
    Reminder,
    ReminderRule,
    Requirement,
    Stage,
)
from licensing.models.requests.composition import Rates, build_routing_facts, load_all_rates
from licensing.policy.clocks import deadlines
from licensing.policy.reference.trials import WAY, Outcome
from licensing.policy.requests import completeness
from licensing.policy.signoff.routing import CaseFacts, RouteRow, Routing, route

DEFAULT_CALENDAR = "UA"


@dataclass(frozen=True, slots=True)
class TriedCase:
    """A case as it is tried: what it is made of, whatever the lists say."""

    case: Case
    document: dict[str, Any]
    filed_on: date
    is_open: bool
    clocks: Sequence[Clock] = ()
    # The legal clock that has ended, of a past case.
    legal: Clock | None = None
    reminders: Sequence[Reminder] = ()
    # Codes of the conditions that its seats asked for, and of the grounds on which they object.
    conditions: frozenset[str] = frozenset()
    grounds: frozenset[str] = frozenset()
    has_unscanned: bool = False


@dataclass(frozen=True, slots=True)
class GovernedLists:
    """The governed lists as they are in the database now, or would be after a change that is tried."""

    on: date
    rows: Sequence[RouteRow]
    procedures: Mapping[str, Procedure]
    stages: Mapping[int, Sequence[Stage]]
    calendars: Mapping[str, deadlines.Calendar]
    countries: Mapping[str, Country]
    kinds: Mapping[str, CaseKind]
    requirements: Sequence[Requirement]
    rules: Mapping[str, Sequence[ReminderRule]]
    conditions: Mapping[str, Condition]
    grounds: Mapping[str, RefusalGround]
    rates: Rates


def load_lists(on: date) -> GovernedLists:
    """Read every governed list that decides about cases, as it applies on a day."""
    # Oldest first, so that the newest of a code takes its place.
    newest = {one.code: one for one in reversed(Procedure.objects.all_in_force(on=on))}
    stages: dict[int, list[Stage]] = defaultdict(list)
    stored = Stage.objects.filter(procedure__published_at__isnull=False).select_related("procedure")
    for stage in stored.prefetch_related("seats").order_by("number"):
        stages[stage.procedure_id].append(stage)
    rules: dict[str, list[ReminderRule]] = defaultdict(list)
    for rule in ReminderRule.objects.order_by("pk"):
        rules[rule.clock].append(rule)
    return GovernedLists(
        on=on,
        rows=load_routing_table(on),
        procedures=newest,
        stages=stages,
        calendars={one.pk: one.as_policy() for one in Calendar.objects.all()},
        countries=Country.objects.in_bulk(),
        kinds=CaseKind.objects.in_bulk(),
        requirements=list(Requirement.objects.order_by("pk")),
        rules=rules,
        conditions=Condition.objects.in_bulk(),
        grounds=RefusalGround.objects.in_bulk(),
        rates=load_all_rates(),
    )


def read_outcome(tried: TriedCase, lists: GovernedLists, *, now: datetime) -> Outcome:
    """What the acts would do to a case under these lists. A past case is treated as if it were filed again as it was."""
    case = tried.case
    # The rows that a case refers to are governed as well: a country has a tier, a kind its terms.
    case.kind = lists.kinds[case.kind_id]
    case.partner_country = lists.countries[case.partner_country_id] if case.partner_country_id else None
    facts = build_routing_facts(case, tried.document, on=_get_day(tried, lists), rates=lists.rates)
    routing = route(facts, lists.rows)
    procedure = (find_kept_procedure(case, routing) if tried.is_open else None) or lists.procedures.get(routing.procedure)
    looks = {
        TrialLook.ROUTED: {WAY: _describe_way(routing, procedure)},
        TrialLook.TIMED: dict(_read_terms(tried, procedure, lists, now=now)),
        TrialLook.REQUIRED: dict(_read_required(tried, procedure, lists)),
        TrialLook.REMINDED: dict(_read_reminders(tried, lists, now=now)),
        TrialLook.ASKED: dict(_read_asked(tried, facts, procedure, lists)),
    }
    return Outcome(looks, routing.fired)


def _get_day(tried: TriedCase, lists: GovernedLists) -> date:
    """The day of the rates and of documents that expire: an open case meets its acts now, a past one was judged when filed."""
    return lists.on if tried.is_open else tried.filed_on


def _describe_way(routing: Routing, procedure: Procedure | None) -> dict[str, Any]:
    """A procedure that no version of is in force takes no case, whatever the table says."""
    return {
        "procedure": procedure.code if procedure else "",
        "version": procedure.version if procedure else None,
        "seats": sorted(routing.extra_seats),
        "flags": sorted(routing.flags),
    }


def _read_terms(
    tried: TriedCase, procedure: Procedure | None, lists: GovernedLists, *, now: datetime
) -> Iterator[tuple[str, Any]]:
    for clock in tried.clocks:
        yield clock.kind, _compute_due(clock, lists).isoformat()
    if tried.is_open:
        yield "validity", tried.case.kind.max_validity_months
    if procedure is None:
        return
    days = lists.calendars[procedure.calendar_id]
    if not tried.is_open and tried.legal:
        facts = _set_term(tried.legal.as_facts(list(tried.legal.pauses.all())), procedure)
        yield ClockKind.LEGAL.value, deadlines.calculate_due_at(facts, days, now=now).isoformat()
    if tried.is_open and all(clock.kind != ClockKind.LEGAL for clock in tried.clocks):
        begun = _set_term(deadlines.ClockFacts(deadlines.Term(0), started_at=now), procedure)
        yield "acceptance", deadlines.calculate_due_at(begun, days, now=now).isoformat()


def _compute_due(clock: Clock, lists: GovernedLists) -> datetime:
    return compute_due(clock, clock.pauses.all(), lists.calendars[clock.calendar_id])


def _set_term(facts: deadlines.ClockFacts, procedure: Procedure) -> deadlines.ClockFacts:
    """The legal clock of a case as this procedure would have started it."""
    term = deadlines.Term(procedure.term_amount, TermUnit(procedure.term_unit), Roll(procedure.term_roll))
    cap = deadlines.Term(procedure.cap_amount, TermUnit.CALENDAR) if procedure.cap_amount else None
    return replace(facts, term=term, cap=cap)


def _read_required(tried: TriedCase, procedure: Procedure | None, lists: GovernedLists) -> Iterator[tuple[str, Any]]:
    rows = [one.as_policy() for one in lists.requirements if one.kind_id in (None, tried.case.kind_id)]
    for gap in completeness.find_gaps(tried.document, rows, today=_get_day(tried, lists)):
        yield f"requirement:{gap.code}", True
    if tried.has_unscanned and procedure and procedure.requires_scan:
        yield "scan", True


def _read_reminders(tried: TriedCase, lists: GovernedLists, *, now: datetime) -> Iterator[tuple[str, Any]]:
    """The next reminder of each rule, as the periodic scan would schedule it again after a change."""
    for calendar, owed in _list_deadlines(tried, lists):
        rows = [row for row in tried.reminders if row.about == owed.about]
        for row in rebuild_reminders(tried.case, owed, lists.rules[owed.kind], calendar, rows, now):
            ways = [row.rule.audience, row.rule.by_mail, row.rule.by_webhook, row.rule.quiet_id]
            yield f"{owed.about}:{owed.kind}/{row.rule_id}", [row.due_at.isoformat(), *ways]


def _list_deadlines(tried: TriedCase, lists: GovernedLists) -> Iterator[tuple[deadlines.Calendar, Deadline]]:
    """What a case is reminded of, with the calendar that each is counted in; a paused clock reminds of nothing."""
    for clock in tried.clocks:
        if all(pause.until for pause in clock.pauses.all()):
            owed = replace(build_clock_deadline(clock), deadline_at=_compute_due(clock, lists))
            yield lists.calendars[clock.calendar_id], owed
    procedure = tried.case.procedure
    others = {one.about: one for one in tried.reminders if one.clock_id is None and one.is_owed}
    for one in others.values():
        calendar = lists.calendars[procedure.calendar_id if procedure else DEFAULT_CALENDAR]
        yield calendar, Deadline(one.rule.clock, one.about, one.deadline_at, question=one.question, licence=one.licence)


def _read_asked(
    tried: TriedCase, facts: CaseFacts, procedure: Procedure | None, lists: GovernedLists
) -> Iterator[tuple[str, Any]]:
    """How its stages come to an outcome, and what it means what its seats have said."""
    if procedure:
        yield from _read_stages(procedure, facts, lists)
    for code in tried.conditions & lists.conditions.keys():
        row = lists.conditions[code]
        yield f"condition:{code}", [row.texts, row.parameters, row.due_rule, row.owner, row.breach, row.blocks_start]
    for code in tried.grounds & lists.grounds.keys():
        yield f"ground:{code}", lists.grounds[code].absolute


def _read_stages(procedure: Procedure, facts: CaseFacts, lists: GovernedLists) -> Iterator[tuple[str, Any]]:
    """Of each stage who sits, by what rule and quorum, what it waits for, and whether the value lets it be referred up."""
    for stage in lists.stages.get(procedure.pk, ()):
        rule, name = dict(stage.rule), f"{procedure.code}/{stage.code}"
        yield f"seats:{name}", sorted(seat.body_id for seat in stage.seats.all())
        yield f"quorum:{name}", rule.pop("quorum", None)
        yield f"rule:{name}", rule
        yield f"checks:{name}", sorted(stage.entry_checks)
        if above := stage.escalation.get("above"):
            yield f"threshold:{name}", facts.value is None or facts.value > Decimal(above)
