"""Signed originals, whole and with one byte altered."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from licensing.choices import SignatureStanding
from licensing.messages import Message
from licensing.policy.documents.kinds import ASIC_E, ASIC_S, CMS
from licensing.policy.documents.signatures import Trust
from licensing.policy.documents.signed import SignedContent, identify_signed, read_signed
from tests.papers import Person, altered, container

ROOT = Person("Invented root")
OLENA = Person("Olena Prykladna", ROOT)
PARTS = {"contract.txt": b"The seller sells.", "annex 1.txt": b"Ten pieces."}
SIGNED = {
    "CAdES": (CMS, OLENA.sign(b"The seller sells.")),
    "ASiC-E of CAdES": (ASIC_E, container(PARTS, OLENA)),
    "ASiC-E of XAdES": (ASIC_E, container({"contract.txt": b"The seller sells."}, OLENA, way="xades")),
    "ASiC-S": (ASIC_S, container({"contract.txt": b"The seller sells."}, OLENA, kind="s")),
}
TRUST = Trust((ROOT.as_issuer,), datetime.now(UTC))


@pytest.mark.parametrize("kind", SIGNED)
def test_a_signed_original_holds_its_documents_and_its_signer(kind: str) -> None:
    media_type, content = SIGNED[kind]

    read = read_signed(content, media_type, TRUST)

    assert identify_signed(content) == media_type
    assert isinstance(read, SignedContent)
    assert b"The seller sells." in read.parts.values()
    assert [(one.signer, one.issuer, one.standing) for one in read.signatures] == [
        ("Olena Prykladna", "Invented root", SignatureStanding.VALID)
    ]


@pytest.mark.parametrize("kind", SIGNED)
def test_no_altered_byte_passes_for_the_same_signed_document(kind: str) -> None:
    """Wherever a byte is altered: either the file is refused, or what it holds and who signed it are as before."""
    media_type, content = SIGNED[kind]
    whole, chance = read_signed(content, media_type, TRUST), random.Random(7)
    assert isinstance(whole, SignedContent)
    refused = 0
    for _ in range(60):
        place = chance.randrange(len(content))
        changed = content[:place] + bytes([content[place] ^ (1 << chance.randrange(8))]) + content[place + 1 :]
        read = read_signed(changed, media_type, TRUST)
        if isinstance(read, Message):
            refused += 1
        elif all(one.standing == SignatureStanding.VALID for one in read.signatures):
            assert (read.parts, len(read.signatures)) == (whole.parts, len(whole.signatures))
    assert refused > 10


@pytest.mark.parametrize("kind", ["CAdES", "ASiC-E of XAdES"])
def test_whatever_bytes_are_damaged_is_refused_or_read_and_never_an_error(kind: str) -> None:
    media_type, content = SIGNED[kind]
    chance = random.Random(11)
    for _ in range(400):
        damaged = bytearray(content)
        for _ in range(chance.randrange(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)

        identify_signed(bytes(damaged))
        read_signed(bytes(damaged), media_type, TRUST)


def test_a_method_of_hashing_that_has_no_name_is_refused() -> None:
    media_type, content = SIGNED["CAdES"]
    sha256 = bytes.fromhex("608648016503040201")

    for place in range(len(sha256)):
        unknown = bytearray(sha256)
        unknown[place] ^= 0x10
        assert isinstance(read_signed(content.replace(sha256, bytes(unknown)), media_type, TRUST), Message)


@pytest.mark.parametrize("name", ["run.exe", "signature2.P7S", "notes/a.txt", "timestamp.tst"])
def test_nothing_that_is_neither_signed_nor_a_signature_hides_beside_the_signatures(name: str) -> None:
    assert isinstance(read_signed(altered(SIGNED["ASiC-S"][1], f"META-INF/{name}", b"MZ"), ASIC_S, TRUST), Message)


def test_what_the_standards_put_beside_signatures_is_taken() -> None:
    whole = SIGNED["ASiC-S"][1]
    beside = {"manifest.xml": b"<manifest/>", "container.xml": b"<container/>", "timestamp.tst": OLENA.sign(b"now")}

    for name, content in beside.items():
        assert isinstance(read_signed(altered(whole, f"META-INF/{name}", content), ASIC_S, TRUST), SignedContent)
