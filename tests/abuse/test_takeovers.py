"""The ways in which somebody once took over the account of somebody else: each refused, told to its owner, and recorded."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import Settings

from licensing.acts.acting import now
from licensing.acts.people.accounts.addresses import approve_address, confirm_address, propose_address
from licensing.acts.people.accounts.identities import connect_identity, find_identity
from licensing.acts.people.accounts.keeping import correct_account, reopen_account
from licensing.acts.people.accounts.proposals import confirm_account_step, propose_account_step
from licensing.acts.people.accounts.second_factor import count_second_factors
from licensing.acts.people.rights.emergency import confirm_access, propose_access
from licensing.acts.people.rights.ending import end_right
from licensing.acts.people.systems.keeping import rotate_secret
from licensing.acts.people.systems.owners import confirm_owner
from licensing.choices import AccountStep, AddressState, WayIn
from licensing.errors import NotAllowed
from licensing.models import AddressChange, Appointment, Event, System, User
from licensing.models.people.addresses import CONFIRM, UNDO, sign_link
from licensing.outbox.passwords import send_password_letters
from licensing.outbox.webhooks.endpoints import register_endpoint
from licensing.outbox.webhooks.endpoints import rotate_secret as rotate_webhook_secret
from licensing.policy.record.event_kinds import EventKind
from tests.abuse.walking import administrator, signed_in
from tests.acts.people.accounts.test_second_factor import add_app
from tests.administrators import add_administrator, today
from tests.api.calling import new_account, new_system
from tests.by_hand import by_hand
from tests.outbox.post import run_outbox
from tests.outbox.sink import Sink
from tests.world import PASSWORD, World

MINE = "thief@example.net"


def _read(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_an_administrator_takes_no_decider_by_her_address(world: World, sink: Sink) -> None:
    """He changes a decider's address, resets the password, signs in as her, and grants: no step of it works any more."""
    cache.clear()
    ada, dora = administrator(), world.dora
    desk = signed_in(ada)
    before = (dora.email, dora.password)

    for path in (f"/admin/licensing/user/{dora.pk}/change/", f"/admin/licensing/user/{dora.pk}/correct/"):
        desk.post(path, {"email": MINE, "name": dora.name, "password": "x" * 20, "is_staff": "on", "reason": "r", "key": "k"})
    desk.post("/accounts/address/", {"address": MINE, "person": str(dora.pk), "user": str(dora.pk)})
    run_outbox()
    Client().post("/accounts/password/reset/", {"email": MINE})
    send_password_letters()

    assert (_read(dora).email, _read(dora).password) == before
    # What he did ask for was his own account, of which he has been told; and no letter lets anybody choose her password.
    assert set(AddressChange.objects.values_list("person", flat=True)) == {ada.pk}
    assert "password/reset/key" not in "".join(str(letter) for letter in sink.letters)


def test_whoever_is_at_her_open_screen_moves_her_account_nowhere_alone(world: World, sink: Sink) -> None:
    """A stolen session asks for another address and opens its link: a second administrator is asked, and she is told."""
    dora = world.dora
    thief = signed_in(dora)

    thief.post("/accounts/address/", {"address": MINE})
    Client().post(f"/accounts/address/confirm/{sign_link(AddressChange.objects.get(), CONFIRM)}/")
    run_outbox()
    [notice] = [letter for letter in sink.to(dora.email) if "/undo/" in str(letter)]
    undo = re.search(r"http://\S+/accounts/address/undo/\S+", notice.get_body(("plain",)).get_content())
    assert undo is not None
    Client().post(undo[0].removeprefix("http://127.0.0.1:8000"))

    assert (_read(dora).email, _read(dora).has_usable_password()) == (dora.email, False)
    assert thief.get("/admin/").status_code == 302
    kinds = Event.objects.filter(kind__startswith="address.").order_by("number").values_list("kind", flat=True)
    assert list(kinds) == [
        EventKind.ADDRESS_PROPOSED,
        EventKind.ADDRESS_OFFERED,
        EventKind.ADDRESS_CONFIRMED,
        EventKind.ADDRESS_UNDONE,
    ]


