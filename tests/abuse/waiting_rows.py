"""The people of the walks over every route, whom each is for, and a row of everything that somebody would act on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from config.inventory.declaration import Who
from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions.sittings import call_sitting
from licensing.acts.people.organisations.invitations import InvitationInput, invite_person
from licensing.acts.people.rights.giving import propose_right
from licensing.acts.plans.countries.deciding import submit_version
from licensing.acts.plans.countries.investments import plan_investment
from licensing.acts.plans.countries.projects import rank_project
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.acts.reference.trial_runs import ask_for_trial
from licensing.choices import MembershipRole
from licensing.models import Body, Case, Mandate, Membership, User
from tests.abuse.walking import Ids, ids_of, with_endpoint
from tests.acts.people.organisations.test_registrations import filed
from tests.acts.plans.countries.state import draft_loan, listed_maker, opened, proposed
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
    Who.PLAN_READERS: _AUTHORITY | _SPEAKING,
    Who.PARTICIPANTS: frozenset({"rhea", "greta", "dan"}),
    Who.TRYING: frozenset({"pol", "audra"}),
    Who.AUTHORITY: _AUTHORITY,
    Who.AUTHORITY_AND_KEEPERS: _AUTHORITY | {"ada"},
    Who.AUTHORITY_AND_HEADS: _AUTHORITY | {"ada"},
    Who.AUTHORITY_AND_OWNERS: _AUTHORITY | {"ada"},
    Who.OPERATORS: _AUTHORITY | {"ada"},
    Who.SENDERS: frozenset({"otto", "pol", "ada"}),
}
# What somebody would send who wants more than they have.
FORGED: Final = {
    "email": "taken@example.org",
    "is_superuser": "on",
    "kind": "decider",
    "role": "administrator",
    "body": "MFA",
    "order": "1",
    "period_0": "2020-01-01",
    "period_1": "2199-01-01",
    "first_on": "2020-01-01",
    "state": "confirmed",
    "action": "delete_selected",
    "_selected_action": "1",
    "post": "yes",
    "_save": "Save",
    "form-TOTAL_FORMS": "1",
}
# 409: the state of the row has no such act for anybody.
_REFUSED: Final = (403, 404, 405, 409)


def list_people(world: World) -> dict[str, User]:
    """The people of the world, and those who may less: who drafts, who only reads, who speaks for a body without a seat."""
    dina, nora = User.objects.create_user("dina@example.org"), User.objects.create_user("nora@example.org", is_staff=True)
    Membership.objects.create(user=dina, organisation=world.partner, role=MembershipRole.DRAFTER)
    Mandate.objects.create(user=nora, body_id="SBU", period=ALWAYS)
    people = {one.email.partition("@")[0]: one for one in world.everybody if not one.is_system}
    ada = User.objects.filter(email="ada@example.org").first() or add_administrator("ada")
    return people | {"ria": add_reader(world), "dina": dina, "nora": nora, "ada": ada}


def lay_out_rows(world: World, ada: User, *cases: Case) -> Iterator[Ids]:
    """The ids of each case, and of a row of everything that somebody else would act on."""
    paula, partner = world.paula, world.partner
    invitation = invite_person(paula, InvitationInput("new@example.org", "en", "Joins us.", partner, MembershipRole.READER))
    sitting = call_sitting(world.dora, body=Body.objects.get(pk="CMU"), title="Weekly", held_on=to_local_day(now()))
    plan = opened(world)
    investment = plan_investment(proposed(world, plan), world.rhea, draft_loan(world))
    rank_project(investment.project, world.greta, priority=1, reason="Needed first.")
    tried = draft_of_changes(world.pol, exclude("EE"))
    more: dict[str, list[object]] = {
        "set_id": [tried.pk],
        "run_id": [ask_for_trial(world.pol, tried).pk],
        "plan_id": [plan.pk],
        "project_id": [investment.project_id],
        "investment_id": [investment.pk],
        "participant_id": [listed_maker(world).pk],
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
        "year": [2027],
        "language": ["en"],
    }
    assert all(more.values())
    for ids in ids_of(*cases):
        yield {**ids, **more}


def is_refused(answer: Any, path: str, pattern: str, *, is_staff: bool) -> bool:
    """Said no, or led away: to signing in as somebody else, staff to their desk, from a form to the page of its case."""
    if answer.status_code != 302:
        return answer.status_code in _REFUSED
    to, is_desk = answer.headers["Location"], pattern.startswith("admin/")
    if is_desk:
        # The framework leads from the bare address of a row to its page, and asks there.
        return "/login/" in to or (pattern.endswith("<path:object_id>/") and to == f"{path}change/")
    return to == "/admin/" if is_staff else to == "/".join(path.split("/")[:3]) + "/"
