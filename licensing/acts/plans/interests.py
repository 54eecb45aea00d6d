"""Expressions of interest: filed by partners before any request, answered by the state with offers, to a noted result."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, hold_right, to_local_day, translate_database_errors
from licensing.acts.clocks.sweeps import run_each
from licensing.acts.numbering import draw_number
from licensing.choices import CaseState, InterestState, InterestStepKind, Office
from licensing.errors import Gap, Invalid, NotAllowed, NotFound, Stale, WrongState
from licensing.models import (
    Case,
    Event,
    Interest,
    InterestStep,
    InterestVolume,
    ItemFamily,
    Organisation,
    Unit,
    User,
    read_actor,
)
from licensing.models.record.event import PendingEvent
from licensing.permissions import Actor
from licensing.policy.input.guard import guard_texts
from licensing.policy.plans.interests import (
    LONGEST_TEXT,
    REMIND_AFTER,
    REMIND_BEFORE_END,
    STEPS,
    WITH_AUTHORITY,
    InterestInput,
    Measured,
    OfferInput,
    WantedLine,
    find_interest_gaps,
    find_offer_gaps,
)
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

K = InterestStepKind


def may_speak_for_partner(interest: Interest, user: User, *, at: datetime) -> bool:
    """Whether somebody files, counters and withdraws for the partner: who submits requests for it."""
    return read_actor(user, on=to_local_day(at)).may_submit_for(interest.organisation_id)


def may_speak_for_state(user: User, *, at: datetime) -> bool:
    """Whether somebody answers and offers for the state: a case officer."""
    return _is_case_officer(read_actor(user, on=to_local_day(at)))


def read_measured() -> Measured:
    """The lists in force that the lines of an interest are checked against."""
    families = dict(ItemFamily.objects.filter(active=True).values_list("pk", "unit_id"))
    return Measured(families, dict(Unit.objects.values_list("pk", "decimals")))


@guard_texts()
def file_interest(
    user: User, organisation: Organisation, given: InterestInput, *, carried_from: UUID | None = None
) -> Interest:
    """File an expression of interest for an organisation. It promises nothing; the authority answers it.

    `carried_from` is the organisation's country plan that was carried over, and that goes on as this interest.
    Raises NotFound for an organisation of others, NotAllowed for who does not submit for it, Invalid with all that is wrong.
    """
    with translate_database_errors(), transaction.atomic():
        at = database_now()
        today = to_local_day(at)
        actor = read_actor(user, on=today)
        if organisation.pk not in actor.memberships:
            raise NotFound
        if not actor.may_submit_for(organisation.pk):
            raise build_partner_refusal()
        old_plan = _lock_carried(organisation, carried_from) if carried_from else None
        if gaps := find_interest_gaps(given, read_measured(), today=today):
            raise Invalid(gaps=gaps)
        interest = Interest.objects.create(
            carried_from=old_plan,
            reference=_build_interest_reference(at.year),
            organisation=organisation,
            title=given.title,
            urgency=given.urgency,
            financing=given.financing,
            filed_at=at,
            moved_at=at,
            keeper=user,
        )
        step = _Move(interest, user, actor, at, is_of_partner=True)
        step.add(K.FILED, given.text, given)
        step.record(EventKind.INTEREST_FILED, **({"carried_from": str(old_plan.pk)} if old_plan else {}))
    return interest


def select_carried_plans(organisations: Collection[Any]) -> QuerySet[Case]:
    """Country plans of these organisations that were carried over, and that no expression of interest goes on from yet."""
    carried = Case.objects.filter(state=CaseState.CARRIED_OVER, interest__isnull=True, organisation__in=organisations)
    return carried.order_by("-closed_at", "pk")


@guard_texts()
def withdraw_interest(interest: Interest, user: User, *, reason: str, expected: int | None = None) -> Interest:
    """End an interest for the partner, with a reason. Raises NotAllowed, WrongState once it has ended, Stale, Invalid."""
    with _lock_for_partner(interest, user, expected) as step:
        step.move(K.WITHDRAWN, require_reason(reason, _("Say why you are not interested any more.")))
        step.record(EventKind.INTEREST_WITHDRAWN)
    return step.interest


@guard_texts()
def answer_interest(interest: Interest, user: User, *, text: str, expected: int | None = None) -> Interest:
    """Answer for the state without an offer. Raises NotAllowed for all but case officers, WrongState, Stale, Invalid."""
    with _lock_for_state(interest, user, expected) as step:
        if not text or len(text) > LONGEST_TEXT:
            raise Invalid(gaps=[Gap("required", "text", _("Write the answer, in at most 4000 characters."))])
        step.move(K.ANSWERED, text)
        step.record(EventKind.INTEREST_ANSWERED)
    return step.interest


@guard_texts()
def make_offer(interest: Interest, user: User, given: OfferInput, *, expected: int | None = None) -> Interest:
    """Make an offer of the state; it takes the place of one that stands. Raises as `answer_interest`."""
    with _lock_for_state(interest, user, expected) as step:
        _refuse_unfit_offer(given, step)
        step.interest.offer_ends_on = given.valid_until
        step.move(K.OFFERED, given.text, given)
        step.record(EventKind.OFFER_MADE, due_on=given.valid_until)
    return step.interest


@guard_texts()
def make_counter_offer(interest: Interest, user: User, given: OfferInput, *, expected: int | None = None) -> Interest:
    """Answer a standing offer with other goods or terms, for the partner. Raises as `withdraw_interest`."""
    with _lock_for_partner(interest, user, expected) as step:
        _refuse_unfit_offer(given, step)
        step.move(K.COUNTERED, given.text, given)
        step.record(EventKind.OFFER_COUNTERED)
    return step.interest


def accept_offer(interest: Interest, user: User, *, expected: int | None = None) -> Interest:
    """Note for the partner that the standing offer is agreed; a request or a plan follows. Raises as `withdraw_interest`."""
    with _lock_for_partner(interest, user, expected) as step:
        if step.interest.state == InterestState.COUNTERED:
            raise WrongState(_("Your own counter-offer waits for the authority."), state=step.interest.state)
        step.move(K.AGREED, "")
        step.record(EventKind.OFFER_ACCEPTED)
    return step.interest


def accept_counter_offer(interest: Interest, user: User, *, expected: int | None = None) -> Interest:
    """Note for the state that the counter-offer is agreed; a request or a plan follows. Raises as `answer_interest`."""
    with _lock_for_state(interest, user, expected) as step:
        if step.interest.state == InterestState.OFFERED:
            raise WrongState(_("The offer of the state waits for the partner."), state=step.interest.state)
        step.move(K.AGREED, "")
        step.record(EventKind.COUNTER_OFFER_ACCEPTED)
    return step.interest


@guard_texts()
def decline_interest(interest: Interest, user: User, *, reason: str, expected: int | None = None) -> Interest:
    """End an interest for the state, with a reason that the partner reads. Raises as `answer_interest`."""
    with _lock_for_state(interest, user, expected) as step:
        step.move(K.DECLINED, require_reason(reason, _("Say why nothing comes of it; the partner reads it.")))
        step.record(EventKind.INTEREST_DECLINED)
    return step.interest


def lapse_due_offers() -> int:
    """End offers whose last day is over, each in a transaction; how many. The interest stays open, as answered."""

    def lapse(locked: Interest, at: datetime) -> bool:
        if locked.state != InterestState.OFFERED or locked.offer_ends_on is None or locked.offer_ends_on >= to_local_day(at):
            return False
        ended_on = locked.offer_ends_on
        step = _Move(locked, None, None, at, is_of_partner=False)
        step.move(K.LAPSED, "")
        step.record(EventKind.OFFER_LAPSED, due_on=ended_on)
        return True

    return _sweep(lambda at: list(Interest.objects.offered_until(to_local_day(at))), lapse)


def remind_of_offers() -> int:
    """Remind partners, once, of offers that end soon; how many."""

    def remind(locked: Interest, at: datetime) -> bool:
        ends_on = locked.offer_ends_on
        if locked.reminded_at is not None or ends_on is None or not _ends_soon(ends_on, at):
            return False
        return _remind_of(locked, EventKind.OFFER_REMINDED, at, due_on=ends_on)

    soon = REMIND_BEFORE_END
    return _sweep(
        lambda at: list(Interest.objects.offered_until(to_local_day(at) + soon).filter(reminded_at__isnull=True)), remind
    )


def remind_of_interests() -> int:
    """Remind case officers of what has waited for the authority too long, and again after as long; how many."""

    def remind(locked: Interest, at: datetime) -> bool:
        since = max(locked.moved_at, locked.reminded_at or locked.moved_at)
        if locked.state not in WITH_AUTHORITY or since > at - REMIND_AFTER:
            return False
        return _remind_of(locked, EventKind.INTEREST_REMINDED, at, from_on=to_local_day(locked.moved_at))

    return _sweep(lambda at: list(Interest.objects.waiting_since(at - REMIND_AFTER)), remind)


@dataclass(slots=True)
class _Move:
    """One step of an interest whose row is locked: what is written of it, and the event that says so."""

    interest: Interest
    user: User | None
    actor: Actor | None
    at: datetime
    is_of_partner: bool

    def move(self, kind: InterestStepKind, text: str, goods: OfferInput | None = None) -> None:
        """Take a step from where the interest stands; WrongState where that is not possible."""
        sources, target = STEPS[kind]
        if self.interest.state not in sources:
            sentence = _("“%(step)s” is not possible while the state is “%(state)s”.")
            words = {"step": kind.label, "state": self.interest.get_state_display()}
            raise WrongState(sentence % words, state=self.interest.state)
        self.interest.state, self.interest.moved_at, self.interest.reminded_at = target, self.at, None
        self.interest.revision += 1
        if target != InterestState.OFFERED:
            self.interest.offer_ends_on = None
        if self.is_of_partner and self.user is not None:
            self.interest.keeper = self.user
        self.interest.save()
        self.add(kind, text, goods)

    def add(self, kind: InterestStepKind, text: str, goods: InterestInput | OfferInput | None = None) -> None:
        """Write a step into the log, with the goods that it names."""
        row = InterestStep.objects.create(
            interest=self.interest,
            number=self.interest.revision,
            kind=kind,
            by=self.user,
            at=self.at,
            text=text,
            cooperation=goods.cooperation if goods else "",
            valid_until=goods.valid_until if isinstance(goods, OfferInput) else None,
        )
        if goods:
            InterestVolume.objects.bulk_create(_build_volumes(row, goods.lines))

    def record(self, kind: EventKind, **more: Any) -> None:
        """Chain the event of the step; what was said stands in the rows that it covers."""
        data = _describe_interest(self.interest) | more
        if kind.declaration.cites_right and self.actor is not None:
            data["under"] = hold_right(self.actor, kind, data, organisation=self.interest.organisation_id)
        Event.objects.chain([PendingEvent(kind, data=data)], self.user, at=self.at)


@contextmanager
def _lock_for_partner(interest: Interest, user: User, expected: int | None) -> Iterator[_Move]:
    with _lock_interest(interest, expected) as (locked, at):
        actor = read_actor(user, on=to_local_day(at))
        if not actor.may_submit_for(locked.organisation_id):
            raise build_partner_refusal()
        yield _Move(locked, user, actor, at, is_of_partner=True)


@contextmanager
def _lock_for_state(interest: Interest, user: User, expected: int | None) -> Iterator[_Move]:
    with _lock_interest(interest, expected) as (locked, at):
        actor = read_actor(user, on=to_local_day(at))
        if not _is_case_officer(actor):
            raise NotAllowed(_("Only a case officer answers expressions of interest."))
        if locked.organisation_id in actor.memberships:
            raise NotAllowed(_("You belong to this organisation, so you do not speak to it for the state."))
        yield _Move(locked, user, actor, at, is_of_partner=False)


@contextmanager
def _lock_interest(interest: Interest, expected: int | None = None) -> Iterator[tuple[Interest, datetime]]:
    with translate_database_errors(), transaction.atomic():
        locked = Interest.objects.select_for_update(of=("self",), no_key=True).get(pk=interest.pk)
        if expected is not None and expected != locked.revision:
            raise Stale(current=locked.revision)
        yield locked, database_now()


def _lock_carried(organisation: Organisation, case_id: UUID) -> Case:
    """The country plan that an interest goes on from; two that go on from one at the same time are refused the second time."""
    found = select_carried_plans([organisation.pk]).select_for_update(of=("self",), no_key=True).filter(pk=case_id).first()
    # Asked again once the lock is had: whoever waited for it read of the other's interest before there was one.
    if found is None or Interest.objects.filter(carried_from=found).exists():
        sentence = _("Your organisation has no such country plan that an expression of interest could still go on from.")
        raise Invalid(gaps=[Gap("unknown", "carried_from", sentence)])
    return found


def _sweep(find: Callable[[datetime], list[Interest]], treat: Callable[[Interest, datetime], bool]) -> int:
    """Treat each that is due under its own lock; one that another worker treated meanwhile is left alone."""

    def take(one: Interest) -> bool:
        with _lock_interest(one) as (locked, at):
            return treat(locked, at)

    return run_each(take, find(database_now()))


def _remind_of(interest: Interest, kind: EventKind, at: datetime, **more: Any) -> bool:
    interest.reminded_at = at
    interest.save(update_fields=["reminded_at"])
    Event.objects.chain([PendingEvent(kind, data=_describe_interest(interest) | more)], None, at=at)
    return True


def _is_case_officer(actor: Actor) -> bool:
    return not actor.is_program and actor.is_appointed(Office.CASE_OFFICER)


def _ends_soon(ends_on: date, at: datetime) -> bool:
    return to_local_day(at) <= ends_on <= to_local_day(at) + REMIND_BEFORE_END


def _refuse_unfit_offer(given: OfferInput, step: _Move) -> None:
    if gaps := find_offer_gaps(given, read_measured(), today=to_local_day(step.at), of_state=not step.is_of_partner):
        raise Invalid(gaps=gaps)


def _build_volumes(step: InterestStep, lines: tuple[WantedLine, ...]) -> list[InterestVolume]:
    units = read_measured().families
    return [
        InterestVolume(
            step=step,
            place=place,
            family_id=line.family or None,
            goods="" if line.family else line.goods,
            unit_id=units.get(line.family, "") or line.unit,
            year=volume.year,
            quantity=volume.quantity,
        )
        for place, line in enumerate(lines, start=1)
        for volume in line.volumes
    ]


def build_partner_refusal() -> NotAllowed:
    """What somebody reads who belongs to a partner and does not speak for it."""
    return NotAllowed(_("Only somebody who submits requests for the organisation speaks for it."))


def _build_interest_reference(year: int) -> str:
    return draw_number(f"INT/{year}/", lambda drawn: Interest.objects.filter(reference=drawn).exists())


def _describe_interest(interest: Interest) -> dict[str, Any]:
    return {
        "interest": str(interest.pk),
        "reference": interest.reference,
        "organisation": str(interest.organisation_id),
        "person": str(interest.keeper_id),
        "step": interest.revision,
    }
