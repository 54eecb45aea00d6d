"""Terms of co-operation against the form of the request and against its goods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from licensing.choices import CooperationForm
from licensing.messages import Message, Number
from licensing.policy.exact import to_decimal
from licensing.policy.findings import Finding
from licensing.policy.input.drafts import get_part, get_terms, list_rows
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.licences.units import convert_quantity
from licensing.policy.plans.ventures.capital import add_up_capital
from licensing.policy.requests.advice.background import Background, explain, note, stop


def find_forms(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Terms of a form of co-operation that is not the request's. A sale may be paid by a loan, so that is only told."""
    form, terms = document.get("cooperation_form"), get_terms(document)
    if not form or form == CooperationForm.MIXED:
        return
    if terms.get("joint_venture") and form != CooperationForm.JOINT_VENTURE:
        message = Message("There are terms of a joint venture. Choose that form or a mixed one, or take the terms out.")
        yield stop("terms_of_another_form", "terms.joint_venture", message)
    if terms.get("long_term") and form != CooperationForm.LONG_TERM:
        message = Message("There are terms of a long-term contract in a request of another form. Say how they belong together.")
        yield explain("terms_of_another_form", "terms.long_term", message)
    if terms.get("financing") and form != CooperationForm.FINANCING:
        message = Message("The request has terms of a loan beside its form of co-operation.")
        yield note("terms_of_another_form", "terms.financing", message)


def find_volumes(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    """A long-term contract in another unit or currency than all of the goods, or for less than they come to."""
    part, items = get_part(get_terms(document), "long_term"), list_rows(document, "items")
    unit, currency = str(part.get("unit") or ""), str(part.get("currency") or "")
    priced = {str(item["currency"]) for item in items if item.get("currency")}
    if currency and priced and currency not in priced:
        message = Message("The long-term contract has its price in %(currency)s, and no item has.", currency=currency)
        yield explain("contract_in_another_currency", "terms.long_term.currency", message)
    counted = [quantity for item in items if (quantity := _count_in(item, unit)) is not None]
    if unit and items and not counted:
        message = Message("The long-term contract counts in “%(unit)s”, and no item does.", unit=background.get_unit(unit))
        yield explain("contract_in_another_unit", "terms.long_term.unit", message)
    most, years = to_decimal(part.get("annual_max")), part.get("term_years")
    total = sum(counted, Decimal())
    if unit and most is not None and isinstance(years, int) and total > most * years:
        message = Message(
            "The items come to %(total)s, and the long-term contract to %(most)s at most in all its years.",
            total=count_in_unit(total, unit, background.get_unit(unit)),
            most=count_in_unit(most * years, unit, background.get_unit(unit)),
        )
        yield explain("goods_above_contract", "terms.long_term.annual_max", message)


def _count_in(item: Mapping[str, Any], unit: str) -> Decimal | None:
    """The quantity of an item in a unit; None where it has none, or no fixed ratio."""
    quantity, own = to_decimal(item.get("quantity")), item.get("unit")
    return convert_quantity(quantity, str(own), unit) if quantity is not None and own else None


def find_capital(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Shareholders of a joint venture who hold another share of it than they bring in."""
    for one in add_up_capital(get_part(get_terms(document), "joint_venture")):
        if not one.is_in_proportion and one.held is not None:
            message = Message(
                "“%(name)s” holds %(held)s per cent and brings in %(brought)s per cent of the capital. Say why.",
                name=one.name,
                held=Number(one.held),
                brought=Number(one.brought),
            )
            yield explain("capital_not_in_proportion", "terms.joint_venture.capital", message)
