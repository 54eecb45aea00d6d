"""Every route under each person that it is not for: refused, whether it is opened or something is sent, and nothing changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest

from config.inventory.declaration import Who
from config.inventory.routes import list_declared, list_every_route
from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions.sittings import call_sitting
from licensing.acts.people.organisations.invitations import InvitationInput, invite_person
from licensing.acts.people.rights.giving import propose_right
from licensing.acts.plans.countries.deciding import submit_version
from licensing.acts.plans.countries.investments import plan_investment
from licensing.acts.plans.countries.projects import rank_project
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.choices import MembershipRole
from licensing.models import Body, Case, Event, Mandate, Membership, User
from tests.abuse.walking import Ids, Route, ids_of, signed_in, with_endpoint
from tests.acts.people.organisations.test_registrations import filed
from tests.acts.plans.countries.state import LOAN, opened, proposed
from tests.acts.plans.measures.state import draft as draft_of_measure
from tests.administrators import add_administrator, office
from tests.api.calling import new_account, new_system
from tests.change_sets import draft as draft_of_changes
from tests.change_sets import exclude
from tests.interests import filed_interest
from tests.members import add_reader
from tests.world import ALWAYS, World

_DRAFTING: Final = frozenset({"paula", "dina"})
_ORGANISATION: Final = _DRAFTING | {"ria"}
# Whoever sees every file, and with them those whose bodies sign in the procedure.
_AUTHORITY: Final = frozenset({"otto", "dora", "audra", "pol"})
_SEEING: Final = _AUTHORITY | {"rhea", "greta", "dan", "mira"}
# Of the persons below, those whom a route is for. Nora speaks for a body that has no seat here; Stella belongs to nobody.
_SPEAKING: Final = frozenset({"rhea", "greta", "dan", "mira", "nora"})
FOR: Final[Mapping[Who, frozenset[str]]] = {
    Who.READERS: _ORGANISATION,
    Who.DRAFTERS: _DRAFTING,
    Who.SUBMITTERS: frozenset({"paula"}),
    Who.ADMINISTRATORS: frozenset({"paula"}),
    Who.OWNERS: frozenset({"paula"}),
    Who.STOPPERS: frozenset({"paula", "ada"}),
    Who.DESK: _SEEING | {"nora", "ada"},
    Who.SEEING: _SEEING,
    Who.ACTING: _SEEING - {"audra"},
    Who.SITTING: frozenset({"dora"}),
    Who.KEEPERS: frozenset({"ada"}),
    Who.KEEPERS_AND_AUDITORS: frozenset({"ada", "audra"}),
    Who.KEEPERS_AND_HEADS: frozenset({"ada", "audra"}),
    Who.REVIEWERS: frozenset({"audra"}),
    Who.OFFICERS: frozenset({"otto"}),
    Who.SUPPLY: frozenset({"rhea", "greta", "dan"}),
    Who.WEIGHING: _SEEING | {"nora"},
    Who.POLICY: frozenset({"pol"}),
    Who.DECIDERS: frozenset({"dora"}),
    Who.BODIES: _SPEAKING,
    Who.GROUP: frozenset({"rhea", "greta", "dan"}),
    Who.AUTHORITY_AND_GROUP: _AUTHORITY | _SPEAKING,
    Who.TRYING: frozenset({"pol", "audra"}),
    Who.AUTHORITY: _AUTHORITY,
    Who.AUTHORITY_AND_KEEPERS: _AUTHORITY | {"ada"},
    Who.AUTHORITY_AND_HEADS: _AUTHORITY | {"ada"},
    Who.AUTHORITY_AND_OWNERS: _AUTHORITY | {"ada"},
    Who.OPERATORS: _AUTHORITY | {"ada"},
    Who.SENDERS: frozenset({"otto", "pol", "ada"}),
}
# Pages without a row: they show everybody what is theirs, and a stranger nothing.
_OF_ONES_OWN: Final = frozenset(
    {"", "cases/new/", "items.<str:kind>", "licences/", "colleagues/", "systems/", "interests/", "interests/new/"}
)
# 409: the state of the row has no such act for anybody.
_REFUSED: Final = (403, 404, 405, 409)


def test_it_is_said_of_everybody_that_somebody_is_let_in() -> None:
    assert {one for one in Who if not one.is_public and one is not Who.SELF} == FOR.keys()


@pytest.mark.walk
def test_no_route_opens_for_somebody_it_is_not_for(world: World) -> None:
    people = _list_people(world)
    places = list(_fill(world, people["ada"], world.licence().case, world.filed(), world.draft()))
    before, passed, refused = Event.objects.count(), {}, 0
    for name, person in people.items():
        client = signed_in(person)
        for method, path, pattern in _list_calls(places, not_for=name):
            answer = getattr(client, method)(path)
            refused += 1
            if not _is_refused(answer, path, pattern, is_staff=person.is_staff):
                passed[f"{name} {method} {pattern}"] = (answer.status_code, answer.headers.get("Location", ""))

    assert passed == {}
    assert (refused > 5000, Event.objects.count()) == (True, before)


def _list_people(world: World) -> dict[str, User]:
    dina, nora = User.objects.create_user("dina@example.org"), User.objects.create_user("nora@example.org", is_staff=True)
    Membership.objects.create(user=dina, organisation=world.partner, role=MembershipRole.DRAFTER)
    Mandate.objects.create(user=nora, body_id="SBU", period=ALWAYS)
    people = {one.email.partition("@")[0]: one for one in world.everybody if not one.is_system}
    return people | {"ria": add_reader(world), "dina": dina, "nora": nora, "ada": add_administrator("ada")}


def _fill(world: World, ada: User, *cases: Case) -> Iterator[Ids]:
    """The ids of each case, and of a row of everything that somebody else would act on."""
    paula, partner = world.paula, world.partner
    invitation = invite_person(paula, InvitationInput("new@example.org", "en", "Joins us.", partner, MembershipRole.READER))
    sitting = call_sitting(world.dora, body=Body.objects.get(pk="CMU"), title="Weekly", held_on=to_local_day(now()))
    plan = opened(world)
    investment = plan_investment(proposed(world, plan), world.rhea, LOAN)
    rank_project(investment.project, world.greta, priority=1, reason="Needed first.")
    more: dict[str, list[object]] = {
        "set_id": [draft_of_changes(world.pol, exclude("EE")).pk],
        "plan_id": [plan.pk],
        "project_id": [investment.project_id],
        "investment_id": [investment.pk],
        "version_id": [submit_version(plan, world.rhea).pk],
        "measure_id": [prepare_measure(world.pol, draft_of_measure()).pk],
        "proposal_id": [propose_right(ada, office(world.mira), reason="She joins.", emergency=True).pk],
        "system_id": [new_system(account=new_account(partner), owner=paula, organisation=partner).pk],
        "registration_id": [filed().pk],
        "interest_id": [filed_interest(world).pk],
        "invitation_id": [invitation.pk],
        "sitting_id": [sitting.pk],
        "endpoint_id": [with_endpoint(paula).pk],
        "membership_id": list(Membership.objects.filter(user=paula).values_list("pk", flat=True)),
        "organisation_id": [partner.pk],
        "user_id": [world.rita.pk],
        "person_id": [world.rita.pk],
        "code": ["MOD"],
        "row_id": ["EE"],
        "year": [2027],
        "language": ["en"],
    }
    assert all(more.values())
    for ids in ids_of(*cases):
        yield {**ids, **more}


def _list_calls(places: list[Ids], *, not_for: str) -> Iterator[tuple[str, str, str]]:
    declared = list_declared()
    for route in list_every_route():
        entry = declared.get(route.pattern)
        if entry is None or entry.who not in FOR or not_for in FOR[entry.who] or route.pattern in _OF_ONES_OWN:
            continue
        of_a_case = "<uuid:case_id>" in route.pattern or "<uuid:licence_id>" in route.pattern
        for path in dict.fromkeys(
            next(Route(route.pattern, route.view).paths(ids)) for ids in places[: None if of_a_case else 1]
        ):
            yield from ((method, path, route.pattern) for method in ("get", "post"))


def _is_refused(answer: Any, path: str, pattern: str, *, is_staff: bool) -> bool:
    """Said no, or led away: to signing in as somebody else, staff to their desk, from a form to the page of its case."""
    if answer.status_code != 302:
        return answer.status_code in _REFUSED
    to, is_desk = answer.headers["Location"], pattern.startswith("admin/")
    if is_desk:
        # The framework leads from the bare address of a row to its page, and asks there.
        return "/login/" in to or (pattern.endswith("<path:object_id>/") and to == f"{path}change/")
    return to == "/admin/" if is_staff else to == "/".join(path.split("/")[:3]) + "/"
