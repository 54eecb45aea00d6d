"""A right that is taken away: at once it holds no longer, and from a later day it holds until then."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from licensing.acts.acting import at_time, now
from licensing.acts.people.accounts.addresses import propose_address, undo_address
from licensing.acts.people.accounts.keeping import close_account, correct_account
from licensing.acts.people.organisations.memberships import remove_member, replace_role
from licensing.acts.people.rights import emergency
from licensing.acts.people.rights.corrections import correct_head, correct_right
from licensing.acts.people.rights.ending import end_head, end_right
from licensing.acts.people.rights.giving import RightInput, confirm_right, propose_right
from licensing.acts.people.rights.sweeping import end_run_out_access, settle_due_rights
from licensing.acts.people.rights.taking_away import describe_right, end_locked_right
from licensing.choices import MembershipRole, RightKind
from licensing.models import Appointment, Authorisation, Body, Event, KeptForm, Mandate, Membership, Session, User
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import today
from tests.api.calling import new_token
from tests.by_hand import by_hand
from tests.config.web.test_kept_forms import browser, read_form
from tests.members import add_reader
from tests.sources import parse_source
from tests.world import World

DAY = timedelta(days=1)
WHY = "She went to another ministry."
PEOPLE = Path(__file__).resolve().parents[4] / "licensing/acts/people"
# What takes a system away takes nothing from a person.
FOLDERS = ("accounts", "organisations", "rights")
# What says in the record that a right, the desk, an account or an access is taken away, or that its past was none.
SAYS_SO = {"RIGHT_ENDED", "RIGHT_CORRECTED", "ACCOUNT_CHANGED", "ACCESS_ENDED"}
# Steps of the acts below, and acts that pass by such a step without taking anything from anybody; why.
NO_WAY = {
    **dict.fromkeys(("end_locked_right", "end_locked_head", "end_former_roles"), "a step"),
    **dict.fromkeys(("end_all_rights", "end_all_access", "carry_out_proposal"), "a step"),
    **dict.fromkeys(("open_account", "reopen_account"), "gives"),
    **dict.fromkeys(("accept_invitation", "open_invited_account"), "refuses whoever has a role there already"),
    "settle_due_access": "leave to read that ends by the clock, which every request asks",
}


def _head(person: User) -> RightInput:
    return RightInput(kind=RightKind.HEAD, person=person, body=Body.objects.get(pk="MFA"), first_on=today())


def _give_role(world: World, ada: User, bea: User) -> None:
    ria = User.objects.get(name="Ria")
    wish = RightInput(
        kind=RightKind.MEMBERSHIP, person=ria, organisation=world.partner, role=MembershipRole.PREPARER, first_on=today()
    )
    confirm_right(propose_right(ada, wish, reason=WHY, emergency=True), bea)


def _take_office(world: World, ada: User, bea: User) -> None:
    confirm_right(propose_right(ada, _head(world.rhea), reason=WHY), bea)
    with at_time(now() + 3 * DAY):
        settle_due_rights()


def _run_out(world: World, ada: User, _bea: User) -> None:
    end_right(Mandate.objects.get(user=world.mira), ada, reason=WHY, end_on=today() + 2 * DAY)
    assert (end_run_out_access(), Session.objects.filter(account=world.mira).count()) == (0, 1)
    with at_time(now() + 2 * DAY):
        assert [end_run_out_access(), end_run_out_access()] == [1, 0]


def _open_in_emergency(world: World, ada: User, bea: User) -> None:
    access = emergency.confirm_access(emergency.propose_access(ada, world.rhea, reason=WHY), bea)
    emergency.end_access(access, ada, reason=WHY)


def _of(person: User, model: Any = Mandate) -> Any:
    return model.objects.filter(user=person, ended_at=None).order_by("pk")[0]


# Whose sign-ins end by which act.
WAYS: dict[str, tuple[str, Callable[[World, User, User], Any]]] = {
    "end_right": ("mira", lambda world, ada, _bea: end_right(_of(world.mira), ada, reason=WHY)),
    "end_right of an office": ("dora", lambda world, ada, _bea: end_right(_of(world.dora, Appointment), ada, reason=WHY)),
    "end_run_out_access": ("mira", _run_out),
    "end_head": ("greta", lambda _world, ada, _bea: end_head(Body.objects.get(pk="MFA"), ada, reason=WHY)),
    "confirm_right": (
        "greta",
        lambda world, ada, bea: confirm_right(propose_right(ada, _head(world.rhea), reason=WHY, emergency=True), bea),
    ),
    "confirm_right of a role": ("ria", _give_role),
    "settle_due_rights": ("greta", _take_office),
    "correct_right": (
        "mira",
        lambda world, ada, _bea: correct_right(_of(world.mira), ada, first_on=today() - 5 * DAY, end_on=today(), reason=WHY),
    ),
    "correct_head": (
        "greta",
        lambda world, ada, _bea: correct_head(
            Body.objects.get(pk="MFA"), world.greta, ada, first_on=today(), end_on=today() + DAY, reason=WHY
        ),
    ),
    "replace_role": (
        "ria",
        lambda world, _ada, _bea: replace_role(
            _of(User.objects.get(name="Ria"), Membership), world.paula, role=MembershipRole.DRAFTER, reason=WHY
        ),
    ),
    "remove_member": (
        "ria",
        lambda world, _ada, _bea: remove_member(_of(User.objects.get(name="Ria"), Membership), world.paula, reason=WHY),
    ),
    "correct_account": (
        "dora",
        lambda world, ada, _bea: correct_account(world.dora, ada, name="Dora", is_staff=False, reason=WHY),
    ),
    "close_account": ("mira", lambda world, ada, _bea: close_account(world.mira, ada, reason=WHY)),
    "end_access": ("rhea", _open_in_emergency),
    "undo_address": ("mira", lambda world, _ada, _bea: undo_address(propose_address(world.mira, address="else@example.net"))),
}


@pytest.mark.walk
def test_every_act_that_takes_something_away_ends_sign_ins_and_keeps_what_was_typed(world: World, ada: User, bea: User) -> None:
    with by_hand():
        Body.objects.filter(pk="MFA").update(head=world.greta)
        add_reader(world)
    left = []

    for way, (name, act) in WAYS.items():
        with transaction.atomic():
            person = User.objects.get(email=f"{name}@example.org")
            client = browser(person)
            typed = read_form(client.get("/accounts/address/"), having="address") | {"address": "typed@example.org"}
            new_token(person, "cases:read")

            act(world, ada, bea)

            answer = client.post("/accounts/address/", typed, headers={"Referer": "http://testserver/accounts/address/"})
            is_out = not Session.objects.filter(account=person).exists()
            has_token = Authorisation.objects.filter(person=person, ended_at=None).exists()
            # To whose account is closed nothing can be offered any more.
            is_kept = KeptForm.objects.filter(owner=person).exists() or way == "close_account"
            if not is_out or has_token or answer.status_code != 302 or not is_kept:
                left.append((way, is_out, has_token, answer.status_code, is_kept))
            transaction.set_rollback(True)

    assert left == []


def test_every_act_that_takes_something_away_is_tried_above() -> None:
    calls: dict[str, set[str]] = {}
    for file in sorted(file for folder in FOLDERS for file in (PEOPLE / folder).glob("*.py")):
        for node in parse_source(file).body:
            if isinstance(node, ast.FunctionDef):
                names = {found.id for found in ast.walk(node) if isinstance(found, ast.Name)}
                names |= {found.attr for found in ast.walk(node) if isinstance(found, ast.Attribute)}
                calls.setdefault(node.name, set()).update(names)
    # Names are followed, and not calls alone, since some steps are handed on as values. Two functions are called `end_access`.
    reached: set[str] = set()
    while more := {
        name for name, names in calls.items() if name not in reached and names & (SAYS_SO | reached - {"end_access"})
    }:
        reached |= more

    tried = {way.partition(" ")[0] for way in WAYS}
    assert {name for name in reached if not name.startswith("_")} - set(NO_WAY) == tried - {"end_run_out_access"}
    assert set(NO_WAY) <= reached


@pytest.mark.parametrize(("in_days", "at_once"), [(None, True), (3, False)])
def test_it_ends_at_once_or_on_its_day_with_an_event(world: World, ada: User, in_days: int | None, at_once: bool) -> None:
    right = Membership.objects.get(user=world.paula)
    end_on = None if in_days is None else today() + in_days * DAY

    with transaction.atomic():
        end_locked_right(right, ada, now(), reason="She left.", end_on=end_on)

    event = Event.objects.get(kind=EventKind.RIGHT_ENDED)
    assert Membership.objects.in_force(today()).filter(pk=right.pk).exists() != at_once
    assert not Membership.objects.in_force(today() + 4 * DAY).filter(pk=right.pk).exists()
    assert (event.data["at_once"], event.data["given"]) == (at_once, str(right.pk))


def test_an_event_says_of_each_kind_of_right_whose_it_is_and_for_what(world: World) -> None:
    described = [
        describe_right(Mandate.objects.get(user=world.mira)),
        describe_right(Appointment.objects.get(user=world.audra)),
        describe_right(Membership.objects.get(user=world.paula)),
    ]

    assert [(one["body"], one["organisation"], one["role"]) for one in described] == [
        ("MFA", None, "holder"),
        (None, None, "auditor"),
        (None, str(world.partner.pk), "administrator"),
    ]
