"""What each right lets its holder do, read off the declarations that the acts themselves ask; there is no second list."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from licensing.admin.pages.rights import AUTHORITY, PEOPLE_EDITORS, REFERENCE_EDITORS
from licensing.choices import MandateKind, MembershipRole, Office, Verb
from licensing.models import Case, Licence
from licensing.permissions import Actor, DeclaredAct

# Somebody, and an organisation, that are nobody's: the permissions only compare them.
_SOMEBODY, _SOMEWHERE = UUID(int=1), UUID(int=2)
_PROBES: dict[str, type[Office | MandateKind | MembershipRole]] = {
    "appointment": Office,
    "mandate": MandateKind,
    "membership": MembershipRole,
}


class _Subject:
    organisation_id = _SOMEWHERE


def list_acts_of(kind: str, role: str) -> list[Verb]:
    """The acts on cases and licences that a right of one kind and role allows by itself, in the order of the verbs."""
    if kind not in _PROBES or role not in _PROBES[kind].values:
        return []
    actor = _imagine_holder(kind, role)
    declared: list[DeclaredAct] = [*Case.list_acts().values(), *Licence.list_acts().values()]
    allowed = {one.verb for one in declared if one.permission(_Subject(), actor)}
    return [verb for verb in Verb if verb in allowed]


def describe_right(kind: str, role: str) -> list[str | Promise]:
    """What a right lets its holder do, in words: what they read and keep, and then each act on cases and licences."""
    return [*_list_duties(kind, role), *(verb.label for verb in list_acts_of(kind, role))]


def _imagine_holder(kind: str, role: str) -> Actor:
    match kind:
        case "appointment":
            return Actor(_SOMEBODY, appointments=frozenset({role}))
        case "mandate":
            return Actor(_SOMEBODY, bodies={"": role})
    return Actor(_SOMEBODY, memberships={_SOMEWHERE: role})


def _list_duties(kind: str, role: str) -> Iterator[str]:
    """What is no act on a case: what somebody reads, and what they keep."""
    if kind == "appointment":
        yield from _list_duties_of_office(role)
    elif kind == "mandate":
        yield _("Reads the filed cases in which the body is asked")
    elif kind == "membership":
        yield _("Reads the requests and licences of the organisation")
    elif kind == "emergency":
        yield _("Reads filed cases for four hours, and does nothing in them")
    elif kind == "head":
        yield _("Sees who holds what in the body, and is told of each change")
        yield _("Reviews what was done under a corrected mandate of the body")


def _list_duties_of_office(office: str) -> Iterator[str]:
    if office in AUTHORITY:
        yield _("Reads every filed case")
    if office in AUTHORITY or office == Office.CUSTOMS:
        yield _("Reads every licence")
    if office in REFERENCE_EDITORS:
        yield _("Changes lists and procedures")
    if office in PEOPLE_EDITORS:
        yield _("Proposes, confirms and ends rights and accounts")
