"""The government's decision: granted whole or in part, refused, adjourned to a day, taken up again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, local_day, now
from licensing.acts.clocks.timing import pause_clocks, resume_clocks, stop_clocks
from licensing.acts.licences.licence import issue_licence
from licensing.acts.requests.codes import unknown_grounds
from licensing.acts.signoff.ballots import (
    absolute_hits,
    is_past_deadline,
    laid_table,
    open_round_of,
    path_of,
    positions_on_record,
    recused_bodies,
)
from licensing.acts.signoff.rounds import close_round, is_last
from licensing.acts.signoff.windows import open_time_to_appeal
from licensing.choices import DecisionOutcome, Owner, PauseReason, QuestionState, RoundEnd, SeatRole, StageOutcome, Verb
from licensing.errors import ConflictOfDuties, Gap, Invalid, NotPassed, OpenQuestion, Problem
from licensing.messages import Message
from licensing.models import Case, Condition, Decision, DecisionLine, Item, RefusalGround, Round, User
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.models.signoff.round import serialize_tally
from licensing.policy.exact import decimals, plain
from licensing.policy.licences import conditions
from licensing.policy.licences.validity import add_months
from licensing.policy.reasons import missing_reason
from licensing.policy.record.digests import digest
from licensing.policy.record.events import EventKind
from licensing.policy.signoff.ballot import PASSING, Tally


@dataclass(frozen=True, slots=True)
class Resolution:
    """The government's resolution as the decider records it. `quantities` (item number to quantity) makes a grant partial."""

    number: str
    on: date
    reasons: str = ""
    valid_until: date | None = None
    quantities: Mapping[int, Decimal] = field(default_factory=dict)
    conditions: Sequence[Mapping[str, Any]] | None = None
    grounds: Sequence[str] = ()
    sitting: str = ""


def grant_case(case: Case, user: User, resolution: Resolution, *, expected: int | None = None) -> Decision:
    """Record the grant and issue the licence. Conditions, unless given, are those the seats asked for, merged."""
    with acting(case, user, Verb.GRANT, expected=expected) as act:
        act.perform()
        round, counted = _ready_to_decide(act)
        _refuse_unfit_grant(act, resolution, round, counted)
        conditions = _conditions(act.case, resolution)
        lines = _lines(act.case, resolution)
        valid_until = _valid_until(act.case, resolution, act.today)
        whole = all(line.quantity == line.item.quantity for line in lines)
        outcome = DecisionOutcome.GRANT if whole else DecisionOutcome.GRANT_IN_PART
        decision = _recorded(act, round, user, resolution, outcome, conditions, lines, valid_until)
        _end(act, round, counted, resolution, StageOutcome.PASSED)
        act.record(EventKind.CASE_GRANTED, **_told(decision, resolution))
        if act.case.kind.permit != "none":
            issue_licence(act, decision, lines, conditions)
    return decision


def refuse_case(case: Case, user: User, resolution: Resolution, *, expected: int | None = None) -> Decision:
    """Record the refusal with its grounds."""
    with acting(case, user, Verb.REFUSE, expected=expected) as act:
        act.perform()
        round, counted = _ready_to_decide(act)
        _refuse_unspoken(round, counted, resolution, at=act.now)
        _refuse_unfit_refusal(resolution, act.today)
        decision = _recorded(act, round, user, resolution, DecisionOutcome.REFUSE, [], [], None)
        _end(act, round, counted, resolution, StageOutcome.NOT_PASSED)
        open_time_to_appeal(act, round)
        act.record(EventKind.CASE_REFUSED, **_told(decision, resolution))
    return decision


def adjourn_case(case: Case, user: User, *, until: date, reason: str, expected: int | None = None) -> Case:
    """Pause the decision to a stated day for a stated reason; the applicant sees both."""
    with acting(case, user, Verb.ADJOURN, expected=expected) as act:
        act.perform()
        found = []
        if until <= act.today:
            found.append(Gap("invalid", "until", _("Adjourn to a day after today.")))
        if not reason.strip():
            found.append(missing_reason(_("Say why the decision is adjourned.")))
        if found:
            raise Invalid(gaps=found)
        act.case.adjourned_until = until
        pause_clocks(act, reason=PauseReason.ADJOURNED, owner=Owner.AUTHORITY, note=reason)
        act.record(EventKind.CASE_ADJOURNED, until=until, reason=reason)
    return act.case


