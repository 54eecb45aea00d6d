"""Changing an authorisation that requests draw on: suspended, put into force again, ended for good, or reduced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from licensing.acts.acting import acting
from licensing.acts.plans.parents.drawing import give_back_parent
from licensing.acts.plans.parents.expiring import cancel_end_reminders
from licensing.acts.plans.parents.granting import list_ceilings
from licensing.acts.plans.parents.reviewing import cancel_review_reminders
from licensing.acts.plans.parents.telling import tell_children
from licensing.choices import ParentChange, ParentState, Verb
from licensing.errors import Gap, Invalid, WrongState
from licensing.messages import Amount
from licensing.models import Case, ParentAuthorisation, ParentCeiling, User
from licensing.models.plans.parents import load_shares, lock_parent_of
from licensing.policy.exact import count_decimals
from licensing.policy.input.guard import guard_texts
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.plans.parents import compute_status
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

# From where each change leads, and to where; a reduction leaves the state alone.
_MOVES: Mapping[ParentChange, tuple[frozenset[ParentState], ParentState | None]] = {
    ParentChange.SUSPEND: (frozenset({ParentState.IN_FORCE}), ParentState.SUSPENDED),
    ParentChange.REINSTATE: (frozenset({ParentState.SUSPENDED}), ParentState.IN_FORCE),
    ParentChange.END: (frozenset({ParentState.IN_FORCE, ParentState.SUSPENDED}), ParentState.ENDED),
    ParentChange.REDUCE: (frozenset({ParentState.IN_FORCE, ParentState.SUSPENDED}), None),
}


@dataclass(frozen=True, slots=True)
class Reduction:
    """A ceiling that is to be lower, by its line and its year, None for all lines or the whole time; one figure or both."""

    line: int | None
    year: int | None = None
    quantity: Decimal | None = None
    value: Decimal | None = None


@guard_texts()
def amend_authorisation(
    case: Case,
    user: User,
    change: ParentChange,
    *,
    reason: str,
    reductions: Sequence[Reduction] = (),
    expected: int | None = None,
) -> ParentAuthorisation:
    """Suspend, reinstate, end or reduce what a case was granted for requests to draw on. Open requests under it stop.

    What was granted under it stays granted. A ceiling is not reduced below what is reserved, granted or delivered of it.
    Raises WrongState, or Invalid with each reduction that cannot be.
    """
    with acting(case, user, Verb.AMEND_AUTHORISATION, expected=expected) as act:
        act.perform()
        parent = lock_parent_of(act.case.pk)
        if parent is None:
            raise WrongState(_("No requests draw on this case."), state=act.case.state)
        sources, target = _MOVES[change]
        if parent.state not in sources:
            state = ParentState(parent.state).label
            raise WrongState(_("This authorisation cannot be changed so: %(state)s.") % {"state": state}, state=parent.state)
        reason = require_reason(reason, _("Give the reason; it is told to the holder."))
        if target is None:
            _reduce(parent, reductions)
        else:
            parent.state, parent.state_since = target, act.now
            parent.state_reason = "" if target is ParentState.IN_FORCE else reason
            parent.save(update_fields=["state", "state_since", "state_reason"])
        ceilings = list_ceilings(parent) if target is None else []
        act.record(EventKind.AUTHORISATION_CHANGED, change=change, reason=reason, ceilings=ceilings)
        if change is ParentChange.END:
            if act.case.is_authorisation:
                # What it held itself of an authorisation above it, nobody can draw any more.
                give_back_parent(act)
            cancel_end_reminders(act, parent)
            cancel_review_reminders(act, parent)
        tell_children(act, change, reason)
    return parent


def _reduce(parent: ParentAuthorisation, reductions: Sequence[Reduction]) -> None:
    rows = {(row.line, row.year): row for row in parent.ceilings.in_order().reverse()}
    shares, found = load_shares(parent), list[Gap]()
    if not reductions:
        found.append(Gap("required", "ceilings", _("Say which ceiling is to be lower.")))
    for number, one in enumerate(reductions):
        row = rows.get((one.line, one.year))
        if row is None:
            found.append(Gap("unknown", f"ceilings.{number}", _("There is no ceiling of this line and year.")))
            continue
        status = compute_status(row.as_policy(), shares)
        pairs = [
            ("quantity", row.quantity, one.quantity, status.volume.taken),
            ("value", row.value, one.value, status.value.taken),
        ]
        found += _find_reduction_gaps(number, row, pairs)
        row.quantity = row.quantity if one.quantity is None else one.quantity
        row.value = row.value if one.value is None else one.value
    if found:
        raise Invalid(gaps=found)
    for one in reductions:
        rows[one.line, one.year].save(update_fields=["quantity", "value"])


def _find_reduction_gaps(
    number: int, row: ParentCeiling, pairs: Iterable[tuple[str, Decimal | None, Decimal | None, Decimal]]
) -> Iterable[Gap]:
    named = False
    for name, now, wanted, taken in pairs:
        if wanted is None:
            continue
        named, path = True, f"ceilings.{number}.{name}"
        if now is None:
            yield Gap("unknown", path, _("This ceiling has no such figure."))
        elif not 0 <= wanted < now or count_decimals(wanted) > 3:
            words = {"now": _describe_figure(row, name, now)}
            yield Gap("invalid", path, _("Lower than %(now)s, and not below nought, with three decimals at most.") % words)
        elif wanted < taken:
            words = {"taken": _describe_figure(row, name, taken)}
            yield Gap("taken", path, _("%(taken)s of it are reserved, granted or delivered already.") % words)
    if not named:
        yield Gap("required", f"ceilings.{number}", _("Say to which figure the ceiling is reduced."))


def _describe_figure(row: ParentCeiling, name: str, figure: Decimal) -> str:
    return str(count_in_unit(figure, row.unit_id or "") if name == "quantity" else f"{Amount(figure)} {row.currency_id or ''}")
