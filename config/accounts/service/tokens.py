"""What a sign-in service sends is believed only after every check of OpenID Connect Core 1.0, 3.1.3.7.

The library skips the signature of an ID token that it fetched itself, takes the subject from another answer, and sends no
nonce; so the token is read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from allauth.core.internal.deferred import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

# Asymmetric alone: with a shared secret, or none, whoever knows the client id could write a token.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_NEEDED: Final = ("iss", "sub", "aud", "exp", "iat", "nonce")
_SKEW_SECONDS: Final = 60
_LONGEST: Final = 255


class ServiceAway(OAuth2Error):
    """The sign-in service does not answer, or not as such a service does."""


class NotBelieved(OAuth2Error):
    """The service, or somebody in its name, sent what does not hold."""


def fetch_document(address: str) -> dict[str, Any]:
    """A JSON document of the service. Raises ServiceAway without one."""
    try:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
            found = answer.json()
    except (OSError, ValueError) as away:
        raise ServiceAway(f"no document at {address}") from away
    if not isinstance(found, dict):
        raise ServiceAway(f"no object at {address}")
    return found


def read_id_token(token: object, *, issuer: str, client: str, nonce: str | None, keys: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of an ID token: signed by a key of the service, by it, for us, in time, and for this very sign-in.

    Raises NotBelieved for anything less.
    """
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise NotBelieved(f"algorithm {header.get('alg')!r}")
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_find_key(keys, header.get("kid")),
            algorithms=[header["alg"]],
            audience=client,
            issuer=issuer,
            leeway=_SKEW_SECONDS,
            options={"require": list(_NEEDED)},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as refusal:
        raise NotBelieved(f"ID token: {refusal}") from refusal
    _check(claims, client=client, nonce=nonce)
    return claims


def _find_key(keys: Mapping[str, Any], name: object) -> Any:
    found = [one for one in jwt.PyJWKSet.from_dict(dict(keys)).keys if one.public_key_use in (None, "sig")]
    named = [one for one in found if one.key_id == name] if name else found
    if len(named) != 1:
        raise NotBelieved("no such key")
    return named[0].key


def _check(claims: Mapping[str, Any], *, client: str, nonce: str | None) -> None:
    if not nonce or claims["nonce"] != nonce:
        raise NotBelieved("the nonce is of another sign-in")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST:
        raise NotBelieved("no subject")
    # A token for several must say that we asked for it.
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != client:
        raise NotBelieved("asked for by somebody else")
    if "azp" in claims and claims["azp"] != client:
        raise NotBelieved("asked for by somebody else")
