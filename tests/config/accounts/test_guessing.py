"""Every page that takes guesses slows the guesser, also one with a whole network of IPv6, and keeps nobody else out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from config.accounts.guessing import PAGES, count_guess
from config.inventory.declaration import Who
from config.inventory.routes import list_declared
from config.web.devices import COOKIE, keep_device
from licensing.models import User
from licensing.policy.people.accounts.guesses import Guess
from tests.abuse.walking import signed_in
from tests.acts.people.accounts.test_second_factor import add_app
from tests.world import PASSWORD, World

NEW = "another battery staple horse"


@pytest.fixture(autouse=True)
def _no_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@dataclass
class Guesser:
    """Somebody at a browser, who changes the address within their network with each try."""

    person: User
    network: str
    client: Client
    tries: int = 0

    def post(self, path: str, form: dict[str, str]) -> HttpResponse:
        self.tries += 1
        answer: HttpResponse = self.client.post(path, form, REMOTE_ADDR=f"2001:db8:0:{self.network}::{self.tries:x}")
        return answer

    @property
    def is_signed_in(self) -> bool:
        return "_auth_user_id" in self.client.session


def _password(who: Guesser, *, right: bool) -> bool:
    who.post("/accounts/login/", {"login": who.person.email, "password": PASSWORD if right else "guess"})
    return who.is_signed_in


def _code(who: Guesser, *, right: bool) -> bool:
    if not Authenticator.objects.filter(user=who.person).exists():
        add_app(who.person)
        RecoveryCodes.activate(who.person)
    if "account_login" not in who.client.session:
        who.post("/accounts/login/", {"login": who.person.email, "password": PASSWORD})
    codes = Authenticator.objects.get(user=who.person, type=Authenticator.Type.RECOVERY_CODES).wrap()
    who.post("/accounts/2fa/authenticate/", {"code": codes.get_unused_codes()[0] if right else "000000"})
    return who.is_signed_in


def _confirmation(who: Guesser, *, right: bool) -> bool:
    _come_in(who)
    return who.post("/accounts/confirm/", {"way": "password", "password": PASSWORD if right else "guess"}).status_code == 302


def _present_password(who: Guesser, *, right: bool) -> bool:
    _come_in(who)
    form = {"oldpassword": PASSWORD if right else "guess", "password1": NEW, "password2": NEW}
    return who.post("/accounts/password/change/", form).status_code == 302


def _asking(who: Guesser, *, right: bool) -> bool:
    return who.post("/accounts/password/reset/", {"email": who.person.email}).status_code == 302


def _come_in(who: Guesser) -> None:
    if not who.is_signed_in:
        who.client.force_login(who.person, backend="django.contrib.auth.backends.ModelBackend")


GUESSING: Final[dict[Guess, Callable[..., bool]]] = {
    Guess.PASSWORD: _password,
    Guess.CODE: _code,
    Guess.CONFIRMATION: _confirmation,
    Guess.PRESENT_PASSWORD: _present_password,
    Guess.ASKING: _asking,
}


@pytest.mark.walk
@pytest.mark.parametrize("guess", PAGES.values())
def test_who_guesses_is_slowed_and_the_owner_comes_in_from_where_they_are(world: World, guess: Guess) -> None:
    attempt, thief = GUESSING[guess], Guesser(world.paula, "bad", Client())

    for _number in range(11):
        attempt(thief, right=False)

    assert not attempt(thief, right=True)
    assert attempt(Guesser(world.paula, "900d", Client()), right=True)


@pytest.mark.parametrize("guess", [Guess.PASSWORD, Guess.CODE, Guess.ASKING])
def test_a_device_that_is_known_has_tries_of_its_own_beside_a_guesser(world: World, guess: Guess) -> None:
    attempt, thief = GUESSING[guess], Guesser(world.paula, "bad", Client())
    for _number in range(11):
        attempt(thief, right=False)

    owner = Client()
    owner.cookies[COOKIE] = _known_to(world.paula)

    assert attempt(Guesser(world.paula, "bad", owner), right=True)


def test_codes_from_many_networks_are_bounded_together_but_not_on_a_known_device(world: World) -> None:
    person = world.paula

    counted = [_count(person, f"10.0.{number}.1") is not None for number in range(61)]

    assert counted == [True] * 60 + [False]
    assert _count(person, "10.1.0.1") is None
    assert _count(person, "10.1.0.1", cookie=_known_to(person)) is not None
    assert _count(world.rita, "10.1.0.1") is not None


@pytest.mark.django_db
def test_every_page_that_strangers_send_something_to_is_counted_or_holds_a_link() -> None:
    public = {entry.pattern for entry in list_declared().values() if entry.who in (Who.EVERYBODY, Who.SIGNING_IN)}

    taking = {one for one in public if _takes_posts(one)}

    # The first is counted by `REGISTRATION_RATE`. The others look at nothing that was sent: they lead to signing in, keep a
    # language, say how long a sign-in lasts, and hand out words and addresses.
    harmless = {"register/", "admin/login/", "language/", "session/", "admin/jsi18n/", ".well-known/oauth-authorization-server"}
    assert taking - PAGES.keys() == harmless


def _takes_posts(pattern: str) -> bool:
    return signed_in(None).post(f"/{pattern}").status_code not in (404, 405)


def _known_to(person: User) -> str:
    response = HttpResponse()
    keep_device(HttpRequest(), response, person.email)
    return response.cookies[COOKIE].value


def _count(person: User, address: str, *, cookie: str = "") -> object:
    request = RequestFactory().post("/accounts/2fa/authenticate/", REMOTE_ADDR=address)
    request.COOKIES[COOKIE] = cookie
    return count_guess(request, Guess.CODE, whose=str(person.pk), email=person.email)
