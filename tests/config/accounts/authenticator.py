"""A security key in software: makes a passkey and signs challenges with it, as the one in a pocket does."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256

ORIGIN = "http://testserver"
_USER_PRESENT, _ATTESTED = 0x01, 0x40


class SecurityKey:
    """One key pair for one site."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self._uses = 0

    def create(self, options: dict[str, Any]) -> str:
        """The answer of a browser to `navigator.credentials.create`."""
        public = cbor.encode(dict(ES256.from_cryptography_key(self._key.public_key())))
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._describe(options["publicKey"]["rp"]["id"], _ATTESTED) + attested
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options)
        return self._answer({"clientDataJSON": encode(client), "attestationObject": encode(attestation), "transports": []})

    def use(self, options: dict[str, Any]) -> str:
        """The answer of a browser to `navigator.credentials.get`."""
        self._uses += 1
        data = self._describe(options["publicKey"]["rpId"], 0)
        client = self._client("webauthn.get", options)
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": encode(client),
                "authenticatorData": encode(data),
                "signature": encode(signature),
                "userHandle": None,
            }
        )

    def _describe(self, site: str, flags: int) -> bytes:
        return hashlib.sha256(site.encode()).digest() + bytes([_USER_PRESENT | flags]) + self._uses.to_bytes(4, "big")

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["publicKey"]["challenge"], "origin": ORIGIN}).encode()

    def _answer(self, response: dict[str, Any]) -> str:
        name = encode(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response})


def encode(data: bytes) -> str:
    """Base64url without padding, as browsers send it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
