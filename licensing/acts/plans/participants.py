"""Makers and investors that projects of country plans name: a list that the bodies keep which plan supply or lead the plans."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, hold_right, lock_name, to_local_day, translate_database_errors
from licensing.errors import Gap, Invalid, NoMandate, ProgramRefused, WrongState
from licensing.models import Body, Country, Event, ItemFamily, MakerCapacity, Participant, User, read_actor
from licensing.models.record.event import PendingEvent
from licensing.models.record.origin import require_step_up
from licensing.permissions import Actor
from licensing.policy.input.guard import guard_texts
from licensing.policy.plans.countries.participants import (
    CapacityDraft,
    ParticipantDraft,
    find_capacity_gaps,
    find_participant_gaps,
)
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class _Keeping:
    """A step on the list while it is taken: who takes it, for which body, and when."""

    user: User
    actor: Actor
    body: str
    at: datetime

    def record(self, kind: EventKind, participant: Participant, **more: Any) -> None:
        """Chain the event of the step, which covers what it has written and cites the mandate."""
        data = {"participant": str(participant.pk), "body": self.body, **more}
        Event.objects.chain(
            [PendingEvent(kind, data=data | {"under": hold_right(self.actor, kind, data)})], self.user, at=self.at
        )


@guard_texts()
def enter_participant(user: User, draft: ParticipantDraft) -> Participant:
    """Put a maker or an investor on the list.

    Raises ProgramRefused, NoMandate for whoever speaks for no body that keeps the list, Invalid with everything that is wrong.
    """
    with _keep_list(user, EventKind.PARTICIPANT_ENTERED) as step:
        _refuse_unfit_participant(draft)
        participant = Participant(entered_by=user, entered_at=step.at)
        _write_participant(participant, draft)
        step.record(EventKind.PARTICIPANT_ENTERED, participant)
    return participant


@guard_texts()
def edit_participant(participant: Participant, user: User, draft: ParticipantDraft) -> Participant:
    """Write a row again. What it makes or invests it goes on to: such a row is ended, not turned into another.

    Raises as `enter_participant` does, WrongState for one that has ended.
    """
    with _keep_list(user, EventKind.PARTICIPANT_EDITED) as step:
        fresh = _get_kept(participant)
        _refuse_unfit_participant(draft, fresh)
        _write_participant(fresh, draft)
        step.record(EventKind.PARTICIPANT_EDITED, fresh)
    return fresh


@guard_texts()
def end_participant(participant: Participant, user: User, *, reason: str) -> Participant:
    """End a row, with a reason: projects that name it keep it, and no other names it. Raises as `edit_participant` does."""
    with _keep_list(user, EventKind.PARTICIPANT_ENDED) as step:
        fresh = _get_kept(participant)
        fresh.end_reason = require_reason(reason, _("Say why it is ended."))
        fresh.ended_at = step.at
        fresh.save(update_fields=["end_reason", "ended_at"])
        step.record(EventKind.PARTICIPANT_ENDED, fresh, reason=fresh.end_reason)
    return fresh


def enter_capacity(participant: Participant, user: User, draft: CapacityDraft) -> MakerCapacity:
    """Write down how many of a family a maker makes a month from a day on. Raises as `edit_participant` does, WrongState for
    an investor that makes nothing."""
    with _keep_list(user, EventKind.CAPACITY_ENTERED) as step:
        fresh = _get_kept(participant)
        if not fresh.makes:
            raise WrongState(_("This investor makes nothing. Say first that it makes goods."))
        decimals = dict(ItemFamily.objects.filter(active=True).values_list("pk", "unit__decimals"))
        if gaps := list(find_capacity_gaps(draft, decimals=decimals, today=to_local_day(step.at))):
            raise Invalid(gaps=gaps)
        capacity: MakerCapacity = MakerCapacity.objects.create(
            maker=fresh,
            family_id=draft.family,
            per_month=draft.per_month,
            from_on=draft.from_on,
            entered_by=user,
            entered_at=step.at,
        )
        step.record(EventKind.CAPACITY_ENTERED, fresh, family=draft.family, from_on=draft.from_on)
    return capacity


@contextmanager
def _keep_list(user: User, kind: EventKind) -> Iterator[_Keeping]:
    with translate_database_errors(), transaction.atomic():
        at = database_now()
        actor = read_actor(User.objects.get(pk=user.pk), on=to_local_day(at))
        if actor.is_program:
            raise ProgramRefused
        keeping = Body.objects.filter(plans_supply=True) | Body.objects.filter(leads_plans=True)
        body = keeping.filter(pk__in=actor.bodies).order_by("pk").first()
        if body is None:
            raise NoMandate(_("Only a body that keeps the supply plans, or leads the country plans, keeps this list."))
        require_step_up(user, kind.declaration.step_up, at=at)
        # No two enter one name at once.
        lock_name("makers and investors")
        yield _Keeping(user, actor, body.pk, at)


def _get_kept(participant: Participant) -> Participant:
    fresh: Participant = Participant.objects.get(pk=participant.pk)
    if fresh.is_ended:
        raise WrongState(_("This row has ended; it is not changed any more."))
    return fresh


def _refuse_unfit_participant(draft: ParticipantDraft, before: Participant | None = None) -> None:
    gaps = list(find_participant_gaps(draft, countries=set(Country.objects.values_list("pk", flat=True))))
    others = Participant.objects.filter(ended_at__isnull=True).exclude(pk__in=[before.pk] if before else [])
    if others.filter(country=draft.country, name=draft.name.strip()).exists():
        gaps.append(Gap("twice", "name", _("It is on the list already.")))
    if before and (before.makes > draft.makes or before.invests > draft.invests):
        name = "makes" if before.makes > draft.makes else "invests"
        gaps.append(Gap("fixed", name, _("Projects may name it as that. End this row, and enter another.")))
    if gaps:
        raise Invalid(gaps=gaps)


def _write_participant(participant: Participant, draft: ParticipantDraft) -> None:
    participant.name, participant.country_id = draft.name.strip(), draft.country
    participant.ownership, participant.capabilities = draft.ownership, draft.capabilities.strip()
    participant.makes, participant.invests = draft.makes, draft.invests
    participant.save()
