from __future__ import annotations

from datetime import UTC, datetime

from licensing.choices import SignatureStanding
from licensing.policy.documents.kinds import CMS
from licensing.policy.documents.signatures import Trust
from licensing.policy.documents.signed import SignedContent, read_signed
from tests.papers import Person


def _standing(content: bytes, *issuers: Person) -> SignatureStanding:
    read = read_signed(content, CMS, Trust([one.as_issuer for one in issuers], datetime.now(UTC)))
    assert isinstance(read, SignedContent)
    return read.signatures[0].standing


def test_a_sound_signature_counts_by_the_issuers_that_are_trusted() -> None:
    root, other = Person("Invented root"), Person("Another root")
    signed = Person("Olena Prykladna", root).sign(b"I certify this.")

    assert [_standing(signed), _standing(signed, other), _standing(signed, other, root)] == [
        SignatureStanding.NOT_VERIFIED,
        SignatureStanding.UNTRUSTED,
        SignatureStanding.VALID,
    ]


def test_somebody_who_gives_himself_a_known_name_is_not_trusted() -> None:
    root, imposter = Person("Invented root"), Person("Invented root")

    assert _standing(Person("Olena Prykladna", imposter).sign(b"I certify this."), root) == SignatureStanding.UNTRUSTED
