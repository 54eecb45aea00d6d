"""Each takeover through each entry point: refused in words, told to whom it concerns, in the record; and no way left untried.

What one test of its own tells best is named by it; the other cells are played here. Beside them everything that an entry point
takes is sent what a thief would send, by everybody who has something to gain by it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from itertools import product
from typing import Any, Final
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from config.inventory.routes import list_declared
from licensing.acts.people.organisations.memberships import replace_role
from licensing.acts.people.rights.giving import propose_right
from licensing.acts.record.verification import verify_record
from licensing.choices import Office
from licensing.models import (
    Appointment,
    Body,
    Country,
    Decision,
    Event,
    Mandate,
    Membership,
    Position,
    System,
    User,
)
from licensing.policy.record.event_kinds import EventKind
from tests.abuse.test_a35_sessions import NAME
from tests.abuse.test_every_row import ROOT
from tests.abuse.waiting_rows import lay_out_rows
from tests.abuse.walking import Ids, Route, list_routes, signed_in
from tests.administrators import add_administrator, mandate, today
from tests.api.calling import Caller, at, every_operation, new_account
from tests.by_hand import by_hand, cover
from tests.change_sets import add_policy_officer, exclude, send
from tests.outbox.post import run_outbox
from tests.outbox.sink import Sink
from tests.world import ALWAYS, World

TAKEOVERS: Final = ("rule", "past", "membership", "address", "own address", "A5", "A6", "A35", "A38", "A41", "A43", "A48")
ENTRY_POINTS: Final = ("desk", "account", "portal", "rest", "command", "system", "letter")
# Nothing at this entry point asks for such a thing: the walk below sends it what a thief would send all the same.
WALKED: Final = "walked"


@dataclass(frozen=True)
class People:
    """Two administrators of people, and the world in which a decision waits for Dora."""

    world: World
    ada: User
    bea: User


@dataclass(frozen=True)
class Played:
    """A way that is tried here: what its answers say, which event keeps it, and who is told, by the name of the account."""

    attempt: Callable[[People], Sequence[str]]
    kind: str = ""
    told: tuple[str, ...] = ()


def _press(user: User, path: str, **values: str) -> str:
    """What the page says on which somebody pressed a button."""
    answer = signed_in(user).post(path, values | {"key": str(uuid4())})
    assert 400 <= answer.status_code < 500, (path, answer.status_code)
    return " ".join(answer.content.decode().split())


def _call(caller: Caller, path: str, body: Mapping[str, Any]) -> str:
    answer = caller.post(path, dict(body))
    assert 400 <= answer.status_code < 500, (path, answer.status_code)
    return str(answer.json()["detail"])


def _exclude_alone(people: People) -> list[str]:
    """He drafts that a country is excluded, sends it, and presses the button of the second person."""
    change_set, pol = send(people.world.pol, exclude("EE")), people.world.pol
    page = f"/admin/licensing/changeset/{change_set.pk}"
    _press(pol, "/admin/licensing/country/EE/change/", tier="excluded", _save="Save")
    return [_press(pol, f"{page}/approve/")]


def _end_in_the_past(people: People) -> list[str]:
    right = Mandate.objects.get(user=people.world.mira)
    since = str(today() - timedelta(days=150))
    return [_press(people.ada, f"/admin/licensing/mandate/{right.pk}/end/", end_on=since, reason="She had left by then.")]


def _join_a_partner(people: People) -> list[str]:
    """He proposes a membership for himself."""
    wish = {"email": people.ada.email, "organisation": str(people.world.partner.pk), "role": "administrator"}
    wish |= {"first_on": str(today()), "reason": "I look after them."}
    return [_press(people.ada, "/admin/licensing/rightproposal/propose/membership/", **wish)]


def _confirm_ones_own(people: People) -> list[str]:
    """He proposes a mandate for his second mailbox, and presses the button of the second person."""
    proposal = propose_right(people.ada, mandate(people.world.stella), reason="She votes as we wish.", emergency=True)
    return [_press(people.ada, f"/admin/licensing/rightproposal/{proposal.pk}/confirm/")]


def _settle_ones_own_role(people: People) -> list[str]:
    """An administrator of a partner gives a colleague the same role, and presses the button of the second person."""
    with by_hand():
        member = Membership.objects.create(user=people.world.dan, organisation=people.world.partner, role="drafter")
        anna = User.objects.create_user("anna@example.org", name="Anna")
        Membership.objects.create(user=anna, organisation=people.world.partner, role="administrator")
    proposal = replace_role(member, people.world.paula, role="administrator", reason="He helps me.")
    return [_press(people.world.paula, f"/colleagues/roles/{proposal.pk}/confirm/")]


def _sign_what_one_prepared(people: People) -> list[str]:
    case = people.world.with_need()
    with by_hand():
        Mandate.objects.create(user=people.world.paula, body_id="SBU", period=ALWAYS)
    return [_call(Caller(people.world.paula), at(case, "positions/"), {"choice": "approve", "version": 1})]


def _file_for_a_side_that_one_left(people: People) -> list[str]:
    """The account of a program goes on after its membership is gone."""
    account = new_account(people.world.partner)
    gate, case = Caller(account), people.world.filed()
    with by_hand():
        Membership.objects.filter(user=account).delete()
    return [_call(gate, at(case, "withdraw/"), {"reason": "Enough."})]


def _read_as_superuser(people: People) -> list[str]:
    case, root = people.world.filed(), _add_root()
    answers = [Caller(root).get(at(case)).json()["detail"], str(Caller(root).get("cases/").json()["results"])]
    return [*answers[:1], "There is nothing here." if answers[1] == "[]" else answers[1]]


def _read_as_superuser_in_the_portal(people: People) -> list[str]:
    case, root = people.world.filed(), _add_root()
    with by_hand():
        User.objects.filter(pk=root.pk).update(is_staff=False)
    return [str(signed_in(root).get(f"/cases/{case.pk}/").status_code)]


def _add_root() -> User:
    with by_hand():
        return User.objects.create_superuser("root@example.org", "long enough a password", name="Root")


def _guess_a_link(people: People) -> list[str]:
    """Links that nobody was sent, and one with another signature: each answered alike."""
    links = ("accounts/address/confirm/{}/", "accounts/address/undo/{}/", "accounts/invitation/{}/", "register/link/{}/")
    answers = [Client().post(f"/{link.format(token)}") for link in links for token in ("1-abc", str(uuid4()), "x" * 80)]
    assert {one.status_code for one in answers} <= {404, 409}
    return ["refused" for _one in answers]


def _name_a_third_administrator(people: People) -> list[str]:
    """By the command that names the first ones."""
    try:
        call_command("first_administrator", "thief@example.org", "Thief")
    except CommandError as refusal:
        return [str(refusal)]
    return ["let in"]


_ELSEWHERE: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("rule", "command"): ("management/commands/test_seed", "test_seed_proposes_what_differs_and_again_nothing"),
    ("address", "desk"): ("abuse/test_takeovers", "test_an_administrator_takes_no_decider_by_her_address"),
    ("address", "account"): ("abuse/test_takeovers", "test_whoever_is_at_her_open_screen_moves_her_account_nowhere_alone"),
    ("address", "letter"): (
        "abuse/test_takeovers",
        "test_an_undo_by_whoever_reads_her_former_mailbox_hands_nobody_her_account",
    ),
    ("address", "system"): ("abuse/test_takeovers", "test_an_administrator_makes_no_program_that_signs_as_a_decider"),
    ("own address", "account"): ("abuse/test_takeovers", "test_no_page_of_a_library_moves_an_account"),
    ("own address", "letter"): (
        "abuse/test_takeovers",
        "test_an_address_that_a_thief_asked_for_is_stopped_by_her_new_password",
    ),
    ("membership", "portal"): ("portal/people/test_inviting", "test_nobody_else_invites"),
    ("membership", "letter"): ("config/accounts/test_invitations", "test_somebody_else_is_told_so_and_may_sign_out"),
    ("membership", "system"): (
        "abuse/test_takeovers",
        "test_one_administrator_reads_no_partners_cases_by_a_system_that_he_gives_to_his_second_mailbox",
    ),
    ("A6", "desk"): ("abuse/test_a06_mandate_withdrawn", "test_a_signature_sent_after_the_mandate_went_does_not_count"),
    ("A6", "portal"): (
        "abuse/test_a06_mandate_withdrawn",
        "test_a_request_sent_after_leaving_the_organisation_is_not_withdrawn",
    ),
    ("A6", "rest"): ("abuse/test_a41_tokens", "test_an_appointment_that_ended_ends_what_its_tokens_do"),
    ("A35", "desk"): (
        "abuse/test_a35_step_up",
        "test_whoever_sits_down_at_her_open_screen_signs_nothing_even_with_her_password",
    ),
    ("A35", "account"): (
        "abuse/test_a35_step_up",
        "test_a_thief_of_a_session_neither_adds_a_factor_of_his_own_nor_removes_hers",
    ),
    ("A35", "portal"): (
        "abuse/test_a35_sessions",
        "test_a_right_that_is_taken_away_ends_the_session_and_keeps_what_was_being_typed",
    ),
    ("A35", "rest"): ("abuse/test_a35_sessions", "test_leaving_everywhere_ends_every_session_and_what_programs_may"),
    ("A35", "system"): ("abuse/test_a35_step_up", "test_a_stolen_secret_is_stopped_by_one_person_who_proves_who_they_are"),
    ("A35", "letter"): ("abuse/test_a35_sessions", "test_a_session_that_was_planted_before_is_not_the_one_after"),
    ("A38", "account"): ("abuse/test_a38_guessing", "test_guessing_locks_nobody_out"),
    ("A38", "desk"): (
        "config/accounts/test_guessing",
        "test_every_page_that_strangers_send_something_to_is_counted_or_holds_a_link",
    ),
    ("A38", "portal"): (
        "config/accounts/test_guessing",
        "test_every_page_that_strangers_send_something_to_is_counted_or_holds_a_link",
    ),
    ("A38", "rest"): ("api/http/test_throttling", "test_who_guesses_tokens_is_counted_by_address"),
    ("A38", "system"): ("api/http/test_throttling", "test_tokens_are_counted_by_client_and_address"),
    ("A41", "system"): (
        "abuse/test_a41_tokens",
        "test_a_program_by_itself_meets_no_operation_of_persons_whatever_it_holds",
    ),
    ("A41", "rest"): ("abuse/test_a41_tokens", "test_a_wide_token_gives_no_right_that_the_account_lacks"),
    ("A43", "desk"): ("abuse/test_a43_superusers", "test_a_superuser_sees_no_case_and_no_licence"),
    ("A48", "desk"): (
        "abuse/test_a48_collusion",
        "test_a_mandate_confirmed_today_gives_no_vote_today_and_its_body_hears_of_it",
    ),
    ("A48", "portal"): ("abuse/test_a48_collusion", "test_no_administrator_of_a_partner_makes_another_one_alone"),
    ("A48", "letter"): (
        "abuse/test_a48_collusion",
        "test_one_administrator_lets_no_second_mailbox_read_the_requests_of_a_partner",
    ),
}
_PLAYED: Final[Mapping[tuple[str, str], tuple[str, Played]]] = {
    ("rule", "desk"): (
        "You drafted this change set",
        Played(_exclude_alone, EventKind.TWO_PERSONS_REFUSED, ("Ada", "Bea", "Audra")),
    ),
    ("past", "desk"): ("The past is corrected by an act of its own", Played(_end_in_the_past)),
    ("membership", "desk"): (
        "Nobody gives a right to themselves",
        Played(_join_a_partner, EventKind.TWO_PERSONS_REFUSED, ("Bea", "Audra")),
    ),
    ("membership", "command"): ("first_administrator", Played(_name_a_third_administrator)),
    ("A5", "desk"): (
        "You proposed this right yourself",
        Played(_confirm_ones_own, EventKind.TWO_PERSONS_REFUSED, ("Bea", "Audra", "Stella", "Greta")),
    ),
    ("A5", "portal"): (
        "You proposed this right yourself",
        Played(_settle_ones_own_role, EventKind.TWO_PERSONS_REFUSED, ("Ada", "Bea", "Audra")),
    ),
    ("A5", "rest"): ("another part in this case", Played(_sign_what_one_prepared)),
    ("A6", "system"): ("There is nothing here.", Played(_file_for_a_side_that_one_left)),
    ("A38", "letter"): ("refused", Played(_guess_a_link)),
    ("A43", "rest"): ("There is nothing here.", Played(_read_as_superuser)),
    ("A43", "portal"): ("404", Played(_read_as_superuser_in_the_portal)),
}


def _find_way(cell: tuple[str, str]) -> object:
    return _ELSEWHERE.get(cell) or _PLAYED.get(cell) or WALKED


def test_every_takeover_has_a_story_of_its_own_and_every_entry_point_several() -> None:
    cells = set(product(TAKEOVERS, ENTRY_POINTS))
    told = {cell for cell in cells if _find_way(cell) is not WALKED}

    assert _ELSEWHERE.keys() | _PLAYED.keys() == told
    assert _ELSEWHERE.keys() & _PLAYED.keys() == set()
    assert {takeover for takeover, _entry in told} == set(TAKEOVERS)
    assert {entry for _takeover, entry in told} == set(ENTRY_POINTS)


@pytest.mark.parametrize("name", sorted(set(_ELSEWHERE.values())), ids=" in ".join)
def test_a_story_that_is_told_elsewhere_is_there(name: tuple[str, str]) -> None:
    file, wanted = name
    tree = ast.parse((ROOT / "tests" / f"{file}.py").read_text(encoding="utf-8"))

    assert wanted in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.fixture
def people(world: World, monkeypatch: pytest.MonkeyPatch) -> People:
    # Commands that name somebody read a password.
    monkeypatch.setattr("sys.stdin", StringIO("a long and quiet river\n" * 9))
    with by_hand():
        ada, bea = add_administrator("ada"), add_administrator("bea")
        add_policy_officer("petra")
        Body.objects.filter(pk="MFA").update(head=world.greta)
    return People(world, ada, bea)


@pytest.mark.walk
@pytest.mark.parametrize("cell", _PLAYED, ids=" by ".join)
def test_a_takeover_is_refused_in_words_told_and_recorded(people: People, sink: Sink, cell: tuple[str, str]) -> None:
    says, way = _PLAYED[cell]
    before = _list_loot(people)

    answers = way.attempt(people)
    run_outbox()

    assert [one for one in answers if says not in one] == []
    assert _list_loot(people) == before
    if way.kind:
        assert Event.objects.filter(kind=way.kind).count() == 1
        told = {str(letter["To"]).partition("@")[0].capitalize() for letter in sink.letters}
        assert set(way.told) <= told
    cover()
    assert verify_record().fault is None


# What a thief would send wherever something is asked: as names of fields of forms, and of bodies of the interface.
_LOOT: Final = {
    "email": "thief@example.net",
    "address": "thief@example.net",
    "password": "correct battery staple horse",
    "is_staff": "on",
    "is_superuser": "on",
    "role": "administrator",
    "kind": "decider",
    "body": "MFA",
    "order": "1",
    "first_on": "2020-01-01",
    "end_on": "2026-01-01",
    "period_0": "2020-01-01",
    "period_1": "2026-01-01",
    "ended_at": "2026-01-01",
    "tier": "excluded",
    "active": "",
    "state": "confirmed",
    "emergency": "on",
    "reason": "I look after it.",
    "_save": "Save",
}


def _list_loot(people: People) -> dict[str, Any]:
    """What each takeover would have changed, read anew."""
    thieves = [people.ada, people.bea, people.world.pol, people.world.stella, people.world.rita]
    return {
        "rule": sorted(Country.objects.values_list("pk", "tier")),
        "past": sorted(_list_mandates_of(people.world.mira)),
        "membership": Membership.objects.filter(user__in=thieves, organisation=people.world.partner).count(),
        "address": User.objects.filter(pk=people.world.dora.pk).values_list("email", "password", "is_staff").get(),
        "own address": sorted(User.objects.filter(pk__in=[one.pk for one in thieves]).values_list("email", flat=True)),
        "A5": (Position.objects.filter(person__in=thieves).count(), Decision.objects.filter(decided_by__in=thieves).count()),
        "A41": System.objects.filter(account__is_system=False).count(),
        "A43": Appointment.objects.filter(user__in=thieves).exclude(kind__in=_HELD).count(),
        "A48": Mandate.objects.filter(user__in=thieves).count(),
    }


def _list_mandates_of(person: User) -> list[Any]:
    """Those that held five months ago."""
    held = Mandate.objects.filter(user=person, period__contains=today() - timedelta(days=150))
    return list(held.values_list("pk", flat=True))


_HELD: Final = (Office.ADMINISTRATOR, Office.POLICY_OFFICER)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _list_values(people: People, thief: User) -> dict[str, str]:
    of_him = {"person": thief.pk, "user": thief.pk, "organisation": people.world.partner.pk, "owner": thief.pk}
    return _LOOT | {name: str(value) for name, value in of_him.items()} | {"key": str(uuid4())}


@pytest.mark.walk
@pytest.mark.parametrize("entry", ["desk", "account", "portal"])
def test_no_page_hands_a_thief_anything_whatever_he_sends(people: People, entry: str) -> None:
    places = list(lay_out_rows(people.world, people.bea, people.world.licence().case, people.world.before_government()))
    cover()
    before, sent, taken = _list_loot(people), 0, []
    starts = {"desk": "admin/", "account": "accounts/", "portal": ""}
    routes = [route for route in list_routes(starts[entry]) if route.pattern in list_declared()]
    for thief in (people.ada, people.world.pol, people.world.rita):
        client = signed_in(thief)
        cookie = client.cookies[NAME].value
        for path in _list_paths(routes, places):
            with _undone():
                answer = client.post(path, _list_values(people, thief))
                sent += 1
                if answer.status_code >= 500 or _list_loot(people) != before:
                    taken.append((thief.name, path, answer.status_code))
            client.cookies[NAME] = cookie

    assert taken == []
    assert sent >= {"desk": 900, "account": 60, "portal": 150}[entry]


def _list_paths(routes: Sequence[Route], places: Sequence[Ids]) -> list[str]:
    return list(dict.fromkeys(next(route.paths(ids)) for route in routes for ids in places))


@pytest.mark.walk
@pytest.mark.parametrize("entry", ["rest", "system"])
def test_no_operation_hands_a_thief_anything_whatever_he_sends(people: People, entry: str) -> None:
    case = people.world.before_government()
    account = new_account(people.world.partner)
    thieves = [account] if entry == "system" else [people.ada, people.world.pol, people.world.rita]
    cover()
    before, sent, taken = _list_loot(people), 0, []
    operations = [one for one in every_operation() if one.method != "GET"]
    for thief, operation in product(thieves, operations):
        caller = Caller(thief)
        with _undone():
            path = operation.path(case_id=case.pk, plan_id=case.pk)
            answer = caller.raw(operation.method, path, _to_json(_list_values(people, thief)))
            sent += 1
            if answer.status_code >= 500 or _list_loot(people) != before:
                taken.append((thief.name, path, answer.status_code))

    assert taken == []
    assert (sent, sent > 60) == (len(thieves) * len(operations), True)


def _to_json(values: Mapping[str, str]) -> bytes:
    return str(values).replace("'", '"').encode()


@pytest.mark.walk
def test_no_command_gives_anybody_in_production_what_takes_two(people: People, settings: Any) -> None:
    settings.PRODUCTION = True
    before = _list_loot(people)
    commands = {
        "first_administrator": ("thief@example.org", "Thief"),
        "first_policy_officer": ("thief@example.org", "Thief"),
        "seed": ("--demo",),
    }

    refused = []
    for name, args in commands.items():
        with _undone(), pytest.raises(CommandError) as refusal:
            call_command(name, *args)
        refused.append(str(refusal.value))

    assert all(refused)
    assert len(refused) == len(commands)
    assert _list_loot(people) == before