def test_an_undo_by_whoever_reads_her_former_mailbox_hands_nobody_her_account(
    world: World, sink: Sink, settings: Settings
) -> None:
    """She moved it and set up her factor anew; he undoes it from the mailbox that she left, and asks for a password there."""
    cache.clear()
    settings.REQUIRE_STAFF_MFA = True
    ada, bea, dora, former = administrator(), add_administrator("bea"), world.dora, world.dora.email
    change = approve_address(confirm_address(propose_address(dora, address=MINE)), ada)
    add_app(dora)

    Client().post(f"/accounts/address/undo/{sign_link(change, UNDO)}/")
    Client().post("/accounts/password/reset/", {"email": former})
    send_password_letters()
    run_outbox()

    assert (_read(dora).email, _read(dora).is_active, Appointment.objects.filter(user=dora, ended_at=None).count()) == (
        former,
        False,
        1,
    )
    assert "password/reset/key" not in "".join(str(letter) for letter in sink.letters)
    # Both mailboxes hear of it: the one that he reads, and the one that she does.
    assert "two of them open it" in _all_words(sink, former)
    assert "was taken back to its former one" in _all_words(sink, MINE)
    with pytest.raises(NotAllowed):
        reopen_account(dora, ada, reason="She called.")
    asked = propose_account_step(ada, dora, step=AccountStep.REOPEN, reason="She called.")
    with pytest.raises(NotAllowed):
        confirm_account_step(asked, ada)
    confirm_account_step(asked, bea)
    run_outbox()
    assert _read(dora).is_active
    assert "Two administrators opened your account again" in _all_words(sink, former)


def test_a_factor_planted_long_before_outlasts_neither_undo_nor_new_password(world: World, sink: Sink) -> None:
    """At her open screen he adds his app, waits, and only then asks for another address; she undoes that."""
    cache.clear()
    ada, bea, dora = administrator(), add_administrator("bea"), world.dora
    app = add_app(dora)
    run_outbox()
    Authenticator.objects.filter(pk=app.pk).update(created_at=now() - timedelta(days=30))
    change = propose_address(dora, address=MINE)

    Client().post(f"/accounts/address/undo/{sign_link(change, UNDO)}/")
    asked = propose_account_step(ada, dora, step=AccountStep.REOPEN, reason="She called.")
    confirm_account_step(asked, bea)
    _choose_by_letter(dora, sink)

    assert (count_second_factors(dora), _read(dora).is_active) == (0, True)
    assert WayIn.APP in Event.objects.get(kind=EventKind.ADDRESS_UNDONE).data["ended"]
    assert "A second factor was added to your account" in _words(sink, dora)


def test_an_administrator_makes_no_secret_of_a_partners_webhook_and_moves_it_nowhere(world: World, sink: Sink) -> None:
    """With the secret he would speak to their system as the authority; all that he can do is stop it, and they are told."""
    ada = administrator()
    hook, secret = register_endpoint(world.paula, url="https://erp.example.org/hook")
    desk = signed_in(ada)
    page = f"/admin/licensing/endpoint/{hook.pk}"

    codes = [desk.post(f"{page}/{act}/", {"key": str(uuid4())}).status_code for act in ("rotate-secret", "resume")]
    with pytest.raises(NotAllowed):
        rotate_webhook_secret(hook, ada)
    shown = desk.get(f"{page}/change/").content.decode()
    desk.post(f"{page}/suspend/", {"reason": "Nobody knows it.", "key": str(uuid4())})
    run_outbox()

    assert (codes, secret in shown) == ([404, 404], False)
    words = _words(sink, world.paula)
    assert "An address outside was set up" in words
    assert "was switched off" in words
    made = Event.objects.filter(kind__startswith="endpoint.").order_by("number").values_list("kind", "actor")
    assert list(made) == [(EventKind.ENDPOINT_SET_UP, world.paula.pk), (EventKind.ENDPOINT_SUSPENDED, ada.pk)]


def test_nobody_moves_the_account_of_an_administrator_with_themselves_as_the_second(world: World) -> None:
    ada = administrator()
    change = confirm_address(propose_address(ada, address=MINE))

    with pytest.raises(NotAllowed):
        approve_address(change, ada)

    assert _read(ada).email == ada.email


def test_one_administrator_takes_nobody_out_of_the_rules_of_staff(world: World, sink: Sink) -> None:
    """He takes desk and office from a decider alone, at whose open screen somebody has asked for another address."""
    ada, dora = administrator(), world.dora
    thief = signed_in(dora)
    thief.post("/accounts/address/", {"address": MINE})
    change = AddressChange.objects.get()
    correct_account(dora, ada, name=dora.name, is_staff=False, reason="A mistake.")
    end_right(Appointment.objects.get(user=dora), ada, reason="A mistake.")

    Client().post(f"/accounts/address/confirm/{sign_link(change, CONFIRM)}/")
    with pytest.raises(NotAllowed):
        approve_address(change, world.otto)
    run_outbox()

    assert (_read(dora).email, AddressChange.objects.get().state) == (dora.email, AddressState.CONFIRMED)
    assert "_auth_user_id" not in thief.get("/accounts/login/").wsgi_request.session
    told = " ".join(str(letter.get_body(("plain",)).get_content()) for letter in sink.to(dora.email))
    assert "An administrator changed your account." in told


