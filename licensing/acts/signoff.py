"""Collective sign-off: members take positions for their seats, state the need, and stand aside when they must."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from licensing.acts.acting import acting, local_day, new_nonce
from licensing.acts.clocks import stop_clocks
from licensing.acts.need import owe_renewal_of_need
from licensing.acts.rounds import (
    Table,
    close_rounds,
    is_past_deadline,
    laid_table,
    may_refer_up,
    need_is_stated,
    open_next_stage,
    open_round,
    open_round_of,
    path_of,
    settle,
    unmet_entry_checks,
    void,
    window_of,
)
from licensing.choices import (
    Appointment,
    ClockKind,
    EventKind,
    MandateKind,
    NeedVerdict,
    PositionChoice,
    RecusalReason,
    RoundEnd,
    RuleKind,
    SeatRole,
    StageOutcome,
    Verb,
)
from licensing.errors import (
    Gap,
    Invalid,
    NeedNotStated,
    NoMandate,
    NotAllowed,
    RoundClosed,
    SeatTaken,
    StaleVersion,
    WrongState,
)
from licensing.models import (
    Body,
    Case,
    CaseVersion,
    Condition,
    Mandate,
    NeedStatement,
    Position,
    Recusal,
    RefusalGround,
    Round,
    RoundSeat,
    Stage,
    StandingPosition,
    User,
)
from licensing.policy import provisos
from licensing.policy.digests import canonical, digest
from licensing.policy.wording import Text

# Clocks of the time in which an outcome may be referred up, or a refusal appealed against.
WINDOWS = (ClockKind.ESCALATION, ClockKind.APPEAL)
_LEFT_TO_ITS_DEFAULT = Text(
    "Nobody referred the case up in time, and the written default is not to recommend it. Not passed.",
    "Ніхто вчасно не передав справу на вищий рівень, а за правилом це означає відсутність рекомендації. Не прийнято.",
)


@dataclass(frozen=True, slots=True)
class View:
    """What a member wants to say, as a door has parsed it."""

    choice: PositionChoice
    grounds: Sequence[str] = ()
    conditions: Sequence[Mapping[str, Any]] = ()
    comment: str = ""
    casting: bool = False


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a person may speak in the open round, and what stands there now."""

    round: Round
    seat: RoundSeat
    speaks_as: MandateKind
    standing: Position | None = None
    hindrances: list[str] = field(default_factory=list)


def sign_case(
    case: Case,
    user: User,
    view: View,
    *,
    version: int,
    seat: str = "",
    replaces: UUID | None = None,
    expected: int | None = None,
) -> Position:
    """Take a position for the seat one holds, on the version one has read; the last seat to speak ends the round.

    `replaces` is the standing position that the person saw when they wrote theirs: if another stands by now, theirs is
    not recorded. `seat` is only needed by a person with mandates for several bodies of the round.
    """
    with acting(case, user, Verb.SIGN, expected=expected) as case:
        case.sign()
        round = open_round_of(case)
        if round is None:
            raise RoundClosed
        if round.version.number != version:
            raise StaleVersion(current=round.version.number)
        table = laid_table(round)
        own = _own_seat(table, user, case, seat)
        if any(said.person_id == user.pk and said.seat_id != own.pk for said in table.positions):
            raise SeatTaken(_("You have spoken for another seat of this round; one person speaks for one seat."))
        refuse_unfit_view(view, round, own)
        if view.casting:
            _refuse_idle_casting_vote(table)
        if own.needs_need and not need_is_stated(case):
            raise NeedNotStated
        if unmet := unmet_entry_checks(round):
            raise unmet
        before = table.said(own, casting=view.casting)
        _refuse_unseen(before, user, replaces)
        position = _written(table, own, user, view)
        _let_stand(position, before)
        table.speak(position)
        case.tell(
            EventKind.POSITION_REPLACED if before else EventKind.POSITION_TAKEN,
            position=str(position.pk),
            round=str(round.pk),
            seat=own.body_id,
            choice=position.choice,
            digest=position.digest,
            replaces=str(before.pk) if before else None,
        )
        settle(case, round, table=table)
    return position


