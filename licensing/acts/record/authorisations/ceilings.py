"""Whether the ceilings that requests draw on are what was granted: computed again from what was filed and decided.

Three sources say the same apart from each other: what was filed or frozen and what the decision granted of it, what the event
of the grant tells, and the stored rows. Whoever changes one of them, and even the record of changes with it, is found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final, TypeAlias

from django.db.models import Q
from django.utils.translation import gettext as _

from licensing.acts.record.report import Fault, Report
from licensing.choices import ParentChange, ParentState, ProjectStatus, ProjectVerdict
from licensing.models import Case, Decision, DecisionLine, Event, ParentAuthorisation, ParentCeiling, PlanVersion
from licensing.models.plans.parents import normalise_price
from licensing.policy.exact import write_amount
from licensing.policy.plans.ceilings import Line, ProjectKey, build_ceilings
from licensing.policy.plans.parents import Ceiling
from licensing.policy.record.digests import compute_digest
from licensing.policy.record.event_kinds import EventKind

_CHUNK: Final = 2000
# ISO 4217 knows currencies of none to four decimals. How many one had on the day of a grant may have been changed since.
_DECIMALS: Final = range(5)
_STATES: Final = {
    ParentChange.SUSPEND: ParentState.SUSPENDED,
    ParentChange.REINSTATE: ParentState.IN_FORCE,
    ParentChange.END: ParentState.ENDED,
}
# By line, year and unit.
_Held: TypeAlias = dict[tuple[int | None, int | None, str], Ceiling]
# Line, year, quantity, unit, value, currency, as events tell them.
_Told: TypeAlias = Sequence[Sequence[Any]]


def check_ceilings(report: Report) -> Iterator[Fault]:
    """Every ceiling is what its decision granted, lowered by what reduced it since, and so are its days and its state."""
    rows = ParentAuthorisation.objects.select_related("case", "project__plan").order_by("pk")
    for parent in rows.iterator(chunk_size=_CHUNK):
        where = report.look_at("ceilings of authorisations", f"authorisation {parent}")
        sentence = _find_case_fault(parent, parent.case) if parent.case else _find_project_fault(parent)
        if sentence:
            yield Fault(where, sentence)


def _find_case_fault(parent: ParentAuthorisation, case: Case) -> str:
    held: _Held = {}
    granted: Mapping[str, Any] = {}
    state = ParentState.IN_FORCE
    of_it = Q(kind=EventKind.AUTHORISATION_GRANTED) | Q(kind=EventKind.AUTHORISATION_CHANGED)
    for event in Event.objects.filter(of_it, case=case).order_by("number"):
        told = event.data["ceilings"]
        if event.kind == EventKind.AUTHORISATION_GRANTED:
            granted = event.data
            options = _compute_grants(held, case, event)
        else:
            options = [_apply_reduction(held, told)] if told else [held]
            state = _STATES.get(event.data["change"], state)
        fitting = [one for one in options if not told or _list_figures(one.values()) == _sort_figures(told)]
        if not fitting:
            return _("An event tells of other ceilings than were granted or left by a reduction.")
        # Where no value follows from the prices, the event is the same however they were rounded; the rows are not.
        held = next((one for one in fitting if _has_prices(one, parent)), fitting[0])
    if not granted:
        return _("No event tells of what was granted.")
    if _list_stored(parent) != _sort_priced(held.values()):
        return _("Its ceilings are not those that were granted and reduced.")
    days = {"binding": parent.binding, "starts_on": parent.starts_on.isoformat(), "ends_on": parent.ends_on.isoformat()}
    if any(granted[name] != value for name, value in days.items()):
        return _("Its days, or whether its ceilings bind, are not those of its grant.")
    return "" if parent.state == state else _("It stands in another state than its events lead to.")


def _has_prices(held: _Held, parent: ParentAuthorisation) -> bool:
    rows = ParentCeiling.objects.filter(authorisation=parent).values_list("line", "year", "unit", "price")
    stored = {(line, year, unit or ""): price for line, year, unit, price in rows}
    return all(stored.get(key) == normalise_price(one.price) for key, one in held.items())


def _compute_grants(held: _Held, case: Case, event: Event) -> list[_Held]:
    """What a grant leaves of ceilings that there were and adds to them, by each way in which its currency may be rounded."""
    decision = Decision.objects.select_related("version").filter(case=case, decided_at__lte=event.at).latest("decided_at")
    filed = json.loads(decision.version.canonical)
    terms = (filed.get("terms") or {}).get("long_term")
    lines = _list_granted_lines(decision, {one["number"]: one for one in filed.get("items", ())})
    grants = [build_ceilings(lines, terms, decimals=decimals) for decimals in _DECIMALS]
    return [_raise_ceilings(held, one or _read_projects(filed)) for one in grants]


def _list_granted_lines(decision: Decision, items: Mapping[int, Mapping[str, Any]]) -> list[Line]:
    rows = DecisionLine.objects.filter(decision=decision).order_by("item__number").values_list("item__number", "quantity")
    return [
        Line(
            number,
            items[number].get("unit") or "",
            quantity=quantity,
            price=_read_number(items[number].get("unit_price")),
            currency=items[number].get("currency") or "",
        )
        for number, quantity in rows
    ]


def _read_projects(filed: Mapping[str, Any]) -> list[Ceiling]:
    """What a plan asks for, project by project: it names no goods to be granted one by one."""
    found = [
        Ceiling(
            number,
            unit=one.get("unit") or "",
            quantity=_read_number(one.get("quantity")),
            currency=one.get("currency") or "",
            value=_read_number(one.get("value")),
        )
        for number, one in enumerate(filed.get("projects", ()), start=1)
    ]
    return [one for one in found if one.quantity is not None or one.value is not None]


def _raise_ceilings(held: _Held, granted: Sequence[Ceiling]) -> _Held:
    """After an appeal that has added something, a ceiling that there is grows, and keeps the rest of what it was."""
    found = dict(held)
    for one in granted:
        key = (one.line, one.year, one.unit)
        found[key] = replace(found.get(key, one), quantity=one.quantity, value=one.value)
    return found


def _apply_reduction(held: _Held, told: _Told) -> _Held:
    """What is held after a reduction, which only lowers figures that there are: another figure stays what it was."""
    found = dict(held)
    for line, year, quantity, unit, value, _currency in told:
        key = (line, year, unit or "")
        if one := held.get(key):
            lower = _take_lower(one.quantity, quantity), _take_lower(one.value, value)
            found[key] = replace(one, quantity=lower[0], value=lower[1])
    return found


def _take_lower(before: Decimal | None, told: str | None) -> Decimal | None:
    now = _read_number(told)
    return now if before is not None and now is not None and 0 <= now < before else before


def _find_project_fault(parent: ParentAuthorisation) -> str:
    assert parent.project is not None
    number, held, told = parent.project.number, dict[ProjectKey, Decimal | None](), list[Any]()
    frozen: Mapping[str, Any] = {}
    approvals = Event.objects.filter(kind=EventKind.PLAN_DECIDED, data__plan=str(parent.project.plan_id))
    for event in approvals.filter(**{f"data__rulings__{number}": ProjectVerdict.APPROVE}).order_by("number"):
        version = PlanVersion.objects.get(pk=event.data["version"])
        frozen = {one["number"]: one for one in version.content["projects"]}.get(number, {})
        if not frozen or compute_digest(version.content) != event.data["digest"]:
            return _("The version of the plan that approved it is not what was decided.")
        held = _approve_again(held, frozen)
        told = event.data["ceilings"][str(number)]
    return _compare_project(parent, frozen, held, told) if frozen else _("No event tells of what was granted.")


def _approve_again(held: Mapping[ProjectKey, Decimal | None], frozen: Mapping[str, Any]) -> dict[ProjectKey, Decimal | None]:
    """The figures that a version leaves: of a family that it names no more nothing, of its years no ceiling of their own."""
    said: dict[ProjectKey, Decimal | None] = {(family, None): Decimal(one) for family, one in frozen["volumes"].items()}
    # Versions of before said nothing of years.
    by_year = {family: years for family, years in frozen.get("years", {}).items() if years}
    values = frozen.get("value_years", {}) if frozen["currency"] else {}
    said |= {(family, int(year)): Decimal(one) for family, years in by_year.items() for year, one in years.items()}
    said |= {("", int(year)): Decimal(one) for year, one in values.items()}
    if frozen["currency"]:
        said["", None] = _read_number(frozen["value"])
    for family, year in held.keys() - said.keys():
        limits = year is None if family and family not in by_year else bool(family) or (year is not None and bool(values))
        said[family, year] = Decimal() if limits else None
    return said


def _compare_project(
    parent: ParentAuthorisation, frozen: Mapping[str, Any], held: Mapping[ProjectKey, Decimal | None], told: _Told
) -> str:
    rows = list(ParentCeiling.objects.filter(authorisation=parent))
    if _sort_figures(told) != _list_figures(one.as_policy() for one in rows):
        return _("Its ceilings are not those that were granted and reduced.")
    kept = {(one.family_id or "", one.year): one.quantity if one.line is not None else one.value for one in rows}
    if kept != held or len(kept) != len(rows):
        return _("Its ceilings are not the volumes and the value that were approved.")
    state, days = _replay_project(parent)
    if parent.binding != frozen["binding"] or days != (parent.starts_on.isoformat(), parent.ends_on.isoformat()):
        return _("Its days, or whether its ceilings bind, are not those of its grant.")
    return "" if parent.state == state else _("It stands in another state than its events lead to.")


def _replay_project(parent: ParentAuthorisation) -> tuple[ParentState, tuple[str, str]]:
    """How an approved project stands, and from when until when it holds: by the versions that were decided since, until it
    was stopped or its plan ended."""
    assert parent.project is not None
    number, state, days = parent.project.number, ParentState.ENDED, ("", "")
    is_step = Q(kind=EventKind.PLAN_DECIDED) | Q(kind=EventKind.PLAN_ENDED) | Q(kind=EventKind.PROJECT_MOVED)
    for event in Event.objects.filter(is_step, data__plan=str(parent.project.plan_id)).order_by("number"):
        if event.kind == EventKind.PLAN_DECIDED:
            ruling = event.data["rulings"].get(str(number))
            state = ParentState.IN_FORCE if ruling == ProjectVerdict.APPROVE else state
            if state == ParentState.IN_FORCE:
                content = PlanVersion.objects.get(pk=event.data["version"]).content
                days = (content["first_on"], content["last_on"])
            is_over = ruling == ProjectVerdict.STOP
        else:
            is_over = event.kind == EventKind.PLAN_ENDED or (
                event.data["number"] == number and event.data["after"] == ProjectStatus.STOPPED
            )
        state = ParentState.ENDED if is_over else state
    return state, days


def _list_stored(parent: ParentAuthorisation) -> list[list[Any]]:
    return _sort_priced(one.as_policy() for one in ParentCeiling.objects.filter(authorisation=parent))


def _sort_priced(ceilings: Iterable[Ceiling]) -> list[list[Any]]:
    """As events tell them, with the price of one that a share without a price of its own takes."""
    rows = [[*_list_figures([one])[0], write_amount(normalise_price(one.price))] for one in ceilings]
    return sorted(rows, key=str)


def _list_figures(ceilings: Iterable[Ceiling]) -> list[list[Any]]:
    """Ceilings as events tell them, in an order of their own."""
    return _sort_figures(
        [
            [one.line, one.year, write_amount(one.quantity), one.unit or None, write_amount(one.value), one.currency or None]
            for one in ceilings
        ]
    )


def _sort_figures(told: _Told) -> list[list[Any]]:
    return sorted((list(one) for one in told), key=str)


def _read_number(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)
