"""Publishing a measure of the state, or declining it: by another policy officer than the one who prepared it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

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
from licensing.errors import Gap, Invalid
from licensing.models import Measure, User
from licensing.models.record.origin import require_step_up
from licensing.models.reference.change_sets import lock_releases
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


def publish_measure(measure: Measure, user: User) -> Measure:
    """Publish what another officer prepared: from its first day it stops what it covers, in every act and at customs.

    A version that supersedes another ends that one on the day before. Raises NotAllowed for whoever prepared it, WrongState
    for what is settled or superseded already, Invalid where its first day has passed meanwhile, StepUpRequired.
    """
    with lock_measure(measure, user) as (locked, at):
        require_prepared(locked)
        refuse_author(user, locked.prepared_by_id)
        if locked.valid_from < to_local_day(at):
            sentence = _("Its first day has passed before anybody published it. It has to be prepared again.")
            raise Invalid(sentence, gaps=[Gap("backdated", "valid_from", sentence)])
        require_step_up(user, EventKind.MEASURE_PUBLISHED.declaration.step_up, at=at)
        # After the proof of the person, which may be refused: every act that cites a release waits from here on.
        lock_releases()
        if locked.supersedes_id:
            _end_predecessor(locked.supersedes_id, locked.valid_from, today=to_local_day(at))
        settle_row(locked, MeasureState.PUBLISHED, user, at)
        days = {"valid_from": locked.valid_from, "valid_until": locked.valid_until}
        record_measure(EventKind.MEASURE_PUBLISHED, locked, user, at, author=locked.prepared_by_id, **days)
    return locked


def _end_predecessor(measure_id: UUID, lifted_from: date, *, today: date) -> None:
    before: Measure = Measure.objects.select_for_update(of=("self",), no_key=True).get(pk=measure_id)
    # It may have been ended or superseded since this one was prepared: two measures in a row must not overlap.
    require_replaceable(before, today)
    before.lifted_from = lifted_from
    before.save(update_fields=["lifted_from"])


@guard_texts()
def decline_measure(measure: Measure, user: User, *, reason: str) -> Measure:
    """Decline what is prepared, with a reason; whoever prepared it may take it back like this."""
    with lock_measure(measure, user) as (locked, at):
        require_prepared(locked)
        locked.note = require_reason(reason, _("Say why this is declined."))
        settle_row(locked, MeasureState.DECLINED, user, at)
        record_measure(EventKind.MEASURE_DECLINED, locked, user, at, author=locked.prepared_by_id, reason=locked.note)
    return locked
