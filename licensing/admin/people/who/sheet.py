"""The rights of a day as a sheet, whose texts no program takes for formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _

from licensing.admin.pages.downloads import build_sheet_response
from licensing.admin.people.who.abilities import describe_right
from licensing.admin.people.who.holdings import Holding
from licensing.admin.people.who.persons import build_person_lines
from licensing.admin.people.who.programs import Delegation, Program
from licensing.admin.people.who.words import Row, describe_holding
from licensing.models import User
from licensing.policy.requests.sheets.delimited import guard_text, write_delimited


def write_sheet(
    holdings: Iterable[Holding],
    day: date,
    programs: Iterable[Program] = (),
    delegations: Iterable[Delegation] = (),
    desk: Iterable[User] = (),
    *,
    is_narrowed: bool = False,
) -> HttpResponse:
    """A file as CSV: rights, programs, what persons let them do, who could open the desk, and what takes two."""
    lines = [*(_build_line(describe_holding(one, day), day) for one in holdings)]
    lines += [_build_program_line(one, day) for one in programs]
    lines += [_build_delegation_line(one, day) for one in delegations]
    lines += [_build_desk_line(one, day) for one in desk]
    if not is_narrowed:
        lines += map(iter, build_person_lines(day))
    rows = [_build_heading(), *(map(guard_text, line) for line in lines)]
    return build_sheet_response(write_delimited(rows), f"rights-{day.isoformat()}.csv")


def _build_heading() -> list[str]:
    return [
        _("On the day"),
        _("Person"),
        _("E-mail"),
        _("Right"),
        _("Body or organisation"),
        _("Only these kinds of case, or this case"),
        _("From"),
        _("To (not included)"),
        _("Taken away at"),
        _("Given by"),
        _("Confirmed by"),
        _("Proposal"),
        _("Note"),
        _("What it lets one do"),
    ]


def _build_program_line(program: Program, day: date) -> Iterator[str]:
    """In the columns of a right: who answers for it as the person, and its scopes as what it may do."""
    one = program.system
    yield day.isoformat()
    yield program.owner.name
    yield program.owner.email
    yield f"{_('Program')}: {one.name} ({one.client_id})"
    yield program.side
    yield ""
    yield program.since.isoformat()
    yield one.end_on.isoformat()
    yield program.ended_at.isoformat(timespec="seconds") if program.ended_at else ""
    yield one.proposed_by.name if one.proposed_by else ""
    yield one.settled_by.name if one.settled_by else ""
    yield ""
    yield program.notes
    yield program.scopes


def _build_line(row: Row, day: date) -> Iterator[str]:
    one = row.holding
    yield day.isoformat()
    yield one.person.name
    yield one.person.email
    yield row.right
    yield row.of
    yield row.scope
    yield one.since.isoformat() if one.since else ""
    yield one.until.isoformat() if one.until else ""
    yield one.ended_at.isoformat(timespec="seconds") if one.ended_at else ""
    yield one.given_by.name if one.given_by else ""
    yield one.confirmed_by.name if one.confirmed_by else ""
    yield str(one.proposal.pk) if one.proposal else ""
    yield "; ".join([*row.notes, *(words for _url, words in row.corrections)])
    yield "; ".join(map(str, describe_right(one.kind, one.role)))


def _build_delegation_line(delegation: Delegation, day: date) -> Iterator[str]:
    one = delegation.allowed
    yield day.isoformat()
    yield one.person.name
    yield one.person.email
    yield _("Lets a program act: %(program)s") % {"program": f"{one.system.name} ({one.system.client_id})"}
    yield from ("", "")
    yield delegation.since.isoformat()
    yield delegation.until.isoformat()
    yield delegation.ended_at.isoformat(timespec="seconds") if delegation.ended_at else ""
    yield one.person.name
    yield from ("", "", "")
    yield delegation.scopes


def _build_desk_line(person: User, day: date) -> Iterator[str]:
    yield day.isoformat()
    yield person.name
    yield person.email
    yield _("May open the reviewers' desk")
    yield from ("",) * 10
