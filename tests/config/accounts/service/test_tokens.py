"""What is read of an ID token where the service alone would not show it: keys without names, and of another use."""

from __future__ import annotations

import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from config.accounts.service.tokens import NotBelieved, read_id_token

ISSUER, CLIENT, NONCE = "https://id.example", "dozvil", "n-1"
KEY = ec.generate_private_key(ec.SECP256R1())


def write(headers: dict[str, Any] | None = None, **changes: Any) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "sub": "s", "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": NONCE} | changes
    return jwt.encode(claims, KEY, "ES256", headers=headers)


def read(token: str, **key: Any) -> dict[str, Any]:
    published = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key())) | key
    return read_id_token(token, issuer=ISSUER, client=CLIENT, nonce=NONCE, keys={"keys": [published]})


def test_one_key_needs_no_name() -> None:
    assert read(write())["sub"] == "s"


@pytest.mark.parametrize(("headers", "key"), [({"kid": "other"}, {"kid": "mine"}), ({}, {"use": "enc"})])
def test_a_key_of_another_name_or_use_proves_nothing(headers: dict[str, Any], key: dict[str, Any]) -> None:
    with pytest.raises(NotBelieved):
        read(write(headers), **key)


def test_a_token_for_several_must_say_that_we_asked_for_it() -> None:
    with pytest.raises(NotBelieved):
        read(write(aud=[CLIENT, "other"]))

    assert read(write(aud=[CLIENT, "other"], azp=CLIENT))["sub"] == "s"


@pytest.mark.parametrize("nonce", [None, ""])
def test_without_a_nonce_of_our_own_nothing_is_believed(nonce: str | None) -> None:
    with pytest.raises(NotBelieved):
        read_id_token(write(nonce=""), issuer=ISSUER, client=CLIENT, nonce=nonce, keys={"keys": []})