def recuse_member(case: Case, user: User, *, reason: RecusalReason, note: str = "", person: User | None = None) -> Recusal:
    """Record a conflict of interest, one's own or somebody else's: that person neither speaks nor reads from now on."""
    with acting(case, user, Verb.RECUSE) as case:
        case.recuse()
        who = person or user
        imposed = who.pk != user.pk
        if not (who.mandates.exists() or who.appointments.exists()):
            raise Invalid(_("Only somebody with a mandate or an appointment can have a conflict of interest here."))
        if imposed and not case.by.is_appointed(Appointment.CASE_OFFICER):
            raise NotAllowed(_("Only a case officer may record another person's conflict of interest."))
        if Recusal.objects.filter(case=case, person=who).exists():
            raise Invalid(_("A conflict of interest is already recorded for this person."))
        recusal = Recusal.objects.create(
            case=case,
            person=who,
            reason=reason,
            note=note,
            imposed=imposed,
            recorded_by=user,
            recorded_at=case.now,
        )
        case.tell(EventKind.MEMBER_RECUSED, person=str(who.pk), reason=reason, imposed=imposed)
        _take_out(case, who)
    return recusal


def state_need(
    case: Case,
    user: User,
    *,
    verdict: NeedVerdict,
    data_on: date,
    expires_on: date,
    figures: Mapping[str, Any] | None = None,
    note: str = "",
) -> NeedStatement:
    """Say for the forces whether the goods can be spared. The figures stay inside; the applicant sees the verdict."""
    with acting(case, user, Verb.STATE_NEED) as case:
        case.state_need()
        body = Body.objects.filter(pk__in=case.by.bodies, states_need=True).first()
        if body is None:
            raise NoMandate(_("Your body does not consolidate domestic need."))
        today = local_day(case.now)
        if data_on > today:
            raise Invalid(gaps=[Gap("invalid", "data_on", _("The data cannot be from a later day than today."))])
        if expires_on < today:
            raise Invalid(gaps=[Gap("invalid", "expires_on", _("The statement would already be out of date."))])
        statement = NeedStatement.objects.create(
            case=case,
            body=body,
            verdict=verdict,
            data_on=data_on,
            expires_on=expires_on,
            figures=dict(figures or {}),
            note=note,
            stated_by=user,
            stated_at=case.now,
        )
        owe_renewal_of_need(case)
        case.tell(EventKind.NEED_STATED, body=body.pk, verdict=verdict, data_on=data_on, expires_on=expires_on)
    return statement


def escalate_case(case: Case, user: User, *, reason: str) -> Case:
    """Refer a case up to the stage that its rule names, within the window left to those who did not agree."""
    with acting(case, user, Verb.ESCALATE) as case:
        case.escalate()
        round = window_of(case)
        if round is None:
            raise WrongState(_("No outcome of this case waits to be referred up."))
        if not reason.strip():
            raise Invalid(gaps=[Gap("required", "reason", _("Say why the case is referred up."))])
        bodies = [body for body in may_refer_up(round) if body in case.by.bodies]
        if not bodies:
            raise NoMandate(_("Your body may not refer this outcome up."))
        stop_clocks(case, ClockKind.ESCALATION)
        to = str(round.stage.escalation["to"])
        case.tell(EventKind.CASE_ESCALATED, round=str(round.pk), to=to, body=bodies[0], reason=reason.strip())
        open_next_stage(case, _latest(case), after=round.stage, referred=to)
    return case


def take_back_objection(case: Case, user: User, *, reason: str) -> Case:
    """Take back one's body's objection on an absolute ground after its stage has closed.

    Nobody can out-vote such a ground, so only its author can lift it; the outcome of the closed stage stays as it was.
    """
    with acting(case, user, Verb.TAKE_BACK) as case:
        case.take_back()
        standing = binding_objections(case, list(case.by.bodies)).first()
        if standing is None:
            raise WrongState(_("No objection of your body binds this case from a closed stage."))
        if not reason.strip():
            raise Invalid(gaps=[Gap("required", "reason", _("Say why the objection is taken back."))])
        void(case, standing, because=["taken_back", reason.strip()])
    return case


def binding_objections(case: Case, bodies: Sequence[str]) -> QuerySet[StandingPosition]:
    """Objections of these bodies on absolute grounds that stand from a closed stage on the case's way."""
    absolute = RefusalGround.objects.filter(absolute=True).values_list("pk", flat=True)
    named = reduce(or_, (Q(position__grounds__contains=[code]) for code in absolute), Q(pk=None))
    closed = [one.pk for one in path_of(case) if not one.is_open]
    rows = StandingPosition.objects.filter(
        named, round__in=closed, seat__body__in=bodies, position__choice=PositionChoice.OBJECT
    )
    return rows.select_related("seat", "position").order_by("pk")


