"""The page of an act on rights or accounts, which whoever keeps no rights does not find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from licensing.acts.acting import now
from licensing.acts.people.rights.keepers import has_left_office
from licensing.admin.pages.command_page import SubjectForm, handle_command
from licensing.admin.pages.rights import PEOPLE_EDITORS, get_person, has_appointment
from licensing.models import User


class PeopleForm(SubjectForm):
    """A form of an act on rights or accounts."""


def handle_form(
    request: HttpRequest,
    build_form: Callable[[Any], PeopleForm],
    *,
    refusal: str = "",
    of_two: bool = True,
    for_keepers: bool = True,
) -> HttpResponse:
    """As `handle_command`; whoever does not keep rights finds no such page, unless it is also for others.

    Nearly all that is refused here before it is sent is `of_two`: this person would be both of two persons.
    """
    if for_keepers and not may_keep(request):
        raise Http404
    return handle_command(request, build_form, refusal=refusal, of_two=of_two and for_keepers)


def list_account_facts(person: User) -> list[tuple[str, Any]]:
    """Whose account it is. Two people may bear one name, and no two have one address."""
    return [(_("Person"), f"{person.name} · {person.email}")]


def warn_of_proposer(*, has_left: bool) -> list[str]:
    """What a second person reads before they settle what somebody proposed who has left office since."""
    if not has_left:
        return []
    return [_("Whoever proposed this holds no office any more by which they could. You alone answer for it: look at it again.")]


def warn_of_leaver(proposer: User | None) -> list[str]:
    """The same of what only administrators of people propose; of what is older than proposals there is nobody."""
    return warn_of_proposer(has_left=proposer is not None and has_left_office(proposer, at=now()))


def may_keep(request: HttpRequest) -> bool:
    """Whether this person keeps the rights of others at the desk."""
    return get_person(request).is_staff and has_appointment(request, PEOPLE_EDITORS)
