"""Counting guesses, by `policy/people/accounts/guesses.py`, and which page takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.http import HttpRequest

from config.web.devices import find_known_device
from licensing.policy.people.accounts.guesses import LIMITS, Guess

_APP: Final = "dozvil"

# What a page takes guesses at, by its address in the map of routes; a test finds every page that answers to strangers here.
# The links of letters are not counted: they hold 128 random bits or more, so that no number of tries finds one, and a count
# would only keep out those who have one and come from the same network.
PAGES: Final[Mapping[str, Guess]] = {
    "accounts/login/": Guess.PASSWORD,
    "accounts/2fa/authenticate/": Guess.CODE,
    "accounts/confirm/": Guess.CONFIRMATION,
    "accounts/password/change/": Guess.PRESENT_PASSWORD,
    "accounts/password/reset/": Guess.ASKING,
}


def count_guess(request: HttpRequest, guess: Guess, *, whose: str, email: str) -> RateLimitUsage | None:
    """Count a guess at somebody's account, before it is looked at; None where there were too many.

    `whose` names the account, and `email` is its address. One that turns out right is taken back by `rollback` of what is
    returned.
    """
    limit, device = LIMITS[guess], find_known_device(request, email)
    if device is not None:
        return _take(request, f"{guess}_known", f"{limit.known}/key", f"{whose}:{device}")
    rates = f"{limit.here}/key,{limit.place}/ip" if limit.place else f"{limit.here}/key"
    taken = _take(request, guess, rates, f"{whose}:{_name_source(request, guess)}")
    if taken is None or not limit.elsewhere:
        return taken
    elsewhere = _take(request, f"{guess}_elsewhere", f"{limit.elsewhere}/key", whose)
    return elsewhere and RateLimitUsage([*taken.usage, *elsewhere.usage])


def forget_guesses(request: HttpRequest, guess: Guess, *, whose: str) -> None:
    """Forget the guesses at an account from this place, whose owner has just proved who they are by a letter."""
    rate, key = f"{LIMITS[guess].here}/key", f"{whose}:{_name_source(request, guess)}"
    ratelimit.clear(request, app=_APP, action=guess, config={guess: rate}, key=key)


def _name_source(request: HttpRequest, guess: Guess) -> str:
    if LIMITS[guess].by_session:
        return request.session.session_key or ""
    network: str = get_adapter().get_client_ip(request)
    return network


def _take(request: HttpRequest, action: str, rates: str, key: str) -> RateLimitUsage | None:
    return ratelimit.consume(request, app=_APP, action=action, config={action: rates}, key=key)
