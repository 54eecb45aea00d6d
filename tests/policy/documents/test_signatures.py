from __future__ import annotations

from datetime import UTC, datetime

from licensing.choices import SignatureStanding
from licensing.messages import Message
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


def test_nobody_signs_under_the_certificate_of_somebody_that_he_encloses() -> None:
    root = Person("Invented root")
    minister = Person("The Minister", root)
    mallory = Person("Mallory", Person("Mallory's own root"), serial=minister.certificate.serial_number)
    forged = mallory.sign(b"I certify this.", enclosing=[minister])

    read = read_signed(forged, CMS, Trust([root.as_issuer], datetime.now(UTC)))

    assert isinstance(read, SignedContent)
    assert [(one.signer, one.issuer, one.standing) for one in read.signatures] == [
        ("Mallory", "Mallory's own root", SignatureStanding.UNTRUSTED)
    ]


def test_two_certificates_that_could_each_be_the_signers_are_refused() -> None:
    root = Person("Invented root")
    minister = Person("The Minister", root)
    mallory = Person("Mallory", Person("Invented root"), serial=minister.certificate.serial_number)
    trust = Trust([root.as_issuer], datetime.now(UTC))

    refused = read_signed(mallory.sign(b"I certify this.", enclosing=[minister]), CMS, trust)

    assert isinstance(refused, Message)
    assert "two certificates for one signer" in refused.sentence
    assert not isinstance(read_signed(minister.sign(b"I certify this.", enclosing=[minister]), CMS, trust), Message)


def test_a_method_that_is_no_longer_safe_makes_nobody_a_signer() -> None:
    root = Person("Invented root")

    assert (
        _standing(Person("Olena Prykladna", root).sign(b"I certify this.", method="sha1"), root) == SignatureStanding.UNTRUSTED
    )


def test_a_certificate_that_is_not_made_for_signing_makes_nobody_a_signer() -> None:
    root = Person("Invented root")

    assert _standing(Person("mail.example", root, signs=False).sign(b"I certify this."), root) == SignatureStanding.UNTRUSTED