def resume_case(case: Case, user: User, *, expected: int | None = None) -> Case:
    """Take an adjourned decision up again."""
    with acting(case, user, Verb.RESUME, expected=expected) as act:
        act.perform()
        act.case.adjourned_until = None
        resume_clocks(act, reason=PauseReason.ADJOURNED)
        act.record(EventKind.CASE_RESUMED)
    return act.case


def proposed_conditions(case: Case) -> list[dict[str, Any]]:
    """What the seats asked for, each condition once, with its authors and its words in every language."""
    library = {row.pk: row.as_policy() for row in Condition.objects.all()}
    asked = [(position.seat.body_id, position.conditions) for position in positions_on_record(case)]
    return [one | {"words": render_in_every_language(conditions.rendered(one, library))} for one in conditions.merged(asked)]


def hindrances(case: Case, *, at: datetime | None = None) -> list[str]:
    """What keeps the case from being granted, one sentence each; empty when nothing does. Now, unless a moment is given."""
    round = case.rounds.open().select_related("stage", "stage__procedure").first()
    if round is None:
        return [_("No round of the government's decision is open.")]
    round.case = case
    at = at or now()
    return [str(one.sentence) for one in _obstacles(case, round, _counted(round, at=at), at=at)]


def _counted(round: Round, *, at: datetime) -> Tally:
    """What the government's round comes to at a moment; past its deadline its rule on silence holds, as in any other."""
    return laid_table(round, at=at).count(closed=is_past_deadline(round, at=at))


def _obstacles(case: Case, round: Round, counted: Tally, *, at: datetime) -> Iterator[Problem]:
    """What keeps a case from being granted, whatever the resolution says."""
    if case.questions.filter(state__in=(QuestionState.OPEN, QuestionState.ANSWERED)).exists():
        yield OpenQuestion(
            _("A question to the applicant is not settled yet. Accept the answer or withdraw the question first.")
        )
    if absolute := absolute_hits(positions_on_record(case)):
        words = _("An absolute ground stands against this case and cannot be out-voted: %(grounds)s")
        yield NotPassed(words % {"grounds": "; ".join(absolute)}, absolute=absolute)
    if sentence := _not_carried(round, counted, at=at):
        yield NotPassed(sentence, tally=serialize_tally(counted))


def proposal_gaps(case: Case, resolution: Resolution, *, refuses: bool) -> list[Gap]:
    """What is wrong with a resolution proposed for a case, apart from its number and day, which come with the sitting."""
    today, found = local_day(now()), list[Gap]()
    of_grant: list[Callable[[], object]] = [
        lambda: _conditions(case, resolution),
        lambda: _lines(case, resolution),
        lambda: _valid_until(case, resolution, today),
        lambda: _refuse_unreasoned_grant(case, resolution),
    ]
    for check in [lambda: _refuse_unfit_refusal(resolution, today)] if refuses else of_grant:
        try:
            check()
        except Invalid as refusal:
            found += refusal.gaps
    # Of one sentence for one place, once.
    return [gap for gap in dict.fromkeys(found) if gap.path not in ("resolution_no", "resolution_on")]


def _ready_to_decide(act: Act[Case]) -> tuple[Round, Tally]:
    round = open_round_of(act.case)
    if round is None or not is_last(round.stage):
        raise NotPassed(_("A stage before the government's decision is still open."))
    if act.case.decisions.filter(decided_by=act.actor.id).exists():
        raise ConflictOfDuties(_("You recorded the decision that was appealed against; somebody else records this one."))
    return round, _counted(round, at=act.now)


