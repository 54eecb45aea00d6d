"""Days that a request names, against today and against one another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from licensing.messages import DayText, Message
from licensing.policy.findings import Finding
from licensing.policy.input.drafts import get_part, get_terms, list_rows, read_day
from licensing.policy.licences.validity import add_months
from licensing.policy.requests.advice.background import Background, explain, note, stop

CERTIFICATE = "euc"
# A contract may be dated ahead, for the day on which it is to be signed; nobody signs one in years.
_FURTHEST_CONTRACT = timedelta(days=366)
_FURTHEST_DELIVERY_YEARS: Final = 10
# Beyond it a year is more often mistyped than meant. Statutes and registers of a company are older than its contracts.
_LONG_AGO_CONTRACT: Final = 20
_LONG_AGO_DOCUMENT: Final = 50
_EXPIRED: Final = Message("The document has expired. Say why it is attached, or attach one that is in force.")
_REPLACED: Final = Message("The document has expired; another of its type is in force.")


def find_dates(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    """Days of contract, deliveries and documents against today and against one another."""
    yield from _contract_findings(document, background)
    yield from _delivery_findings(document, background)
    today, renewed = background.on, _list_types_in_force(document, background.on)
    for number, row in enumerate(list_rows(document, "documents")):
        issued, expires = read_day(row.get("issued_on")), read_day(row.get("expires_on"))
        if issued and issued > today:
            message = Message("A document cannot be issued on a later day than today.")
            yield stop("issued_in_the_future", f"documents.{number}.issued_on", message)
        if issued and expires and expires < issued:
            message = Message("The document would expire before it was issued.")
            yield stop("expires_before_issue", f"documents.{number}.expires_on", message)
        elif issued and issued < _subtract_years(today, _LONG_AGO_DOCUMENT):
            message = Message("The document was issued more than 50 years ago. Say whether the year is right.")
            yield explain("issued_long_ago", f"documents.{number}.issued_on", message)
        if expires and expires < today and (issued is None or issued <= expires):
            # One that has been renewed stays attached for the record.
            told, message = (note, _REPLACED) if row.get("type") in renewed else (explain, _EXPIRED)
            yield told("document_expired", f"documents.{number}.expires_on", message)


def find_certificates(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    """Deliveries that go on after the end-user certificate has expired."""
    last = get_contract_end(document)
    for number, row in enumerate(list_rows(document, "documents")):
        expires, path = read_day(row.get("expires_on")), f"documents.{number}.expires_on"
        if row.get("type") != CERTIFICATE or expires is None or expires < background.on:
            continue
        if last and expires < last:
            message = Message("Deliveries go on until %(last)s, and the certificate expires before.", last=DayText(last))
            yield explain("delivery_after_certificate", path, message)
        elif expires < background.on + timedelta(days=90):
            yield note("certificate_expires_soon", path, Message("The certificate expires within 90 days."))


def _contract_findings(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    today, signed = background.on, read_day(get_terms(document).get("contract_date"))
    if signed and signed > today + _FURTHEST_CONTRACT:
        yield stop("contract_too_far_ahead", "terms.contract_date", Message("The contract is dated more than a year ahead."))
    elif signed and signed > today:
        message = Message("The contract is dated ahead. Say whether it is signed, and when it will be.")
        yield explain("contract_dated_ahead", "terms.contract_date", message)
    elif signed and signed < _subtract_years(today, _LONG_AGO_CONTRACT):
        message = Message("The contract is more than 20 years old. Say whether the year is right, and whether it is in force.")
        yield explain("contract_long_ago", "terms.contract_date", message)


def _delivery_findings(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    """Deliveries of a long-term contract that begin before it, in a far year, or are over."""
    path, start = "terms.long_term.start_on", read_day(get_part(get_terms(document), "long_term").get("start_on"))
    signed, last = read_day(get_terms(document).get("contract_date")), get_contract_end(document)
    if start is None:
        return
    if start.year > background.on.year + _FURTHEST_DELIVERY_YEARS:
        yield stop("delivery_too_far_ahead", path, Message("Deliveries would begin more than 10 years ahead."))
    elif last and last < background.on:
        message = Message("By these terms the long-term contract ended on %(last)s.", last=DayText(last))
        yield explain("deliveries_are_over", path, message)
    elif signed and start < signed:
        message = Message("Deliveries would begin before the contract is dated.")
        yield explain("delivery_before_contract", path, message)
    elif start < _subtract_years(background.on, _LONG_AGO_CONTRACT):
        message = Message("Deliveries would have begun more than 20 years ago. Say whether the year is right.")
        yield explain("delivery_long_ago", path, message)


def get_contract_end(document: Mapping[str, Any]) -> date | None:
    """When the deliveries of a long-term contract end; on their first day where their years are not known."""
    part = get_part(get_terms(document), "long_term")
    start, years = read_day(part.get("start_on")), part.get("term_years")
    return add_months(start, 12 * years) if start and isinstance(years, int) and 0 <= years < 9999 - start.year else start


def _list_types_in_force(document: Mapping[str, Any], today: date) -> Collection[Any]:
    """The types of which a document is attached that has not expired."""
    kept = (row for row in list_rows(document, "documents") if not (day := read_day(row.get("expires_on"))) or day >= today)
    return [row.get("type") for row in kept]


def _subtract_years(day: date, years: int) -> date:
    # The 29th of February has no counterpart in most years.
    return date(day.year - years, day.month, min(day.day, 28))
