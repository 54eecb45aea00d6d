"""Ending a measure of the state before its last day: proposed by one policy officer, confirmed by another."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.plans.measures.officers import (
    lock_measure,
    record_measure,
    refuse_author,
    require_prepared,
    require_replaceable,
    settle_row,
)
from licensing.choices import MeasureState
from licensing.errors import Gap, Invalid, WrongState
from licensing.models import Measure, MeasureEnd, User
from licensing.models.record.origin import require_step_up
from licensing.models.reference.change_sets import lock_releases
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def propose_end(
    measure: Measure, user: User, *, lifted_from: date, authority: str, document_no: str, reason: str
) -> MeasureEnd:
    """Propose that a measure ends; `lifted_from` is the first day on which it is to hold no more, today at the earliest.

    Raises NotAllowed for whoever is no policy officer, WrongState for a measure that is not published or over, or whose end
    is proposed already; Invalid with each thing that is wrong.
    """
    with lock_measure(measure, user) as (locked, at):
        require_replaceable(locked, to_local_day(at))
        if locked.ends.filter(state=MeasureState.PREPARED).exists():
            raise WrongState(_("An end of this measure waits for a second person already."))
        texts = {"authority": authority, "document_no": document_no, "reason": reason}
        gaps = [Gap("required", name, _("This must not be empty.")) for name, text in texts.items() if not text.strip()]
        if gaps := [*gaps, *_find_end_day_gaps(locked, lifted_from, to_local_day(at))]:
            raise Invalid(gaps[0].sentence, gaps=gaps)
        end = MeasureEnd.objects.create(
            measure=locked,
            lifted_from=lifted_from,
            authority=authority.strip(),
            document_no=document_no.strip(),
            reason=reason.strip(),
            proposed_by=user,
            proposed_at=at,
        )
        said = {"lifted_from": lifted_from, "reason": end.reason}
        record_measure(EventKind.MEASURE_END_PROPOSED, locked, user, at, author=user.pk, **said)
    return end


def confirm_end(end: MeasureEnd, user: User) -> Measure:
    """Confirm the end that another officer proposed: from its day the measure stops nothing more, in no act and at no gate.

    Raises as `publish_measure` does.
    """
    with lock_measure(end.measure, user) as (locked, at):
        # The row that was handed in is older than the lock: somebody else may have settled it meanwhile.
        fresh = MeasureEnd.objects.get(pk=end.pk)
        require_prepared(fresh)
        refuse_author(user, fresh.proposed_by_id)
        require_replaceable(locked, to_local_day(at))
        if gaps := _find_end_day_gaps(locked, fresh.lifted_from, to_local_day(at)):
            raise Invalid(gaps[0].sentence, gaps=gaps)
        require_step_up(user, EventKind.MEASURE_ENDED.declaration.step_up, at=at)
        # An act that this measure refuses must not be let through, and be chained, before its end is.
        lock_releases()
        locked.lifted_from = fresh.lifted_from
        locked.save(update_fields=["lifted_from"])
        settle_row(fresh, MeasureState.PUBLISHED, user, at)
        record_measure(EventKind.MEASURE_ENDED, locked, user, at, author=fresh.proposed_by_id, lifted_from=fresh.lifted_from)
    return locked


@guard_texts()
def decline_end(end: MeasureEnd, user: User, *, reason: str) -> MeasureEnd:
    """Decline a proposed end, with a reason; whoever proposed it may take it back like this."""
    with lock_measure(end.measure, user) as (locked, at):
        fresh = MeasureEnd.objects.get(pk=end.pk)
        require_prepared(fresh)
        fresh.note = require_reason(reason, _("Say why this is declined."))
        settle_row(fresh, MeasureState.DECLINED, user, at)
        record_measure(EventKind.MEASURE_END_DECLINED, locked, user, at, author=fresh.proposed_by_id, reason=fresh.note)
    return fresh


def _find_end_day_gaps(measure: Measure, lifted_from: date, today: date) -> list[Gap]:
    if lifted_from < today:
        return [Gap("backdated", "lifted_from", _("A measure does not end backwards: today at the earliest."))]
    if measure.valid_until is not None and lifted_from > measure.valid_until:
        return [Gap("invalid", "lifted_from", _("It ends by itself before that day."))]
    return []
