"""What the acts would do to a case under one state of the governed lists: by their own policy, with no statement per case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from licensing.acts.clocks.deadlines import DEFAULT_CALENDAR, Deadline, build_clock_deadline, rebuild_reminders
from licensing.acts.clocks.timing import compute_due
from licensing.acts.reference.readings import GovernedLists, TriedCase
from licensing.acts.requests.codes import find_precision_gaps
from licensing.acts.requests.routing import find_kept_procedure
from licensing.choices import ClockKind, Roll, TermUnit, TrialLook
from licensing.models import Clock, Condition, Procedure, Stage
from licensing.models.requests.composition import build_routing_facts
from licensing.policy.clocks import deadlines
from licensing.policy.clocks.reminders import defer_past_quiet_hours
from licensing.policy.reference.trials import ACCEPTANCE, WAY, Outcome
from licensing.policy.requests import completeness
from licensing.policy.signoff.routing import CaseFacts, Routing, route


def read_outcome(tried: TriedCase, lists: GovernedLists, *, now: datetime, with_reminders: bool = True) -> Outcome:
    """What the acts would do to a case under these lists. A past case is treated as if it were filed again as it was.

    Without its reminders where two outcomes are compared of which the same is known to be reminded.
    """
    case = tried.case
    # The rows that a case refers to are governed as well: a country has a tier, a kind its terms.
    case.kind = lists.kinds[case.kind_id]
    case.partner_country = lists.countries[case.partner_country_id] if case.partner_country_id else None
    facts = build_routing_facts(
        case,
        tried.document,
        on=_get_day(tried, lists),
        rates=lists.rates,
        countries=lists.ranked,
        sums=tried.sales.add_up(
            tried.near,
            rules=lists.split_rules,
            families=lists.families,
            rates=lists.rates,
            on=_get_day(tried, lists),
        ),
    )
    routing = route(facts, lists.rows)
    procedure = (find_kept_procedure(case, routing) if tried.is_open else None) or lists.procedures.get(routing.procedure)
    looks = {
        TrialLook.ROUTED: {WAY: _describe_way(routing, procedure)},
        TrialLook.TIMED: dict(_read_terms(tried, procedure, lists, now=now)),
        TrialLook.REQUIRED: dict(_read_required(tried, procedure, lists)),
        TrialLook.REMINDED: dict(_read_reminders(tried, lists, now=now)) if with_reminders else {},
        TrialLook.ASKED: dict(_read_asked(tried, facts, procedure, lists)),
    }
    return Outcome(looks, (*routing.fired, *routing.grounds))


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
        kind = tried.case.kind
        yield from (("validity", kind.max_validity_months), ("usual", kind.validity_months), ("report", kind.report_months))
    if procedure is None:
        return
    days = lists.calendars[procedure.calendar_id]
    if not tried.is_open and tried.legal:
        facts = _set_term(tried.legal.as_facts(list(tried.legal.pauses.all())), procedure)
        yield ClockKind.LEGAL.value, deadlines.calculate_due_at(facts, days, now=now).isoformat()
    if tried.is_open and all(clock.kind != ClockKind.LEGAL for clock in tried.clocks):
        begun = _set_term(deadlines.ClockFacts(deadlines.Term(0), started_at=now), procedure)
        yield ACCEPTANCE, deadlines.calculate_due_at(begun, days, now=now).isoformat()


def _compute_due(clock: Clock, lists: GovernedLists) -> datetime:
    return compute_due(clock, clock.pauses.all(), lists.calendars[clock.calendar_id])


def _set_term(facts: deadlines.ClockFacts, procedure: Procedure) -> deadlines.ClockFacts:
    """The legal clock of a case as this procedure would have started it."""
    term = deadlines.Term(procedure.term_amount, TermUnit(procedure.term_unit), Roll(procedure.term_roll))
    cap = deadlines.Term(procedure.cap_amount, TermUnit.CALENDAR) if procedure.cap_amount else None
    return replace(facts, term=term, cap=cap)


def _read_required(tried: TriedCase, procedure: Procedure | None, lists: GovernedLists) -> Iterator[tuple[str, Any]]:
    for gap in completeness.find_gaps(tried.document, lists.required[tried.case.kind_id], today=_get_day(tried, lists)):
        yield f"requirement:{gap.code}", True
    if tried.has_unscanned and procedure and procedure.requires_scan:
        yield "scan", True
    # Grants and draw-downs keep to them too, so they count although what was asked for fits.
    items = tried.document.get("items") or ()
    yield from ((f"unit:{code}", lists.units.get(code)) for code in {item["unit"] for item in items if item.get("unit")})
    named = {item["currency"] for item in items if item.get("currency")}
    yield from ((f"currency:{code}", lists.currencies.get(code)) for code in named)
    for gap in find_precision_gaps(tried.document, units=lists.units, currencies=lists.currencies):
        yield f"precision:{gap.path}", True


def _read_reminders(tried: TriedCase, lists: GovernedLists, *, now: datetime) -> Iterator[tuple[str, Any]]:
    """The next reminder of each rule, as the periodic scan would schedule it again after a change, and how it repeats."""
    for calendar, owed in _list_deadlines(tried, lists):
        rows = [row for row in tried.reminders if row.about == owed.about]
        for row in rebuild_reminders(tried.case, owed, lists.rules[owed.kind], calendar, rows, now):
            rule, at = row.rule, row.due_at
            if rule.quiet is not None:
                at = defer_past_quiet_hours(at, rule.quiet.as_policy(), deadlines.Calendar(zone=calendar.zone))
            ways = [rule.audience, rule.by_mail, rule.by_webhook, rule.repeat_every, rule.repeat_until]
            yield f"{owed.about}:{owed.kind}/{row.rule_id}", [at.isoformat(), *ways]


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
        yield f"procedure:{procedure.code}", _describe_terms(procedure)
        yield from _read_stages(procedure, facts, lists)
        if tried.is_open and _asks_for_need(lists.stages.get(procedure.pk, ())):
            yield "need", list(lists.needs)
    for code in tried.conditions & lists.conditions.keys():
        yield f"condition:{code}", _describe_condition(lists.conditions[code])
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
        yield f"terms:{name}", _describe_stage(stage)


def _describe_condition(row: Condition) -> list[Any]:
    """What a condition of the library binds to; a licence keeps what customs is held to as it is at the grant."""
    bound = [row.texts, row.parameters, row.due_rule, row.owner, row.breach, row.blocks_start]
    return [*bound, row.gate_rule, row.cap_scope, row.evidence_kind]


def _asks_for_need(stages: Sequence[Stage]) -> bool:
    """Whether a case waits for a statement of domestic need somewhere on its way."""
    return any("need_stated" in one.entry_checks or any(seat.needs_need for seat in one.seats.all()) for one in stages)


def _describe_terms(procedure: Procedure) -> dict[str, Any]:
    """What a version of a procedure says of a case besides its stages."""
    return {
        "calendar": procedure.calendar_id,
        "term": [procedure.term_amount, procedure.term_unit, procedure.term_roll],
        "cap_amount": procedure.cap_amount,
        "completeness": [procedure.completeness_amount, procedure.completeness_unit, procedure.completeness_roll],
        "on_limit": procedure.on_limit,
        "requires_scan": procedure.requires_scan,
        "thresholds": procedure.thresholds,
    }


def _describe_stage(stage: Stage) -> dict[str, Any]:
    """What is said of a stage and of each of its seats besides who sits there and by which rule."""
    seats = {
        f"{seat.body_id}/{name}": value
        for seat in stage.seats.all()
        for name, value in seat.as_terms().items()
        if name != "number"
    }
    return {
        "number": stage.number,
        "deadline": [stage.term_amount, stage.term_unit, stage.term_roll],
        "government": stage.government,
        "on_fail": stage.on_fail,
        "deemed": stage.deemed,
        "only_when_referred": stage.only_when_referred,
        "escalation": stage.escalation,
        "assessments": stage.assessments,
        **seats,
    }
