"""A session that was stolen or left open signs nothing and lets nobody else in: each story refused, told and recorded."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from licensing.acts.acting import now
from licensing.acts.origin import Origin, from_origin
from licensing.acts.people.accounts.proposals import confirm_account_step, propose_account_step
from licensing.acts.people.systems.keeping import suspend_system
from licensing.choices import AccountStep
from licensing.errors import NotAllowed, StepUpRequired
from licensing.models import Event, Position, User
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import add_administrator
from tests.api.calling import new_account, new_system
from tests.config.accounts.factors.test_app_codes import add_app, compute_code
from tests.config.accounts.test_confirming import PASSWORD, with_password
from tests.config.accounts.test_step_up import prove, sign
from tests.config.web.test_kept_forms import browser
from tests.outbox.post import run_outbox
from tests.outbox.sink import Sink
from tests.world import World

CONFIRM = "/accounts/confirm/"


@pytest.fixture(autouse=True)
def step_up(settings: Settings) -> None:
    settings.STEP_UP = True


def left_open(person: User) -> Client:
    client = browser(person)
    prove(client, person, minutes_ago=45, method="mfa")
    return client


def test_whoever_sits_down_at_her_open_screen_signs_nothing_even_with_her_password(world: World) -> None:
    case, greta = world.with_need(), world.greta
    with_password(greta)
    add_app(greta)
    thief = left_open(greta)
    path = reverse("admin:licensing_case_act", args=[case.pk, "sign"])

    assert sign(thief, path)["Location"].startswith(CONFIRM)
    thief.post(CONFIRM, {"way": "password", "password": PASSWORD, "next": path})
    assert sign(thief, path)["Location"].startswith(CONFIRM)

    assert not Position.objects.exists()


def test_her_own_confirmation_in_another_browser_opens_nothing_for_the_thief(world: World) -> None:
    case, greta = world.with_need(), world.greta
    secret = add_app(greta)
    thief, own = left_open(greta), left_open(greta)
    path = reverse("admin:licensing_case_act", args=[case.pk, "sign"])
    code = compute_code(secret)

    assert own.post(CONFIRM, {"way": "code", "code": code, "next": path})["Location"] == path
    assert thief.post(CONFIRM, {"way": "code", "code": code, "next": path}).status_code == 422
    assert sign(thief, path)["Location"].startswith(CONFIRM)

    assert not Position.objects.exists()


def test_a_thief_of_a_session_neither_adds_a_factor_of_his_own_nor_removes_hers(world: World) -> None:
    add_app(world.greta)
    thief = left_open(world.greta)

    for path in ("passkeys/add/", "codes/", "app/remove/"):
        assert thief.get(f"/accounts/2fa/{path}")["Location"].startswith(CONFIRM)
        assert thief.post(f"/accounts/2fa/{path}", {"credential": "{}"})["Location"].startswith(CONFIRM)

    assert list(Authenticator.objects.values_list("type", flat=True)) == ["totp"]
    assert not Event.objects.filter(kind__startswith="factor.").exists()


def test_a_thief_of_a_session_and_of_the_password_chooses_no_other_password(world: World) -> None:
    greta = world.greta
    with_password(greta)
    add_app(greta)
    thief, new = left_open(greta), "another battery staple horse"

    refused = thief.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert refused["Location"].startswith(CONFIRM)
    assert User.objects.get(pk=greta.pk).check_password(PASSWORD)
    assert not Event.objects.filter(kind=EventKind.PASSWORD_CHANGED).exists()


def test_a_stolen_secret_is_stopped_by_one_person_who_proves_who_they_are(world: World) -> None:
    ada, erp = add_administrator("ada"), new_system(account=new_account(world.partner))
    at = now()

    with from_origin(Origin(confirmed_at=at - timedelta(minutes=9))), pytest.raises(StepUpRequired):
        suspend_system(erp, ada, reason="A key was found on a train.")
    with from_origin(Origin(confirmed_at=at)):
        assert suspend_system(erp, ada, reason="A key was found on a train.").suspended_at is not None


def test_no_administrator_alone_resets_a_factor_and_she_hears_of_the_attempt(world: World, sink: Sink) -> None:
    ada, bea = add_administrator("ada"), add_administrator("bea")
    TOTP.activate(world.dora, generate_totp_secret())

    proposal = propose_account_step(ada, world.dora, step=AccountStep.RESET_FACTOR, reason="She says that she lost it.")
    for alone in (ada, world.dora):
        with pytest.raises(NotAllowed):
            confirm_account_step(proposal, alone)
    run_outbox()

    assert Authenticator.objects.filter(user=world.dora).exists()
    assert {world.dora.email, bea.email} <= {letter["To"] for letter in sink.letters}
    assert Event.objects.get(kind=EventKind.FACTOR_RESET_PROPOSED).actor == ada