def _not_carried(round: Round, counted: Tally, *, at: datetime) -> str:
    """Why the government's own round does not carry a grant, or nothing. A round without voting seats carries any."""
    voting = counted.numbers.seats > counted.numbers.recused
    unheard = round.seats.filter(mandatory=True, standing__isnull=True, role=SeatRole.CONSULTATIVE)
    must = {seat.body_id for seat in unheard} - recused_bodies(round, unheard, at=at)
    if (not voting and not must) or counted.passed:
        return ""
    if counted.missing:
        return _("These seats must still speak: %(seats)s.") % {"seats": ", ".join(counted.missing)}
    return str(counted.text)


def _refuse_unfit_grant(act: Act[Case], resolution: Resolution, round: Round, counted: Tally) -> None:
    for obstacle in _obstacles(act.case, round, counted, at=act.now):
        raise obstacle
    found = _resolution_gaps(resolution, act.today) + _unreasoned(act.case, resolution)
    if found:
        raise Invalid(gaps=found)


def _refuse_unreasoned_grant(case: Case, resolution: Resolution) -> None:
    if found := _unreasoned(case, resolution):
        raise Invalid(gaps=found)


def _unreasoned(case: Case, resolution: Resolution) -> list[Gap]:
    """A grant against the recommendation of the ministries says why."""
    if resolution.reasons.strip() or not ministries_are_against(case):
        return []
    return [missing_reason(_("The ministries did not recommend this. Say why the government grants it."), "reasons")]


def ministries_are_against(case: Case) -> bool:
    """Whether a stage of the ministries on the way here ended without a pass; one that referred the case up says nothing."""
    return any(
        one.outcome not in PASSING and not one.stage.government and not following.stage.only_when_referred
        for one, following in pairwise(path_of(case))
    )


def _refuse_unspoken(round: Round, counted: Tally, resolution: Resolution, *, at: datetime) -> None:
    """The government's seats are heard before a refusal too; a refusal against their approval says why."""
    if counted.outcome == StageOutcome.PENDING and counted.missing and counted.numbers.seats > counted.numbers.recused:
        raise NotPassed(_not_carried(round, counted, at=at), tally=serialize_tally(counted))
    if counted.passed and counted.numbers.seats and not resolution.reasons.strip():
        sentence = _("The seats of the government approve. Say why the request is refused all the same.")
        raise Invalid(gaps=[missing_reason(sentence, "reasons")])


def _refuse_unfit_refusal(resolution: Resolution, today: date) -> None:
    found = _resolution_gaps(resolution, today)
    if not resolution.grounds:
        found.append(Gap("required", "grounds", _("A refusal needs at least one ground.")))
    found += unknown_grounds(RefusalGround, resolution.grounds)
    if found:
        raise Invalid(gaps=found)


def _resolution_gaps(resolution: Resolution, today: date) -> list[Gap]:
    found = []
    if not resolution.number.strip():
        found.append(Gap("required", "resolution_no", _("Give the number of the resolution.")))
    if resolution.on > today:
        found.append(Gap("invalid", "resolution_on", _("The resolution cannot be from a later day than today.")))
    return found


def _conditions(case: Case, resolution: Resolution) -> list[dict[str, Any]]:
    library = {row.pk: row.as_policy() for row in Condition.objects.all()}
    if resolution.conditions is None:
        asked = [(position.seat.body_id, position.conditions) for position in positions_on_record(case)]
        merged = conditions.merged(asked)
        if clashes := sorted({one["code"] for one in merged if one.get("conflict")}):
            words = {"codes": ", ".join(clashes)}
            sentence = (
                _("The seats ask for different terms of %(codes)s. State the conditions of the decision yourself.") % words
            )
            raise Invalid(gaps=[Gap("conflict", "conditions", sentence)])
    else:
        if gaps := conditions.gaps(resolution.conditions, library):
            raise Invalid(gaps=gaps)
        merged = conditions.merged([(str(one.get("author") or "government"), [one]) for one in resolution.conditions])
    return [one | {"words": render_in_every_language(conditions.rendered(one, library))} for one in merged]