def let_outcome_stand(case: Case) -> Case:
    """End a window in which nobody referred the case up, by the default the rule has written; called by the clock."""
    with acting(case, None, Verb.LET_STAND) as case:
        case.let_stand()
        clock = case.clocks.running().filter(kind__in=WINDOWS).first()
        round = window_of(case, ClockKind(clock.kind)) if clock else None
        if round is None or clock is None or clock.due_at > case.now:
            raise WrongState(_("No window to refer this case up has passed."))
        stop_clocks(case, *WINDOWS)
        if clock.kind == ClockKind.APPEAL:
            case.tell(EventKind.OUTCOME_STANDS, round=str(round.pk), outcome=round.outcome, default="stands")
            return case
        default = round.stage.escalation.get("default", "stands")
        if default == "refuse":
            round.outcome = StageOutcome.NOT_PASSED
            round.result = round.result | {"outcome": round.outcome, "explanation": _LEFT_TO_ITS_DEFAULT.as_data()}
            round.save(update_fields=["outcome", "result"])
        case.tell(EventKind.OUTCOME_STANDS, round=str(round.pk), outcome=round.outcome, default=default)
        referred = str(round.stage.escalation["to"]) if default == "escalate" else ""
        open_next_stage(case, _latest(case), after=round.stage, referred=referred)
    return case


def close_due_round(case: Case) -> StageOutcome:
    """End the open round whose deadline has passed, by its written rule on silence; called by the clock."""
    with acting(case, None, Verb.CLOSE_ROUND) as case:
        case.close_round()
        round = open_round_of(case)
        if round is None or not is_past_deadline(round):
            raise RoundClosed(_("No round of this case is past its deadline."))
        if unmet := unmet_entry_checks(round):
            raise unmet
        counted = settle(case, round, deadline=True)
        if not case.told:
            # The rule lets silence block: the round stays open, and the seats are chased by reminders.
            raise RoundClosed(_("The rule of this stage waits for the seats that have not spoken."))
    return counted.outcome


def stands_of(case: Case, user: User, *, now: Any) -> list[Stand]:
    """The seats of the open round that a person may speak for, with what they have said and what hinders them."""
    round = case.rounds.open().select_related("stage", "version").first()
    if round is None:
        return []
    mandates = _mandates(user, case, local_day(now))
    seats = round.seats.filter(body__in=mandates).select_related("body").order_by("number")
    said = {
        one.seat_id: one.position
        for one in StandingPosition.objects.filter(round=round, casting=False).select_related("position")
    }
    case.now = now
    lacks_need = any(seat.needs_need for seat in seats) and not need_is_stated(case)
    return [
        Stand(
            round=round,
            seat=seat,
            speaks_as=mandates[seat.body_id],
            standing=said.get(seat.pk),
            hindrances=[str(NeedNotStated.title)] if seat.needs_need and lacks_need else [],
        )
        for seat in seats
        if seat.role in (SeatRole.DELIBERATIVE, SeatRole.CONSULTATIVE)
    ]


def refuse_unfit_view(view: View, round: Round, seat: RoundSeat) -> None:
    """What can be wrong with a position, each named."""
    language = get_language() or "en"
    found: list[Gap] = []
    if view.choice == PositionChoice.OBJECT and not view.grounds and not view.comment.strip():
        found.append(Gap("required", "grounds", _("An objection needs its grounds.")))
    if view.choice == PositionChoice.CONDITIONS and not view.conditions:
        found.append(Gap("required", "conditions", _("Name at least one condition.")))
    if view.conditions and view.choice != PositionChoice.CONDITIONS:
        found.append(Gap("invalid", "conditions", _("Conditions go with “Approve with conditions” and with no other choice.")))
    known = {row.pk: row.as_policy() for row in Condition.objects.all()} if view.conditions else {}
    found += provisos.gaps(view.conditions, known, language=language)
    found += _ground_gaps(view.grounds)
    if view.casting and not (seat.chair and round.parsed_rule().kind != RuleKind.SINGLE):
        found.append(Gap("invalid", "casting", _("Only the chair has a casting vote.")))
    if view.casting and view.choice not in (PositionChoice.APPROVE, PositionChoice.OBJECT):
        found.append(Gap("invalid", "choice", _("A casting vote is for or against.")))
    if found:
        raise Invalid(gaps=found)


def _refuse_idle_casting_vote(table: Table) -> None:
    """A casting vote is given once there is a tie to break, or changed while it has broken one."""
    counted = table.count(closed=is_past_deadline(table.round))
    if not (counted.awaits_casting_vote or counted.numbers.casting):
        raise Invalid(gaps=[Gap("invalid", "casting", _("There is no tie that a casting vote would break."))])


def _ground_gaps(grounds: Sequence[str]) -> list[Gap]:
    known = set(RefusalGround.objects.filter(pk__in=grounds).values_list("pk", flat=True)) if grounds else set()
    return [
        Gap("unknown_code", f"grounds.{number}", _("There is no ground “%(code)s”.") % {"code": code})
        for number, code in enumerate(grounds)
        if code not in known
    ]


