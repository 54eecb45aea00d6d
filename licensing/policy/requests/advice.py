"""What the parts of a request say against one another: what cannot be, what is odd, and what the applicant should know.

What is missing is `completeness`, what is out of bounds by itself is `terms` and `amounts`. Here each part is right by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from licensing.choices import CooperationForm, FindingGrade, PartyKind, PartyRole
from licensing.messages import Message, Text
from licensing.policy.exact import count_decimals, format_decimal, to_decimal
from licensing.policy.findings import Finding
from licensing.policy.input.texts import fold_text
from licensing.policy.licences.validity import add_months
from licensing.policy.requests.materiality import sum_by_currency

Rows = list[Mapping[str, Any]]
CERTIFICATE = "euc"
# A contract may be dated ahead, for the day on which it is to be signed; nobody signs one in years.
_FURTHEST_CONTRACT = timedelta(days=366)
# What people type to get past a field that asks for words.
_FILLERS = frozenset(
    "test testing tbd tba todo none nil null na n/a asdf qwerty lorem ipsum unknown тест тестування немає нема невідомо".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Background:
    """What a request is compared with that does not stand in it: the day, the applicant's name, its plan, its currencies."""

    on: date
    applicant: str = ""
    plan_country: str | None = None
    # Decimals by currency; one that is not known is not judged.
    decimals: Mapping[str, int] = field(default_factory=dict)
    # What people call the countries that the request names, by their codes.
    countries: Mapping[str, Text] = field(default_factory=dict)

    def get_country(self, code: Any) -> Text:
        """The name of a country, or its code where it has none."""
        return self.countries.get(str(code), str(code))


def find_findings(document: Mapping[str, Any], background: Background) -> list[Finding]:
    """Everything that the parts of a request say against one another, in the order of the document."""
    return [
        *_wording_findings(document),
        *_plan_findings(document, background),
        *_value_findings(document, background),
        *_party_findings(document, background),
        *_destination_findings(document, background),
        *_route_findings(document, background),
        *_form_findings(document),
        *_date_findings(document, background),
        *_certificate_findings(document, background),
    ]


def _wording_findings(document: Mapping[str, Any]) -> Iterator[Finding]:
    end_use = document.get("end_use")
    purpose = end_use.get("purpose") if isinstance(end_use, Mapping) else None
    if purpose and not is_meaningful(str(purpose)):
        yield _stop("purpose_says_nothing", "end_use.purpose", Message("Say in words what the goods will be used for."))
    for section in ("items", "parties"):
        for number, row in enumerate(_rows(document, section)):
            if row.get("name") and not _names_something(str(row["name"])):
                yield _stop("name_says_nothing", f"{section}.{number}.name", Message("Write a name by which it is known."))


def is_meaningful(text: str) -> bool:
    """Whether a text can be an answer: words of several letters, and not `XXXX`, `...` or `test`."""
    words = re.findall(r"[^\W\d_]+", fold_text(text).casefold())
    told = [word for word in words if word not in _FILLERS]
    # Scripts without cases write a word in one or two letters.
    return any(len(set(word)) >= 3 or (len(set(word)) >= 2 and word.upper() == word.lower()) for word in told)


def _names_something(text: str) -> bool:
    """Whether a text can be a name; `M4` and `T-64` are, `XXXX`, `-` and `test` are not."""
    folded = fold_text(text).casefold()
    return len(set(re.findall(r"[^\W_]", folded))) >= 2 and folded not in _FILLERS


