"""A41: a token is no wider than its account, runs out, is kept as a digest, and dies with the account's part."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID

from licensing.acts.people.rights.ending import end_right
from licensing.choices import Office
from licensing.errors import ProgramRefused
from licensing.models import Appointment, Event, Membership
from licensing.models.licences.lifecycle import LicenceLifecycle
from licensing.models.requests.lifecycle import CaseLifecycle
from licensing.permissions import Actor, find_denial
from licensing.policy.people.programs import SCOPES_OF_PROGRAMS
from tests.abuse.walking import administrator
from tests.api.calling import Caller, at, code_of, every_operation
from tests.world import World


def test_a_wide_token_gives_no_right_that_the_account_lacks(world: World) -> None:
    case = world.accepted()
    paula = Caller(world.paula)

    refused = [
        paula.post(at(case, "take-on/")),
        paula.post(at(case, "positions/"), {"choice": "approve", "version": 1}),
        paula.post(at(case, "resume/")),
        paula.post(at(case, "recusals/"), {"reason": "other"}),
    ]

    assert {one.status_code for one in refused} == {403}


def test_a_membership_that_ended_ends_what_its_tokens_see(world: World) -> None:
    case, paula = world.filed(), Caller(world.paula)
    assert paula.get(at(case)).status_code == 200

    Membership.objects.filter(user=world.paula).delete()

    assert code_of(paula.get(at(case))) == (404, "not_found")
    assert paula.get("cases/").json()["results"] == []


def test_an_appointment_that_ended_ends_what_its_tokens_do(world: World) -> None:
    case, otto = world.filed(), Caller(world.otto)
    Appointment.objects.filter(user=world.otto).delete()

    assert code_of(otto.post(at(case, "take-on/"))) == (404, "not_found")


def test_a_recused_members_token_reads_nothing_of_that_case(world: World) -> None:
    case, rhea = world.accepted(), Caller(world.rhea)
    rhea.post(at(case, "recusals/"), {"reason": "family"})

    assert rhea.get("cases/").json()["results"] == []
    assert code_of(rhea.post(at(case, "positions/"), {"choice": "approve", "version": 1})) == (404, "not_found")


def test_a_right_that_is_taken_away_by_another_ends_every_token(world: World) -> None:
    otto, rhea = Caller(world.otto), Caller(world.rhea)

    end_right(Appointment.objects.get(user=world.otto), administrator(), reason="He went to another ministry.")

    assert [one.get("me/").status_code for one in (otto, rhea)] == [401, 200]


def test_a_program_by_itself_meets_no_operation_of_persons_whatever_it_holds(world: World) -> None:
    gate, before = Caller(world.cus, scope=" ".join(SCOPES_OF_PROGRAMS)), Event.objects.count()
    of_persons = [one for one in every_operation() if one.spec.scopes and not set(one.spec.scopes) & SCOPES_OF_PROGRAMS]

    answers = [gate.raw(one.method, one.path(), b"{}") for one in of_persons]

    assert {scope for one in of_persons for scope in one.spec.scopes} == {"cases:handle", "positions:write", "decisions:write"}
    assert {code_of(one) for one in answers} == {(403, "insufficient_scope")}
    assert all("A person must do this" in one.json()["detail"] for one in answers)
    assert Event.objects.count() == before


def test_exactly_these_acts_are_done_by_programs_themselves() -> None:
    acts = {**CaseLifecycle.list_acts(), **LicenceLifecycle.list_acts()}
    program = Actor(UUID(int=1), is_program=True, appointments=frozenset(Office), bodies={"MFA": "holder"})

    assert {str(verb) for verb, one in acts.items() if one.by_programs} == {
        *("create", "edit", "attach", "submit", "withdraw", "amend", "answer", "appeal", "appeal_revocation"),
        *("draw_down", "report_clearance", "reverse", "file_report", "file_evidence", "ask_variation", "withdraw_variation"),
    }
    refused = [find_denial(one, SimpleNamespace(organisation_id=UUID(int=2)), program) for one in acts.values()]
    assert [isinstance(one, ProgramRefused) for one in refused] == [not one.by_programs for one in acts.values()]