def _mandates(user: User, case: Case, day: date) -> dict[str, MandateKind]:
    rows = Mandate.objects.filter(user=user, period__contains=day).order_by("kind", "order")
    return {row.body_id: MandateKind(row.kind) for row in rows if not row.scope or case.kind_id in row.scope}


def _own_seat(table: Table, user: User, case: Case, wanted: str) -> RoundSeat:
    """The seat this person speaks for. It comes from the mandate; what the caller names can only choose among one's own."""
    seats = [seat for seat in table.seats if seat.counts and seat.body_id in case.by.bodies and wanted in ("", seat.body_id)]
    if not seats:
        raise NoMandate
    if len(seats) > 1:
        spoken = [seat for seat in seats if (said := table.said(seat)) and said.person_id == user.pk]
        if len(spoken) != 1:
            raise Invalid(gaps=[Gap("required", "seat", _("You hold several mandates; say for which seat you speak."))])
        return spoken[0]
    return seats[0]


def _refuse_unseen(before: Position | None, user: User, replaces: UUID | None) -> None:
    """Another person's position may be replaced only by somebody who has seen it."""
    if before is not None and before.person_id != user.pk and before.pk != replaces:
        raise SeatTaken(
            _("%(person)s has spoken for this seat in the meantime. Look at that position before you replace it.")
            % {"person": before.person},
            standing=str(before.pk),
        )


def _let_stand(position: Position, before: Position | None) -> None:
    if before is None:
        StandingPosition.objects.create(
            seat=position.seat,
            casting=position.casting,
            round=position.round,
            person=position.person,
            position=position,
        )
    else:
        StandingPosition.objects.filter(position=before).update(person=position.person, position=position)


def _written(table: Table, seat: RoundSeat, user: User, view: View) -> Position:
    round, case = table.round, table.round.case
    position = Position(
        round=round,
        seat=seat,
        person=user,
        speaks_as=case.by.bodies[seat.body_id],
        number=table.last_numbers[seat.pk] + 1,
        choice=view.choice,
        casting=view.casting,
        grounds=list(view.grounds),
        conditions=_plain_conditions(view.conditions),
        comment=view.comment.strip(),
        taken_at=case.now,
        nonce=new_nonce(),
        version_digest=round.version.digest,
    )
    position.digest = digest(position.signed_data())
    position.save(force_insert=True)
    return position


def _plain_conditions(conditions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Conditions as they are signed: only the three known fields, in plain values."""
    plain = [
        {
            "code": str(one.get("code") or ""),
            "parameters": dict(one.get("parameters") or {}),
            "text": str(one.get("text") or "").strip(),
        }
        for one in conditions
    ]
    canonical(plain)
    return plain


def _take_out(case: Case, person: User) -> None:
    """Void what a recused person has said. A closed stage opens again only if its outcome depended on that seat.

    Under appeal nothing opens again: the appeal itself is the second look.
    """
    reopened: Stage | None = None
    appealed = case.decisions.exists()
    for standing in _standing_of(case, person):
        table = laid_table(_with_case(standing.round, case))
        if standing.round.closed_at and reopened is None and not appealed and table.depended_on(standing.seat.body_id):
            reopened = standing.round.stage
        void(case, standing, because=["recused"])
    round = open_round_of(case)
    if reopened is not None:
        close_rounds(case, RoundEnd.SUPERSEDED)
        stop_clocks(case, ClockKind.ESCALATION)
        open_round(case, reopened, _latest(case))
    elif round is not None:
        settle(case, round)


def _latest(case: Case) -> CaseVersion:
    return case.versions.order_by("-number")[0]


def _standing_of(case: Case, person: User) -> list[StandingPosition]:
    rows = StandingPosition.objects.filter(round__case=case, person=person)
    return list(rows.select_related("seat", "round__stage__procedure__calendar", "round__version").order_by("round__number"))


def _with_case(round: Round, case: Case) -> Round:
    round.case = case
    return round


def awaited_seats(case: Case) -> list[RoundSeat]:
    """The seats of the open round that have not spoken."""
    round = case.rounds.open().first()
    if round is None:
        return []
    return list(
        round.seats.filter(standing__isnull=True, role__in=(SeatRole.DELIBERATIVE, SeatRole.CONSULTATIVE))
        .select_related("body")
        .order_by("number")
    )


def tally_now(round: Round, case: Case) -> Any:
    """How the open round stands at this moment, for those who may see the deliberation."""
    round.case = case
    return laid_table(round).count(closed=False)
