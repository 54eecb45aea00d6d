"""A right in words, as its line says it and as its row of the sheet does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.admin.people.who.accounts import Closed
from licensing.admin.people.who.holdings import Holding
from licensing.admin.people.who.lines import EMERGENCY
from licensing.choices import MandateKind, MembershipRole, Office, RightKind, Scope

ROLES: dict[str, Any] = {
    RightKind.APPOINTMENT: Office,
    RightKind.MANDATE: MandateKind,
    RightKind.MEMBERSHIP: MembershipRole,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A right as it is shown: every text in the reader's language, every day as a day."""

    holding: Holding
    right: str
    of: str
    scope: str
    url: str
    proposal_url: str
    may: str
    notes: Sequence[str]
    # What says that the right did not hold on the day after all, or, of a single right, on which days.
    corrections: Sequence[tuple[str, str]]


def describe_kind(kind: str, role: str) -> str:
    """A kind of right and its role in words, such as “Mandate for a body: deputy”."""
    if kind == EMERGENCY:
        return _("Emergency access")
    label = str(RightKind(kind).label)
    return f"{label}: {str(ROLES[kind](role).label).lower()}" if role else label


def describe_scopes(scopes: Iterable[str]) -> str:
    """What a token of a program can be given for, in words; a scope that there is no more as it was written."""
    known = [str(one.label) for one in Scope if one in set(scopes)]
    return "; ".join([*known, *sorted(set(scopes) - set(Scope.values))])


def list_rights() -> Iterator[tuple[str, str]]:
    """Every right that there is, to choose from."""
    for kind in RightKind:
        yield kind.value, str(kind.label)
        for role in ROLES.get(kind, ()):
            yield f"{kind.value}:{role.value}", f"— {role.label}"
    yield EMERGENCY, _("Emergency access")


def describe_holding(holding: Holding, day: date | None) -> Row:
    """A right as the page shows it on a day, or by itself."""
    corrections = holding.corrections if day is None else holding.list_corrections(day)
    proposal = holding.proposal
    return Row(
        holding=holding,
        right=describe_kind(holding.kind, holding.role),
        of=_name_side(holding),
        scope=", ".join(holding.cases),
        url=reverse("admin:licensing_who_right", args=[holding.kind, holding.key]),
        proposal_url=reverse(f"admin:licensing_{proposal._meta.model_name}_change", args=[proposal.pk]) if proposal else "",
        may=f"may-{holding.kind}-{holding.role}",
        notes=list(_list_notes(holding, day)),
        corrections=[
            (reverse("admin:licensing_rightcorrection_change", args=[one.pk]), _say_corrected(one, day)) for one in corrections
        ],
    )


def _name_side(holding: Holding) -> str:
    if holding.body is not None:
        return holding.body.name
    return holding.organisation.name if holding.organisation is not None else ""


def _list_notes(holding: Holding, day: date | None) -> Iterator[str]:
    if holding.closed == Closed.WITHIN:
        yield _("The account was closed within the day.")
    elif holding.closed is not None:
        yield _("The account is closed.")
    for one in holding.hand_overs:
        taken_back = one.ended_at is not None and (day is None or to_local_day(one.ended_at) < day)
        if not taken_back and (day is None or one.first_on <= day < one.end_on):
            words = {
                "name": one.deputy.user.name if one.deputy else "",
                "first": date_format(one.first_on, "SHORT_DATE_FORMAT"),
                "end": date_format(one.end_on, "SHORT_DATE_FORMAT"),
            }
            yield _("Handed over to %(name)s, %(first)s – %(end)s (not included).") % words
    if holding.kind != EMERGENCY and holding.ended_at is not None and (day is None or to_local_day(holding.ended_at) == day):
        yield _("Taken away within the day.") if day else _("Taken away at once.")


def _say_corrected(correction: Any, day: date | None) -> str:
    return _("Did not hold after all") if day else _("Did not hold on some past days after all")