def _plan_findings(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    planned, asked = background.plan_country, document.get("partner_country")
    if planned and asked and planned != asked:
        message = Message(
            "The plan is for %(planned)s and this request is for %(asked)s.",
            planned=background.get_country(planned),
            asked=background.get_country(asked),
        )
        yield _stop("plan_of_another_country", "plan", message)


def _value_findings(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    for number, item in enumerate(_rows(document, "items")):
        path, price = f"items.{number}.unit_price", to_decimal(item.get("unit_price"))
        value = (price or Decimal()) * (to_decimal(item.get("quantity")) or Decimal())
        decimals = background.decimals.get(str(item.get("currency")))
        if price == 0:
            yield _explain("free_of_charge", path, Message("The price is 0. Say why the goods cost nothing."))
        elif decimals is not None and count_decimals(value) > decimals:
            message = Message(
                "Quantity times price gives %(value)s %(currency)s, which cannot be paid exactly.",
                value=format_decimal(value),
                currency=item["currency"],
            )
            yield _note("value_cannot_be_paid", path, message)
    yield from _financing_findings(document)


def _financing_findings(document: Mapping[str, Any]) -> Iterator[Finding]:
    part = _terms(document).get("financing")
    amount = to_decimal(part.get("amount")) if isinstance(part, Mapping) else None
    values = sum_by_currency(document)
    if amount is None or not values or not isinstance(part, Mapping):
        return
    currency = str(part.get("currency"))
    if currency not in values:
        message = Message("The loan is in %(currency)s, and no item has a price in it.", currency=currency)
        yield _note("loan_in_another_currency", "terms.financing.currency", message)
    elif amount > values[currency]:
        message = Message(
            "The loan (%(amount)s %(currency)s) is larger than the value of the goods (%(value)s %(currency)s).",
            amount=format_decimal(amount),
            value=format_decimal(values[currency]),
            currency=currency,
        )
        yield _explain("loan_above_value", "terms.financing.amount", message)


def _party_findings(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    applicant = _fold_name(background.applicant)
    parties = _rows(document, "parties")
    buyers = {_fold_name(row.get("name")) for row in parties if row.get("role") == PartyRole.BUYER}
    for number, row in enumerate(parties):
        name = _fold_name(row.get("name"))
        if row.get("role") != PartyRole.END_USER or not name:
            continue
        if name == applicant and name in buyers:
            message = Message("Buyer, end user and applicant are one. Say who uses the goods.")
            own = _note if row.get("kind") == PartyKind.GOVERNMENT else _explain
            yield own("one_party_in_every_role", f"parties.{number}.name", message)
        if row.get("kind") == PartyKind.INDIVIDUAL:
            message = Message("The end user is an individual. Say for what and on what ground.")
            yield _explain("end_user_is_individual", f"parties.{number}.kind", message)


def _destination_findings(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    asked = document.get("partner_country")
    for number, row in enumerate(_rows(document, "parties")):
        country = row.get("country")
        if row.get("role") in (PartyRole.END_USER, PartyRole.ULTIMATE_END_USER) and asked and country and country != asked:
            message = Message(
                "The end user is in %(country)s and the request is for %(asked)s.",
                country=background.get_country(country),
                asked=background.get_country(asked),
            )
            yield _explain("end_user_elsewhere", f"parties.{number}.country", message)


def _route_findings(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    legs = _rows(document, "route")
    for number, (before, after) in enumerate(pairwise(legs), 1):
        if _are_different(before.get("to_country"), after.get("from_country")):
            message = Message(
                "This leg begins in %(begin)s, and the one before ends in %(end)s.",
                begin=background.get_country(after["from_country"]),
                end=background.get_country(before["to_country"]),
            )
            yield _explain("route_is_broken", f"route.{number}.from_country", message)
    ends = {row.get("country") for row in _rows(document, "parties") if row.get("role") in _RECEIVERS}
    last = legs[-1].get("to_country") if legs else None
    if last and ends - {None} and last not in ends:
        message = Message(
            "The route ends in %(country)s, where no consignee, buyer or end user is.", country=background.get_country(last)
        )
        yield _explain("route_ends_elsewhere", f"route.{len(legs) - 1}.to_country", message)


_RECEIVERS = (
    PartyRole.END_USER,
    PartyRole.ULTIMATE_END_USER,
    PartyRole.CONSIGNEE,
    PartyRole.INTERMEDIATE_CONSIGNEE,
    PartyRole.BUYER,
)


def _form_findings(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Terms of a form of co-operation that is not the request's. A sale may be paid by a loan, so that is only told."""
    form, terms = document.get("cooperation_form"), _terms(document)
    if not form or form == CooperationForm.MIXED:
        return
    if terms.get("joint_venture") and form != CooperationForm.JOINT_VENTURE:
        message = Message("There are terms of a joint venture. Choose that form or a mixed one, or take the terms out.")
        yield _stop("terms_of_another_form", "terms.joint_venture", message)
    if terms.get("long_term") and form != CooperationForm.LONG_TERM:
        message = Message("There are terms of a long-term contract in a request of another form. Say how they belong together.")
        yield _explain("terms_of_another_form", "terms.long_term", message)
    if terms.get("financing") and form != CooperationForm.FINANCING:
        message = Message("The request has terms of a loan beside its form of co-operation.")
        yield _note("terms_of_another_form", "terms.financing", message)


def _date_findings(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    today, signed = background.on, _day(_terms(document).get("contract_date"))
    if signed and signed > today + _FURTHEST_CONTRACT:
        yield _stop("contract_too_far_ahead", "terms.contract_date", Message("The contract is dated more than a year ahead."))
    elif signed and signed > today:
        message = Message("The contract is dated ahead. Say whether it is signed, and when it will be.")
        yield _explain("contract_dated_ahead", "terms.contract_date", message)
    for number, row in enumerate(_rows(document, "documents")):
        issued, expires = _day(row.get("issued_on")), _day(row.get("expires_on"))
        if issued and issued > today:
            message = Message("A document cannot be issued on a later day than today.")
            yield _stop("issued_in_the_future", f"documents.{number}.issued_on", message)
        if issued and expires and expires < issued:
            message = Message("The document would expire before it was issued.")
            yield _stop("expires_before_issue", f"documents.{number}.expires_on", message)


def _certificate_findings(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    """Deliveries that go on after the end-user certificate has expired."""
    part = _terms(document).get("long_term")
    start = _day(part.get("start_on")) if isinstance(part, Mapping) else None
    years = part.get("term_years") if isinstance(part, Mapping) else None
    last = add_months(start, 12 * years) if start and isinstance(years, int) and start.year + years < 9999 else start
    for number, row in enumerate(_rows(document, "documents")):
        expires, path = _day(row.get("expires_on")), f"documents.{number}.expires_on"
        if row.get("type") != CERTIFICATE or expires is None or expires < background.on:
            continue
        if last and expires < last:
            message = Message("Deliveries go on until %(last)s, and the certificate expires before.", last=last.isoformat())
            yield _explain("delivery_after_certificate", path, message)
        elif expires < background.on + timedelta(days=90):
            yield _note("certificate_expires_soon", path, Message("The certificate expires within 90 days."))


def _stop(code: str, path: str, message: Message) -> Finding:
    return Finding(code, FindingGrade.STOP, path, message)


def _explain(code: str, path: str, message: Message) -> Finding:
    return Finding(code, FindingGrade.EXPLAIN, path, message)


def _note(code: str, path: str, message: Message) -> Finding:
    return Finding(code, FindingGrade.NOTE, path, message)


def _rows(document: Mapping[str, Any], section: str) -> Rows:
    # A draft may hold anything; what has no fields compares with nothing.
    rows = document.get(section)
    return [row if isinstance(row, Mapping) else {} for row in rows] if isinstance(rows, list) else []


def _terms(document: Mapping[str, Any]) -> Mapping[str, Any]:
    terms = document.get("terms")
    return terms if isinstance(terms, Mapping) else {}


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _fold_name(name: Any) -> str:
    return re.sub(r"[\W_]+", " ", fold_text(str(name or "")).casefold()).strip()


def _are_different(one: Any, other: Any) -> bool:
    return bool(one and other and one != other)