def test_nobody_reads_a_case_in_an_emergency_without_its_record(world: World, sink: Sink) -> None:
    """Two open the cases to a third for an attack that there is not: what he reads says so, and each officer hears of it."""
    case, unread = world.accepted(), world.accepted()
    with by_hand():
        ada, bea = add_administrator("adam"), add_administrator("bea")
        reader = User.objects.create_user("rosa@example.org", name="Rosa", is_staff=True)
    desk = signed_in(reader)
    confirm_access(propose_access(ada, reader, reason="The register was attacked."), bea)

    lists = [desk.get(f"/admin/{path}").content.decode() for path in ("licensing/case/", "licensing/event/", "")]
    page = desk.get("/admin/licensing/case/", {"open": case.reference}, follow=True).content.decode()
    run_outbox()

    assert not any(str(one.reference) in text for one in (case, unread) for text in lists)
    opened = Event.objects.filter(kind=EventKind.CASE_OPENED_IN_EMERGENCY).values_list("case", "actor")
    assert (case.reference in page, list(opened)) == (True, [(case.pk, reader.pk)])
    assert any(str(case.reference) in str(letter) and "emergency" in str(letter) for letter in sink.to(world.otto.email))


def test_no_page_of_a_library_moves_an_account(world: World) -> None:
    paula = signed_in(world.paula)

    for path in ("/accounts/email/", "/accounts/signup/", "/accounts/confirm-email/", "/accounts/3rdparty/signup/"):
        answer = paula.post(path, {"email": MINE, "action_add": "", "action_primary": ""})

        assert answer.status_code == 404, path
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM account_emailaddress")
        assert cursor.fetchone()[0] == 0
    assert _read(world.paula).email == world.paula.email


