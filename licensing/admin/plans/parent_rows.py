"""What requests have drawn on a case, and what a request itself draws on, as the page of a case shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.plans.parents.reading import CaseDraw, assess_draw, describe_draw, read_parent
from licensing.admin.plans.parents import name_ceiling
from licensing.choices import CaseState, ParentState
from licensing.messages import Amount
from licensing.models import Case, CountryPlan, ParentAuthorisation, ParentCeiling, Unit, User
from licensing.models.plans.parents import find_parent_of, find_parents, select_shares
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.plans.parents import Balance, Share, compute_status


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar, in hundredths of its length."""

    css: str
    start: str
    percent: str


@dataclass(frozen=True, slots=True)
class CeilingRow:
    """A ceiling with what stands on it: of its volume, or of its value where it has no volume."""

    name: str
    most: str
    reserved: str
    committed: str
    used: str
    left: str
    price: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class ChildRow:
    """What one item of a request stands with; without its case where the reader may not see that."""

    case: Case | None
    state: str
    item: int
    line: int
    year: int | None
    reserved: str
    committed: str
    used: str


@dataclass(frozen=True, slots=True)
class ParentView:
    """An authorisation with its ceilings and the requests under it."""

    binding: bool
    state: str
    reason: str
    starts_on: str
    ends_on: str
    ceilings: Sequence[CeilingRow]
    children: Sequence[ChildRow]


@dataclass(frozen=True, slots=True)
class DrawView:
    """What a request draws on: what was granted or the project, the year, whether it fits, and what it holds."""

    parent: ParentAuthorisation
    year: int | None
    fit: str
    rows: Sequence[ChildRow]
    # Whether the reader may open what it draws on: the plan of the project, or the case of the authorisation.
    opens: bool = False


def build_parent_view(case: Case, reader: User, *, now: datetime) -> ParentView | None:
    """What requests may draw on a case; None where nothing was granted for that."""
    if not case.is_drawn_on or case.decision_id is None:
        return None
    parent = find_parent_of(case.pk)
    if parent is None:
        return None
    reading = read_parent(parent)
    rows = parent.ceilings.in_order().select_related("unit", "currency")
    seen = {str(one.pk): one for one in Case.objects.visible_to(reader, on=now).drawing_on(case)}
    state = _("Over since its last day") if parent.is_over(to_local_day(now)) else ParentState(parent.state).label
    return ParentView(
        binding=parent.binding,
        state=str(state),
        reason=parent.state_reason,
        starts_on=date_format(parent.starts_on, "SHORT_DATE_FORMAT"),
        ends_on=date_format(parent.ends_on, "SHORT_DATE_FORMAT"),
        ceilings=[_build_ceiling_row(row, reading.shares) for row in rows],
        children=_build_child_rows(reading.shares, seen),
    )


def build_draw_views(case: Case, reader: User, *, now: datetime) -> list[DrawView]:
    """What a request draws on; empty where it names nothing that was granted, and fills no project."""
    return [_build_draw_view(case, parent, reader, now) for parent in find_parents(case)]


def _may_open(parent: ParentAuthorisation, reader: User, now: datetime) -> bool:
    if parent.project is not None:
        plans = CountryPlan.objects.visible_to(reader, on=to_local_day(now))
        return bool(plans.filter(pk=parent.project.plan_id).exists())
    return Case.objects.reviewable_by(reader, on=now).filter(authorisation=parent).exists()


def _build_draw_view(case: Case, parent: ParentAuthorisation, reader: User, now: datetime) -> DrawView:
    draw = assess_draw(parent, case, today=to_local_day(now))
    own = select_shares(draw.reading.shares, case, own=True)
    year = None if parent.project_id else case.plan_year
    rows, opens = _build_child_rows(own, {str(case.pk): case}), _may_open(parent, reader, now)
    return DrawView(parent, year, _describe_draw(case, draw), rows, opens)


def _describe_draw(case: Case, draw: CaseDraw) -> str:
    if not case.is_open:
        return ""
    return str(describe_draw(draw))


def _build_ceiling_row(row: ParentCeiling, shares: Mapping[Share, Balance]) -> CeilingRow:
    status = compute_status(row.as_policy(), shares)
    has_volume = row.quantity is not None
    most = row.quantity if has_volume else row.value
    on = status.volume if has_volume else status.value
    left = None if most is None else most - on.taken

    def write(amount: Decimal) -> str:
        if has_volume:
            return describe_quantity(amount, row.unit_id or "", row.unit.name if row.unit else "")
        return f"{Amount(amount)} {row.currency_id or ''}".strip()

    return CeilingRow(
        name=name_ceiling(row),
        most="–" if most is None else write(most),
        reserved=write(on.reserved),
        committed=write(on.committed),
        used=write(on.used),
        left="–" if left is None else write(left),
        price=f"{Amount(row.price)} {row.currency_id}" if row.price is not None else "",
        parts=_build_parts(most, on),
    )


def _build_parts(most: Decimal | None, on: Balance) -> list[Part]:
    whole = max(most or Decimal(), on.taken)
    if not whole:
        return []
    parts, start = [], Decimal()
    for css, quantity in (("used", on.used), ("committed", on.committed), ("reserved", on.reserved)):
        if quantity:
            parts.append(Part(css, f"{start / whole * 100:.2f}", f"{quantity / whole * 100:.2f}"))
            start += quantity
    return parts


def _build_child_rows(shares: Mapping[Share, Balance], seen: Mapping[str, Case]) -> list[ChildRow]:
    names = {one.pk: one.name for one in Unit.objects.filter(pk__in={share.unit for share in shares})}
    rows = []
    for share, on in shares.items():
        case = seen.get(share.case)
        state = str(CaseState(case.state).label) if case else ""
        if not on.taken and (case is None or not case.is_open):
            state = state or _("came to nothing")
        figures = [
            describe_quantity(amount, share.unit, names.get(share.unit, share.unit))
            for amount in (on.reserved, on.committed, on.used)
        ]
        rows.append(ChildRow(case, state, share.item, share.line, share.year, *figures))
    return sorted(rows, key=lambda one: (one.year or 0, str(one.case.reference) if one.case else "~", one.item))
