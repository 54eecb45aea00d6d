"""What a grant of a framework, a contract, leave to negotiate or a plan allows those under it: written with the decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import prefetch_related_objects

from licensing.acts.acting import Act
from licensing.acts.plans.parents.drawing import grant_own
from licensing.acts.plans.parents.expiring import schedule_end_reminders
from licensing.acts.plans.parents.reviewing import open_reviews
from licensing.acts.supply.promises import read_goods_of
from licensing.models import Case, Currency, DecisionLine, Item, ParentAuthorisation, ParentCeiling
from licensing.models.plans.parents import lock_parent_of
from licensing.models.supply.families import load_families
from licensing.policy.exact import write_amount
from licensing.policy.licences.validity import add_months
from licensing.policy.plans.ceilings import Line, build_ceilings, read_term
from licensing.policy.plans.parents import Ceiling
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.supply.families import Family, find_family

_USUAL_DECIMALS = 2


def grant_ceilings(act: Act[Case], lines: Sequence[DecisionLine], *, indicative: bool) -> None:
    """Write down what a case was granted as ceilings for the requests under it, as a step of its grant.

    After an appeal that has added something, the ceilings that there are grow to what is granted now.
    """
    if not act.case.is_drawn_on:
        return
    prefetch_related_objects([line.item for line in lines], "control_entries")
    asked = [_build_line(line) for line in lines]
    built = _build_ceilings(act.case, asked)
    parent = lock_parent_of(act.case.pk)
    if parent is None:
        parent = _create_parent(act, indicative=indicative or act.case.kind.is_plan)
        schedule_end_reminders(act, parent)
        open_reviews(act, parent)
    else:
        known = {(row.line, row.year, row.unit_id or ""): row for row in parent.ceilings.all()}
        for one in built:
            if row := known.get((one.line, one.year, one.unit)):
                row.quantity, row.value = one.quantity, one.value
                row.save(update_fields=["quantity", "value"])
        built = [one for one in built if (one.line, one.year, one.unit) not in known]
    items, families = {line.item.number: line.item for line in lines}, load_families()
    ParentCeiling.objects.bulk_create(_build_ceiling(parent, one, items.get(one.line or 0), families) for one in built)
    act.record(
        EventKind.AUTHORISATION_GRANTED,
        binding=parent.binding,
        starts_on=parent.starts_on,
        ends_on=parent.ends_on,
        ceilings=list_ceilings(parent),
    )
    if not act.case.is_authorisation:
        grant_own(act, parent, lines)


def list_ceilings(parent: ParentAuthorisation) -> list[list[Any]]:
    """The ceilings of an authorisation as an event tells them: line, year, quantity, unit, value, currency."""
    return [
        [row.line, row.year, write_amount(row.quantity), row.unit_id, write_amount(row.value), row.currency_id]
        for row in parent.ceilings.in_order()
    ]


def _create_parent(act: Act[Case], *, indicative: bool) -> ParentAuthorisation:
    term = read_term(act.case.long_term, today=act.today)
    starts_on = term.starts_on if term else act.today
    ends_on = term.get_last_day(term.years) if term else add_months(act.today, act.case.kind.validity_months)
    return ParentAuthorisation.objects.create(
        case=act.case,
        binding=not indicative,
        starts_on=starts_on,
        ends_on=max(ends_on, starts_on + timedelta(days=1)),
        years=term.years if term else None,
        state_since=act.now,
    )


def _build_ceilings(case: Case, lines: Sequence[Line]) -> list[Ceiling]:
    currency = (case.long_term or {}).get("currency")
    known = Currency.objects.filter(pk=currency).values_list("decimals", flat=True).first() if currency else None
    found = build_ceilings(lines, case.long_term, decimals=_USUAL_DECIMALS if known is None else known)
    projects = [
        Ceiling(one.number, None, one.unit_id or "", one.quantity, one.currency_id or "", one.value)
        for one in case.projects.order_by("number")
        if one.quantity is not None or one.value is not None
    ]
    # Projects are numbered as items are, so a request has one or the other.
    return found or projects


def _build_line(line: DecisionLine) -> Line:
    item = line.item
    return Line(
        item.number, item.unit_id, item.name, read_goods_of(item), None, line.quantity, item.unit_price, item.currency_id or ""
    )


def _build_ceiling(
    parent: ParentAuthorisation, ceiling: Ceiling, item: Item | None, families: Sequence[Family]
) -> ParentCeiling:
    goods = read_goods_of(item) if item else None
    family = find_family(goods, families) if goods else None
    return ParentCeiling(
        authorisation=parent,
        line=ceiling.line,
        year=ceiling.year,
        name=item.name if item else "",
        model=goods.model if goods else "",
        maker=goods.maker if goods else "",
        family_id=family.code if family else None,
        unit_id=ceiling.unit or None,
        quantity=ceiling.quantity,
        currency_id=ceiling.currency or None,
        value=ceiling.value,
        price=ceiling.price,
    )
