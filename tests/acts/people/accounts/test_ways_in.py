"""Each way into an account is left there by somebody else, and is gone after each act that takes the account back."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import hotp_value
from allauth.mfa.utils import decrypt
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import Application, Grant

from licensing.acts.people.accounts.addresses import propose_address, undo_address
from licensing.acts.people.accounts.identities import write_identity
from licensing.acts.people.accounts.keeping import close_account, reopen_account
from licensing.acts.people.accounts.passwords import choose_password
from licensing.acts.people.accounts.proposals import confirm_account_step, propose_account_step
from licensing.acts.people.systems.keeping import find_secret, rotate_secret
from licensing.choices import AccountStep, WayIn
from licensing.errors import NotAllowed
from licensing.models import AddressChange, Endpoint, Event, User
from licensing.outbox.webhooks.endpoints import rotate_secret as rotate_endpoint_secret
from licensing.policy.people.accounts.ways_in import MADE_OF_THE_PASSWORD, STANDING, Recovery
from licensing.policy.record.event_kinds import EventKind
from tests.abuse.walking import signed_in
from tests.acts.people.accounts.test_second_factor import add_app
from tests.api.calling import allow, find_system, new_account, new_system, new_token
from tests.outbox.post import create_endpoint
from tests.world import PASSWORD, World

Check = Callable[[], bool]


@dataclass
class Left:
    """What somebody left in the account of another person, and by which address change they began."""

    person: User
    change: AddressChange
    world: World
    open: dict[WayIn, Check] = field(default_factory=dict)


def _password(left: Left) -> Check:
    return lambda: User.objects.get(pk=left.person.pk).has_usable_password()


def _factor(left: Left, kind: WayIn) -> Check:
    return lambda: Authenticator.objects.filter(user=left.person, type=kind).exists()


def _passkey(left: Left) -> Check:
    Authenticator.objects.create(user=left.person, type=Authenticator.Type.WEBAUTHN, data={"name": "his"})
    return _factor(left, WayIn.PASSKEY)


def _app(left: Left) -> Check:
    add_app(left.person)
    return _factor(left, WayIn.APP)


def _recovery_codes(left: Left) -> Check:
    RecoveryCodes.activate(left.person)
    return _factor(left, WayIn.RECOVERY_CODES)


def _identity(left: Left) -> Check:
    write_identity(left.person, issuer="https://id.example", subject="his")
    return lambda: SocialAccount.objects.filter(user=left.person).exists()


def _session(left: Left) -> Check:
    client = signed_in(left.person)
    return lambda: bool(client.get("/session/").json()["account"])


def _unfinished(left: Left) -> Check:
    """A sign-in by the former password, whose second step comes afterwards, by the app that he added himself."""
    client = Client()
    cache.clear()
    assert "2fa" in client.post("/accounts/login/", {"login": left.person.email, "password": PASSWORD})["Location"]
    secret = decrypt(Authenticator.objects.get(user=left.person, type=Authenticator.Type.TOTP).data["secret"])

    def finish() -> bool:
        code = f"{hotp_value(secret, int(time.time()) // 30):06}"
        client.post("/accounts/2fa/authenticate/", {"code": code})
        return "_auth_user_id" in client.session

    return finish


def _code(left: Left) -> Check:
    Grant.objects.create(
        user=left.person,
        application=Application.objects.get(client_id=find_system(left.person).client_id),
        code="c",
        expires=timezone.now() + timedelta(minutes=1),
        redirect_uri="https://x.example/",
        claims=f'{{"authorisation": "{allow(left.person, find_system(left.person)).pk}"}}',
    )
    return lambda: Grant.objects.filter(user=left.person).exists()


def _program(left: Left) -> Check:
    headers = {"authorization": f"Bearer {new_token(left.person, 'cases:read')}"}
    return lambda: Client(headers=headers).get("/api/v1/cases/").status_code == 200


def _address_change(left: Left) -> Check:
    return lambda: AddressChange.objects.open().filter(person=left.person).exists()


def _noted_address(left: Left) -> Check:
    EmailAddress.objects.create(user=left.person, email="his@example.net", verified=True)
    return lambda: EmailAddress.objects.filter(user=left.person).exists()


def _endpoint(left: Left) -> Check:
    hook = create_endpoint(left.world, "https://his.example.net/", owner=left.person)

    def is_called() -> bool:
        found = Endpoint.objects.get(pk=hook.pk)
        return bool(found.secret) and found.disabled_at is None

    return is_called


def _system_secret(left: Left) -> Check:
    """He made a secret of a system that its owner answers for, and one of the webhook of its account."""
    system = new_system(account=new_account(left.world.partner), organisation=left.world.partner, owner=left.person)
    secret = rotate_secret(system, left.person)
    hook = create_endpoint(left.world, "https://erp.example.net/", owner=system.account)
    rotate_endpoint_secret(hook, left.person)

    def is_known() -> bool:
        return bool(Endpoint.objects.get(pk=hook.pk).secret) or find_secret(system, secret, at=timezone.now()) is not None

    return is_known


def _reset_link(left: Left) -> Check:
    token = default_token_generator.make_token(User.objects.get(pk=left.person.pk))
    return lambda: bool(default_token_generator.check_token(User.objects.get(pk=left.person.pk), token))


PLANT: Final[Mapping[WayIn, Callable[[Left], Check]]] = {
    WayIn.PASSWORD: _password,
    WayIn.PASSKEY: _passkey,
    WayIn.APP: _app,
    WayIn.RECOVERY_CODES: _recovery_codes,
    WayIn.IDENTITY: _identity,
    WayIn.SESSION: _session,
    WayIn.UNFINISHED: _unfinished,
    WayIn.CODE: _code,
    WayIn.PROGRAM: _program,
    WayIn.ADDRESS_CHANGE: _address_change,
    WayIn.NOTED_ADDRESS: _noted_address,
    WayIn.RESET_LINK: _reset_link,
    WayIn.ENDPOINT: _endpoint,
    WayIn.SYSTEM_SECRET: _system_secret,
}


def _take_back(recovery: Recovery, left: Left, ada: User, bea: User) -> EventKind:
    """Do what the owner, or the administrators for them, would; returns what is recorded of it."""
    match recovery:
        case Recovery.NEW_PASSWORD:
            choose_password(left.person, "another battery staple horse")
            return EventKind.PASSWORD_CHANGED
        case Recovery.FACTOR_RESET:
            step = AccountStep.RESET_FACTOR
            confirm_account_step(propose_account_step(ada, left.person, step=step, reason="A stranger had it."), bea)
            return EventKind.FACTOR_RESET
        case Recovery.ADDRESS_UNDONE:
            undo_address(left.change)
            return EventKind.ADDRESS_UNDONE
        case Recovery.ACCOUNT_CLOSED:
            close_account(left.person, ada, reason="A stranger had it.")
            return EventKind.ACCOUNT_CHANGED


@pytest.mark.walk
@pytest.mark.parametrize("recovery", Recovery)
def test_no_way_that_somebody_left_in_an_account_outlasts_its_recovery(
    world: World, ada: User, bea: User, recovery: Recovery
) -> None:
    left = Left(world.otto, propose_address(world.otto, address="his@example.org"), world)
    for way, plant in PLANT.items():
        left.open[way] = plant(left)
    assert {way for way, is_open in left.open.items() if way != WayIn.UNFINISHED and not is_open()} == set()

    kind = _take_back(recovery, left, ada, bea)

    standing = {way for way, is_open in left.open.items() if is_open()}
    assert standing == STANDING[recovery].keys() & PLANT.keys()
    # What waits is the change itself, where it is what is undone.
    itself = {WayIn.ADDRESS_CHANGE} if recovery == Recovery.ADDRESS_UNDONE else set()
    named = Event.objects.filter(kind=kind).latest("number").data["ended"]
    assert set(named) == PLANT.keys() - standing - MADE_OF_THE_PASSWORD - itself


def test_every_way_is_planted_unless_it_never_opens_anything() -> None:
    never = set.intersection(*(set(standing) for standing in STANDING.values()))

    assert PLANT.keys() == set(WayIn) - never


def test_a_sign_in_that_waits_goes_on_where_nothing_happened(world: World) -> None:
    add_app(world.otto)

    finish = _unfinished(Left(world.otto, AddressChange(), world))

    assert finish()


def test_a_factor_of_before_the_change_of_address_ends_with_it_and_two_open_the_account(
    world: World, ada: User, bea: User
) -> None:
    """Whoever asked for the change may have added it long before; and what is left would be one letter."""
    add_app(world.otto)

    undo_address(propose_address(world.otto, address="his@example.org"))

    person = User.objects.get(pk=world.otto.pk)
    assert (Authenticator.objects.filter(user=person).exists(), person.is_active) == (False, False)
    with pytest.raises(NotAllowed):
        reopen_account(person, ada, reason="He called.")
    confirm_account_step(propose_account_step(ada, person, step=AccountStep.REOPEN, reason="He called."), bea)
    assert User.objects.get(pk=person.pk).is_active
