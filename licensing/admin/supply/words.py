"""What can be spared of a case, in words and fields: for whoever states the need, and for whoever decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.supply.priority import rank_promises_beyond
from licensing.acts.supply.reservations import explain_excess, find_excess
from licensing.acts.supply.sparing import load_case_paths
from licensing.admin.forms.base import build_text_field
from licensing.choices import NeedVerdict
from licensing.models import Case, ItemFamily, Unit, User
from licensing.models.supply.plans import may_keep_plans
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.requests.cooperation import CallOffOrder
from licensing.policy.requests.types import get_label
from licensing.policy.supply.chart import PathChart, PathRow, build_chart, build_path
from licensing.policy.supply.raises import OutputRaise
from licensing.policy.supply.spare import Basis, Claim, FamilySupply

_BASES: dict[str, str | Promise] = {
    Basis.FIGURES.value: gettext_lazy("computed from the supply plan"),
    Basis.DOCUMENT.value: gettext_lazy("by the document of the supply plan"),
    Basis.STALE.value: gettext_lazy("the data of the supply plan are too old"),
    Basis.NO_FAMILY.value: gettext_lazy("the goods belong to no item family"),
    Basis.NO_PLAN.value: gettext_lazy("the family has no supply plan"),
    Basis.OTHER_UNIT.value: gettext_lazy("the plan is in another unit"),
}


@dataclass(frozen=True, slots=True)
class SpareRow:
    """A line of a case with how much of it can be spared; `spared` is empty where no figure says so."""

    number: int
    asked: str
    verdict: str
    spared: str
    basis: str


def list_spare_rows(computed: Mapping[str, Any], units: Mapping[int, str]) -> list[SpareRow]:
    """What is computed of a case, line by line, as a statement keeps it and the authority reads it.

    `units` are the codes of the units by the numbers of the items.
    """
    return [
        SpareRow(
            number=line["number"],
            asked=_count_in(units.get(line["number"]), line["asked"]),
            verdict=str(NeedVerdict(line["verdict"]).label) if line["verdict"] else "–",
            spared="–" if line["spared"] is None else _count_in(units.get(line["number"]), line["spared"]),
            basis=_describe_basis(line),
        )
        for line in computed.get("lines", ())
    ]


def _count_in(unit: str | None, quantity: str) -> str:
    # Of an item that an amendment has taken out, nobody knows the unit any more.
    return str(count_in_unit(Decimal(quantity), unit or ""))


def _describe_basis(line: Mapping[str, Any]) -> str:
    # What was stated before investments counted does not say it.
    if line.get("raised"):
        return _("computed from the supply plan, with confirmed output that investments add")
    return str(_BASES[line["basis"]])


@dataclass(frozen=True, slots=True)
class PathView:
    """The path of a family as a picture with its table; for those who may see figures."""

    family: str
    unit: Unit
    rows: Sequence[PathRow]
    chart: PathChart
    floor: str
    has_request: bool
    raises: Sequence[OutputRaise]


def build_path_view(family: ItemFamily, supply: FamilySupply, asks: Sequence[Claim] = ()) -> PathView:
    """The path of a family by its newest plan; `asks` are what a request would take of it."""
    rows = build_path(supply, asks)
    floor = supply.plan.reserve_floor if supply.plan and supply.plan.reserve_floor is not None else Decimal()
    stays = family.count(floor)
    return PathView(family.name, family.unit, rows, build_chart(rows, floor), stays, bool(asks), supply.raises)


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """What is promised to a request in its turn; figures, for those who may see them."""

    reference: str
    turn: str
    promised: Decimal
    covered: Decimal
    is_short: bool


def list_promise_rows(family: ItemFamily, *, at: datetime) -> list[PromiseRow]:
    """The promises of a family in the order in which they are covered, where more is promised than can be spared."""
    return [
        PromiseRow(
            one.promise.case,
            str(get_label(CallOffOrder, one.promise.order)) or "–",
            one.promise.quantity,
            one.covered,
            one.is_short,
        )
        for one in rank_promises_beyond([family], today=to_local_day(at)).get(family.pk, ())
    ]


def list_case_paths(case: Case, user: User, *, at: datetime) -> list[PathView]:
    """The paths of all families that a case draws on, for who speaks for a body that keeps the plans; else none."""
    if not may_keep_plans(user, on=to_local_day(at)):
        return []
    paths = load_case_paths(case, at=at)
    codes = [one.family.code for one, _asks in paths]
    families = ItemFamily.objects.select_related("unit").in_bulk(codes)
    return [build_path_view(families[one.family.code], one, asks) for one, asks in paths]


def list_excess_notes(case: Case, *, at: datetime) -> Sequence[str]:
    """What the decider reads before granting: the lines of which less can be spared than is asked for."""
    return [gap.sentence for gap in explain_excess(find_excess(case, {}, at=at))]


def build_override_field(initial: str = "") -> Any:
    """The field in which a decider says why more is granted than can be spared."""
    field = build_text_field(
        _("Why more is granted than can be spared"),
        required=False,
        rows=3,
        help_text=_("Kept with the decision under your name. The applicant never reads it. Leave it empty where it is not so."),
    )
    field.initial = initial
    return field