def test_a_former_address_signs_nobody_in(world: World) -> None:
    cache.clear()
    former = world.paula.email
    confirm_address(propose_address(world.paula, address=MINE))

    client = Client()
    client.post("/accounts/login/", {"login": former, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_an_administrator_makes_no_program_that_signs_as_a_decider(world: World, sink: Sink) -> None:
    """He registers a program for her account, to grant with its secret: refused, she is told, and it stands in the record."""
    ada, dora = administrator(), world.dora
    wish = {"name": "Helper", "purpose": "Saves time.", "owner": world.otto.email, "account": dora.email}
    wish |= {
        "scopes": "licences:write",
        "end_on": str(today() + timedelta(days=30)),
        "reason": "Time.",
        "key": str(uuid4()),
    }

    refused = signed_in(ada).post("/admin/licensing/system/propose/service/", wish)
    run_outbox()

    assert (refused.status_code, System.objects.count()) == (403, 0)
    assert Event.objects.get(kind=EventKind.SYSTEM_REFUSED).actor == ada
    [letter] = sink.to(dora.email)
    assert "acts with your account" in str(letter.get_body(("plain",)).get_content()).replace("\n", " ")


def test_an_identity_that_a_thief_connected_signs_him_in_no_more_after_her_new_password(world: World, sink: Sink) -> None:
    """He knew her password and connected his identity with her account; she is told, and a forgotten password ends it."""
    cache.clear()
    dora = world.dora
    connect_identity(dora, issuer="https://id.example", subject="the-thief")
    run_outbox()
    assert "An identity of the sign-in service was connected" in _words(sink, dora)

    _choose_by_letter(dora, sink)
    run_outbox()

    assert find_identity(dora) is None
    assert "the connection with the sign-in service" in _words(sink, dora)
    assert WayIn.IDENTITY in Event.objects.get(kind=EventKind.PASSWORD_CHANGED).data["ended"]


def test_a_factor_that_a_thief_added_goes_with_all_he_left_when_two_reset_it(world: World, sink: Sink) -> None:
    """His app keeps her out after her new password. Two reset it; his password, session and identity are no way back."""
    cache.clear()
    ada, bea, dora = administrator(), add_administrator("bea"), world.dora
    thief = signed_in(dora)
    add_app(dora)
    connect_identity(dora, issuer="https://id.example", subject="the-thief")
    run_outbox()
    assert "A second factor was added to your account" in _words(sink, dora)

    reset = propose_account_step(ada, dora, step=AccountStep.RESET_FACTOR, reason="She has none of it; I called her.")
    confirm_account_step(reset, bea)
    run_outbox()

    assert thief.get("/admin/").status_code == 302
    again = Client()
    again.post("/accounts/login/", {"login": dora.email, "password": PASSWORD})
    assert "_auth_user_id" not in again.session
    assert (count_second_factors(dora), find_identity(dora)) == (0, None)
    assert "the former password" in _words(sink, dora)


def test_an_address_that_a_thief_asked_for_is_stopped_by_her_new_password(world: World, sink: Sink) -> None:
    """The link waits in his mailbox; she is told at once, chooses another password, and his link leads nowhere."""
    cache.clear()
    paula = world.paula
    signed_in(paula).post("/accounts/address/", {"address": MINE})
    link = sign_link(AddressChange.objects.get(), CONFIRM)
    run_outbox()
    assert "your account moves to another address" in _words(sink, paula)

    _choose_by_letter(paula, sink)

    assert Client().post(f"/accounts/address/confirm/{link}/").status_code == 409
    assert _read(paula).email == paula.email
    assert WayIn.ADDRESS_CHANGE in Event.objects.get(kind=EventKind.PASSWORD_CHANGED).data["ended"]


def test_a_secret_that_a_thief_made_is_told_and_ends_with_all_that_he_got_by_it(world: World, sink: Sink) -> None:
    """At a colleague's open screen he makes himself a secret; who answers for the system hears at once, and ends it."""
    erp = new_system(account=new_account(world.partner), organisation=world.partner, owner=world.otto)
    with pytest.raises(NotAllowed):
        rotate_secret(erp, world.rita)
    stolen = rotate_secret(erp, world.paula)
    form = {"grant_type": "client_credentials", "client_id": erp.client_id, "client_secret": stolen}
    token = Client().post("/api/v1/token/", form).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/v1/me/", headers=headers).status_code == 200
    run_outbox()
    assert "A new secret was made for a system that you answer for" in _words(sink, world.otto)

    rotate_secret(erp, world.otto)

    assert Client().get("/api/v1/me/", headers=headers).status_code == 401
    assert Client().post("/api/v1/token/", form).status_code == 401
    made = Event.objects.filter(kind=EventKind.SYSTEM_SECRET_MADE).order_by("number")
    assert [one.actor for one in made] == [world.paula, world.otto]


def test_one_administrator_reads_no_partners_cases_by_a_system_that_he_gives_to_his_second_mailbox(
    world: World, sink: Sink
) -> None:
    """He names an account of his as who answers for a partner's program, and would make its secret: two settle that."""
    erp = new_system(account=new_account(world.partner), organisation=world.partner, owner=world.otto)
    ada = administrator()
    with by_hand():
        mine = User.objects.create_user(MINE, name="Second mailbox", is_staff=True)
    desk, page = signed_in(ada), f"/admin/licensing/system/{erp.pk}"
    words = {"name": erp.name, "purpose": erp.purpose, "owner": MINE, "rate": "", "addresses": "", "reason": "Otto left."}

    for path in ("correct", "owner", "confirm_owner"):
        desk.post(f"{page}/{path}/", words | {"key": str(uuid4())})
    run_outbox()

    erp.refresh_from_db()
    assert (erp.owner, erp.next_owner, Event.objects.filter(kind=EventKind.SYSTEM_OWNER_CONFIRMED).count()) == (
        world.otto,
        mine,
        0,
    )
    for one in (ada, mine):
        with pytest.raises(NotAllowed):
            confirm_owner(erp, one)
        with pytest.raises(NotAllowed):
            rotate_secret(erp, one)
    assert signed_in(mine).get(f"{page}/secret/").status_code in (403, 404)
    for told in (world.otto, mine, world.paula):
        assert "Another person is proposed to answer for a system" in _words(sink, told)


def _words(sink: Sink, person: User) -> str:
    return _all_words(sink, person.email)


def _all_words(sink: Sink, address: str) -> str:
    """All that the letters to an address say, each sentence on one line."""
    bodies = [letter.get_body(("plain",)).get_content() for letter in sink.to(address)]
    return " ".join(" ".join(bodies).split())


def _choose_by_letter(person: User, sink: Sink) -> None:
    """What the owner of an account does who cannot get in: they ask for a letter, and choose another password by its link."""
    Client().post("/accounts/password/reset/", {"email": person.email})
    send_password_letters()
    found = re.findall(r"http://\S+(/accounts/password/reset/key/\S+)", _words(sink, person))
    owner = Client()
    page = owner.get(found[-1])["Location"]
    owner.post(page, {"password1": "another battery staple horse", "password2": "another battery staple horse"})
    assert _read(person).check_password("another battery staple horse")
