"""Signing in at a real service on this machine, through the whole of the client: matched by subject, believed by proof."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import jwt
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from pytest_django import Settings

from licensing.acts.people.accounts.identities import connect_identity
from licensing.models import Event, User
from tests.config.accounts.service.provider import Service
from tests.config.accounts.test_confirming import is_confirmed
from tests.config.web.test_kept_forms import browser
from tests.members import add_reader
from tests.world import World

# A real program answers: ./run walks.
pytestmark = pytest.mark.walk

BEGIN = "/accounts/oidc/state/login/"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


def sign_in_there(url: str) -> str:
    """What a browser does at the service, and where it is sent back to."""
    try:
        build_opener(_Stay).open(url, timeout=5)
    except OSError as moved:
        return str(moved.headers["Location"])  # type: ignore[attr-defined]
    raise AssertionError("the service shows a page")


def visit(client: Client, **query: str) -> Any:
    """Begin here, sign in there, and come back."""
    begun = client.get(BEGIN, query)
    assert begun.status_code == 302, begun.content.decode()
    back = urlsplit(sign_in_there(begun["Location"]))
    return client.get(f"{back.path}?{back.query}")


def connect(person: User, service: Service) -> User:
    connect_identity(person, issuer=service.issuer, subject=service.subject)
    return person


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_connected_person_signs_in_by_subject_with_everything_asked_for(world: World, service: Service) -> None:
    connect(world.paula, service)
    client = Client()

    done = visit(client, next="/licences/")

    assert (done.status_code, done["Location"], who(client)) == (302, "/licences/", str(world.paula.pk))
    assert service.asked["code_challenge_method"] == "S256"
    assert service.asked["response_type"] == "code"
    assert len(service.asked["nonce"]) >= 24
    assert len(service.asked["state"]) >= 16


def test_keys_on_a_curve_are_believed_too(world: World, service: Service) -> None:
    connect(world.paula, service)
    service.algorithm = "ES256"
    client = Client()

    assert visit(client).status_code == 302
    assert who(client) == str(world.paula.pk)


@pytest.mark.parametrize("email", ["paula@example.org", "nobody@example.org"])
def test_an_unknown_subject_is_refused_whatever_address_it_brings(world: World, service: Service, email: str) -> None:
    service.claims = {"email": email, "email_verified": True}
    client = Client()

    refused = visit(client)

    assert (refused.status_code, who(client)) == (403, None)
    assert "No account here is connected with this identity" in refused.content.decode()


def test_a_subject_of_another_issuer_is_another_person(world: World, service: Service) -> None:
    connect_identity(world.paula, issuer="https://former.example", subject=service.subject)

    assert visit(Client()).status_code == 403


def test_a_closed_account_is_refused(world: World, service: Service) -> None:
    connect(world.paula, service)
    User.objects.filter(pk=world.paula.pk).update(is_active=False)
    client = Client()

    refused = visit(client)

    assert (refused.status_code, who(client)) == (403, None)
    assert "This account is closed" in refused.content.decode()


def unsigned(claims: dict[str, Any], algorithm: str) -> str:
    return jwt.encode(claims, None, algorithm="none")


def by_shared_secret(claims: dict[str, Any], algorithm: str) -> str:
    return jwt.encode(claims, "a secret between the two, long enough", algorithm="HS256", headers={"kid": algorithm})


def by_another_key(claims: dict[str, Any], algorithm: str) -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "RS256"})


def no_token(claims: dict[str, Any], algorithm: str) -> str:
    return "not.a.token"


HOUR_AGO = int(time.time()) - 3600


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"aud": ["dozvil", "another-client"]},
        {"azp": "another-client"},
        {"exp": HOUR_AGO},
        {"exp": None},
        {"iat": int(time.time()) + 7200},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "s" * 300},
    ],
)
def test_a_token_that_does_not_hold_signs_nobody_in(world: World, service: Service, claims: dict[str, Any]) -> None:
    connect(world.paula, service)
    service.claims = claims
    client = Client()

    refused = visit(client)

    assert (refused.status_code, who(client)) == (401, None)
    assert "could not be believed" in refused.content.decode()


@pytest.mark.parametrize("forge", [unsigned, by_shared_secret, by_another_key, no_token])
def test_a_token_without_the_signature_of_the_service_signs_nobody_in(
    world: World, service: Service, forge: Callable[[dict[str, Any], str], str]
) -> None:
    connect(world.paula, service)
    service.forge = forge
    client = Client()

    assert (visit(client).status_code, who(client)) == (401, None)


def test_an_answer_without_our_state_or_with_one_used_up_signs_nobody_in(world: World, service: Service) -> None:
    connect(world.paula, service)
    client, thief = Client(), Client()
    back = urlsplit(sign_in_there(client.get(BEGIN)["Location"]))
    path = f"{back.path}?{back.query}"

    assert (thief.get(path).status_code, who(thief)) == (401, None)
    assert client.get(path).status_code == 302
    client.logout()
    assert (client.get(path).status_code, who(client)) == (401, None)


def test_a_code_is_worth_nothing_with_the_verifier_of_another_sign_in(world: World, service: Service) -> None:
    connect(world.paula, service)
    victim, thief = Client(), Client()
    stolen = parse_qs(urlsplit(sign_in_there(victim.get(BEGIN)["Location"])).query)["code"][0]
    own = parse_qs(urlsplit(thief.get(BEGIN)["Location"]).query)["state"][0]

    refused = thief.get(f"{BEGIN}callback/?{urlencode({'code': stolen, 'state': own})}")

    assert (refused.status_code, who(thief)) == (401, None)


def test_an_answer_in_the_name_of_another_service_is_not_taken(world: World, service: Service) -> None:
    connect(world.paula, service)
    service.answer = {"iss": "https://evil.example"}

    assert visit(Client()).status_code == 401


def test_a_service_that_gives_itself_another_name_is_not_asked(world: World, service: Service) -> None:
    service.description = {"issuer": "https://evil.example"}

    assert Client().get(BEGIN).status_code == 401


def test_a_service_that_is_away_is_said_so_in_plain_words(world: World, service: Service, settings: Settings) -> None:
    client = Client()
    back = urlsplit(sign_in_there(client.get(BEGIN)["Location"]))
    service.broken = True

    at_the_start, at_the_end = client.get(BEGIN), client.get(f"{back.path}?{back.query}")
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    unreachable = client.get(BEGIN)

    for page in (at_the_start, at_the_end, unreachable):
        assert page.status_code == 503
        assert "does not answer at present" in page.content.decode()


def test_giving_up_there_is_said_here(world: World, service: Service) -> None:
    client = Client()
    state = parse_qs(urlsplit(client.get(BEGIN)["Location"]).query)["state"][0]

    page = client.get(f"{BEGIN}callback/?{urlencode({'error': 'access_denied', 'state': state})}")

    assert (page.status_code, who(client)) == (401, None)
    assert "You gave up at the sign-in service" in page.content.decode()


@pytest.mark.parametrize(
    ("said", "passes"), [({}, False), ({"amr": ["otp"]}, False), ({"amr": ["pwd", "mfa"]}, True), ({"acr": "high"}, True)]
)
def test_a_second_factor_there_counts_only_in_the_words_that_are_believed(
    world: World, service: Service, settings: Settings, said: dict[str, Any], passes: bool
) -> None:
    settings.REQUIRE_STAFF_MFA, settings.OIDC_ACR, settings.OIDC_AMR = True, ["high"], ["mfa"]
    connect(world.paula, service)
    service.claims = said
    client = Client()
    visit(client)

    page = client.get("/")

    assert (page.status_code == 200) is passes
    assert service.asked["acr_values"] == "high"


def test_a_second_factor_there_counts_for_nothing_where_no_word_is_set(
    world: World, service: Service, settings: Settings
) -> None:
    settings.REQUIRE_STAFF_MFA = True
    connect(world.paula, service)
    service.claims = {"acr": "high", "amr": ["mfa"]}
    client = Client()
    visit(client)

    assert client.get("/")["Location"] == "/accounts/2fa/"


def test_whoever_has_an_app_here_gives_its_code_too(world: World, service: Service) -> None:
    connect(world.paula, service)
    TOTP.activate(world.paula, generate_totp_secret())
    client = Client()

    done = visit(client)

    assert (done["Location"], who(client)) == ("/accounts/2fa/authenticate/", None)


@pytest.mark.parametrize(("auth_time", "counts"), [(0, False), (None, False), ("soon", False), ("now", True)])
def test_a_proof_is_as_old_as_the_service_saw_the_person(
    world: World, service: Service, settings: Settings, auth_time: Any, counts: bool
) -> None:
    settings.STEP_UP = True
    connect(world.paula, service)
    # The moment is taken here: workers that collect the tests at different moments would know different ones.
    service.claims = {"auth_time": time.time() if auth_time == "now" else auth_time}
    client = Client()
    visit(client)

    page = client.get("/accounts/2fa/passkeys/add/")

    assert (page.status_code == 200) is counts


def test_confirming_there_counts_for_the_same_person_in_the_same_session(world: World, service: Service) -> None:
    client, person = browser(add_reader(world)), User.objects.get(email="ria@example.org")
    connect(person, service)
    session = client.session.session_key

    done = visit(client, process="confirm", next="/licences/")

    assert (done["Location"], client.session.session_key) == ("/licences/", session)
    assert is_confirmed(client, person)
    assert (service.asked["prompt"], service.asked["max_age"]) == ("login", "300")


def test_somebody_else_who_confirms_there_confirms_nobody(world: World, service: Service) -> None:
    connect(world.rita, service)
    client = browser(world.paula)

    refused = visit(client, process="confirm")

    assert (refused.status_code, who(client)) == (403, str(world.paula.pk))
    assert not is_confirmed(client, world.paula)


def test_an_answer_of_the_service_alone_connects_nothing(world: World, service: Service) -> None:
    client = browser(world.paula)

    done = visit(client, process="connect")

    assert done["Location"] == "/accounts/service/"
    assert visit(Client()).status_code == 403
    assert not Event.objects.filter(kind__startswith="identity.").exists()


@pytest.mark.parametrize("process", ["connect", "confirm", "redirect", ""])
def test_a_visitor_can_only_sign_in(world: World, service: Service, process: str) -> None:
    assert Client().get(BEGIN, {"process": process})["Location"] == "/accounts/login/"


def test_nobody_is_led_to_another_site(world: World, service: Service) -> None:
    connect(world.paula, service)

    assert visit(Client(), next="https://evil.example/")["Location"] == "/"


def test_no_other_service_is_known(world: World, service: Service) -> None:
    assert Client().get("/accounts/oidc/other/login/").status_code == 404
    assert Client().get("/accounts/oidc/other/login/callback/").status_code == 404