def _lines(case: Case, resolution: Resolution) -> list[DecisionLine]:
    """What is granted of each item; more than was asked, or nothing at all, is no grant."""
    items = list(case.items.select_related("unit").order_by("number"))
    known = {item.number for item in items}
    found = [
        Gap("unknown", f"quantities.{number}", _("The request has no item %(number)d.") % {"number": number})
        for number in resolution.quantities
        if number not in known
    ]
    lines = []
    for item in items:
        granted = resolution.quantities.get(item.number, item.quantity)
        if not 0 <= granted <= item.quantity or decimals(granted) > item.unit.decimals:
            sentence = _("Between 0 and %(most)s %(unit)s can be granted of item %(number)d.")
            found.append(Gap("invalid", f"quantities.{item.number}", sentence % _about(item)))
        lines.append(DecisionLine(item=item, quantity=granted))
    if items and not any(line.quantity for line in lines) and not found:
        found.append(Gap("invalid", "quantities", _("Nothing would be granted; record a refusal instead.")))
    if any(line.quantity < line.item.quantity for line in lines) and not resolution.reasons.strip():
        found.append(missing_reason(_("Say why less is granted than was asked for."), "reasons"))
    if found:
        raise Invalid(gaps=found)
    for line in lines:
        line.reason = resolution.reasons if line.quantity < line.item.quantity else ""
    return lines


def _about(item: Item) -> dict[str, Any]:
    return {"most": plain(item.quantity), "unit": item.unit_id, "number": item.number}


def _valid_until(case: Case, resolution: Resolution, today: date) -> date | None:
    """The last day of the licence; it may not lie beyond what the kind of permit allows."""
    if case.kind.permit == "none":
        return None
    latest = add_months(today, case.kind.max_validity_months)
    until = resolution.valid_until or add_months(today, case.kind.validity_months)
    if not today < until <= latest:
        sentence = _("A permit of this kind ends after today and by %(latest)s at the latest.")
        raise Invalid(gaps=[Gap("invalid", "valid_until", sentence % {"latest": latest.isoformat()})])
    return until


def _recorded(
    act: Act[Case],
    round: Round,
    user: User,
    resolution: Resolution,
    outcome: DecisionOutcome,
    conditions: list[dict[str, Any]],
    lines: list[DecisionLine],
    valid_until: date | None,
) -> Decision:
    decision = Decision(
        case=act.case,
        round=round,
        version=round.version,
        outcome=outcome,
        resolution_no=resolution.number.strip(),
        resolution_on=resolution.on,
        grounds=list(resolution.grounds),
        conditions=conditions,
        reasons=resolution.reasons.strip(),
        valid_until=valid_until,
        decided_by=user,
        decided_at=act.now,
    )
    data = decision.signed_data(version_digest=round.version.digest, lines=[line.as_data() for line in lines])
    decision.digest = digest(data)
    decision.save(force_insert=True)
    for line in lines:
        line.decision = decision
    DecisionLine.objects.bulk_create(lines)
    act.case.decision = decision
    return decision


def _end(act: Act[Case], round: Round, counted: Tally, resolution: Resolution, decided: StageOutcome) -> None:
    """Close the government's round. Where it has no voting seat, the resolution itself is the outcome."""
    if not counted.numbers.seats:
        explanation = Message("Decided by resolution %(number)s.", number=resolution.number)
        counted = replace(counted, outcome=decided, text=explanation)
    ended_by = (
        RoundEnd.ALL_SPOKE
        if counted.all_spoken
        else RoundEnd.DEADLINE
        if is_past_deadline(round, at=act.now)
        else RoundEnd.SETTLED
    )
    close_round(act, round, counted, ended_by)
    stop_clocks(act)
    act.case.closed_at = act.now


def _told(decision: Decision, resolution: Resolution) -> dict[str, Any]:
    held_in = {"sitting": resolution.sitting} if resolution.sitting else {}
    return held_in | {
        "decision": str(decision.pk),
        "outcome": decision.outcome,
        "resolution_no": decision.resolution_no,
        "resolution_on": decision.resolution_on,
        "digest": decision.digest,
    }
