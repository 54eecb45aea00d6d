"""Differences between reports and the ledger, settled by a case officer: by name, with the reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.licences.obligations import remind_of_report, reopen_duty
from licensing.choices import DifferenceOutcome, DutyState, Verb
from licensing.errors import Gap, Invalid, NotFound, WrongState
from licensing.models import Licence, ReportDifference, User
from licensing.models.licences.report_difference import BY_NAME
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def settle_difference(
    licence: Licence,
    user: User,
    difference_id: UUID,
    *,
    outcome: DifferenceOutcome,
    reason: str,
    expected: int | None = None,
) -> ReportDifference:
    """Settle what a report says otherwise than the ledger: it is explained, to be corrected, or a cause to suspend.

    A suspension that was proposed and that nobody has ordered is settled otherwise in the same way, which dismisses it.
    Who asks for a corrected report opens the condition again, or has its holder reminded of the report of the period. Who
    proposes a suspension suspends nothing: case officers are told, and one of them decides.
    """
    with acting(licence, user, Verb.SETTLE_DIFFERENCE, expected=expected) as act:
        act.perform()
        found = _get_unsettled(act, difference_id)
        if outcome not in BY_NAME:
            raise Invalid(gaps=[Gap("invalid", "outcome", _("Choose how it is settled."))])
        if outcome not in list_outcomes(act.licence, found):
            if outcome is DifferenceOutcome.SUSPENSION:
                raise Invalid(gaps=[Gap("invalid", "outcome", _("A suspension is proposed already."))])
            sentence = _("No corrected report can be filed any more. Choose how it is settled otherwise.")
            raise Invalid(gaps=[Gap("invalid", "outcome", sentence)])
        reason = require_reason(reason, _("Say why it is settled so."))
        found.keep_proposal()
        found.reason, found.settled_as, found.settled_by, found.settled_at = reason, outcome, user, act.now
        found.save()
        data: dict[str, Any] = {"number": act.licence.number, "difference": str(found.pk), "reason": found.reason}
        if outcome is DifferenceOutcome.SUSPENSION:
            act.record(EventKind.SUSPENSION_PROPOSED, **data)
            return found
        act.record(EventKind.REPORT_SETTLED, outcome=outcome, **data)
        if outcome is DifferenceOutcome.RETURNED:
            _ask_again(act, found)
    return found


def list_outcomes(licence: Licence, found: ReportDifference) -> list[DifferenceOutcome]:
    """How a difference may be settled by name: a corrected report is asked for only where one can still be filed.

    What a suspension was proposed for is not proposed again.
    """
    if found.report is not None:
        can_be_filed = found.report.period in {one.period for one in licence.list_reports_due()}
    else:
        # Nobody reports again on a condition that an appeal has struck out or changed, also where its report was accepted.
        duty = found.duty
        can_be_filed = duty is not None and duty.state is not DutyState.CEASED and duty.condition.ended_at is None
    barred = {DifferenceOutcome(found.settled_as)} if found.settled_as else set()
    barred |= set() if can_be_filed else {DifferenceOutcome.RETURNED}
    return [one for one in BY_NAME if one not in barred]


def _get_unsettled(act: Act[Licence], difference_id: UUID) -> ReportDifference:
    rows = ReportDifference.objects.filter(licence=act.licence, pk=difference_id)
    found = rows.select_related("report", "duty__condition").first()
    if found is None:
        raise NotFound
    if not rows.to_settle().exists():
        raise WrongState(_("This difference is settled already."), state=str(found.settled_as))
    return found


def _ask_again(act: Act[Licence], found: ReportDifference) -> None:
    if found.report is not None:
        remind_of_report(act, found.report.period)
    elif found.duty is not None and found.duty.state in (DutyState.FILED, DutyState.MET):
        reopen_duty(act, found.duty, found.reason)
