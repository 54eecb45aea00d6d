"""One signature: whose it claims to be, whether it fits what it signs to the last byte, and whether its issuer is trusted.

CAdES is ETSI EN 319 122 (over CMS, RFC 5652), XAdES is ETSI EN 319 132. That a certificate was revoked is not asked: nothing
is fetched from outside; a trust list names the issuers that count today.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto import cms, pem, x509
from cryptography.exceptions import UnsupportedAlgorithm
from lxml import etree
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.general import CMSExtractionError, SignedDataCerts, extract_certificate_info
from pyhanko.sign.validation.generic_cms import async_validate_cms_signature, async_validate_detached_cms
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.context import ValidationContext
from pyhanko_certvalidator.errors import InvalidCertificateError, PathBuildingError, PathValidationError
from signxml.xades.xades import XAdESSignatureConfiguration, XAdESVerifier

from licensing.choices import SignatureStanding
from licensing.messages import Message

BROKEN: Final = Message("The signature does not fit the content: one of the two was changed after signing.")
_NO_TRUST_LIST: Final = Message("This installation has no list of trusted issuers.")
_UNKNOWN_ISSUER: Final = Message("The signer's certificate does not lead to a trusted issuer, or was not valid on that day.")
_TWO_SIGNERS: Final = Message("The signature carries two certificates for one signer, so nobody can tell who signed.")
_UNFIT: Final = Message(
    "It was signed by a method that no longer counts as safe, or with a certificate that is not made for signing."
)
_UNKNOWN_METHOD: Final = Message("Its method of signing cannot be checked here.")
# What the library says of a method that is forbidden by now.
_UNSAFE_METHOD: Final = (AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE, AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE)
# A seal of an organisation or a signature of a person: either may sign an original.
_USAGE: Final = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
_XML: Final = {"ds": "http://www.w3.org/2000/09/xmldsig#", "xades": "http://uri.etsi.org/01903/v1.3.2#"}


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom this installation trusts, and when it asks: the certificates of issuers (none: nobody is asked), and the moment."""

    issuers: Sequence[x509.Certificate]
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Signature:
    """What could be established about one signature over a document."""

    signer: str
    issuer: str
    serial: str
    signed_at: str
    standing: SignatureStanding
    reason: Message | None = None

    def as_data(self) -> dict[str, str]:
        """What is stored with the document."""
        return {
            "signer": self.signer,
            "issuer": self.issuer,
            "serial": self.serial,
            "signed_at": self.signed_at,
            "standing": self.standing.value,
            "reason": self.reason.sentence if self.reason else "",
        }


def check_cms(signed: cms.SignedData, content: bytes | None, trust: Trust) -> Signature | Message:
    """A CAdES signature over the content beside it, or over what it holds itself (None).

    A message when it does not fit, or carries two certificates that each could be the signer's. `signed` must have a signer.
    """
    signed_at = _find_signing_time(signed)
    found = _find_cms_certificates(signed)
    if isinstance(found, Message):
        return found
    if found is None:
        return _build_signature(None, signed_at, SignatureStanding.NOT_VERIFIED, _UNKNOWN_METHOD)
    signer = found.signer_cert
    # Whether it fits, and nothing else: the signer is taken for trusted here, and our own trust is asked below.
    context = ValidationContext(trust_roots=[signer], allow_fetching=False, revocation_mode="soft-fail", moment=trust.asked_at)
    if content is None:
        check = async_validate_cms_signature(signed, validation_context=context, key_usage_settings=_USAGE)
    else:
        check = async_validate_detached_cms(content, signed, signer_validation_context=context, key_usage_settings=_USAGE)
    try:
        status = asyncio.run(check)
    except (UnsupportedAlgorithm, NotImplementedError, CMSExtractionError):
        return _build_signature(signer, signed_at, SignatureStanding.NOT_VERIFIED, _UNKNOWN_METHOD)
    # Altered bytes fail in the library in whatever way they are altered: a method that has no name, a set that is empty.
    except Exception:  # noqa: BLE001
        return BROKEN
    if not (status.intact and status.valid):
        return BROKEN
    if status.trust_problem_indic in _UNSAFE_METHOD:
        return _build_signature(signer, signed_at, SignatureStanding.UNTRUSTED, _UNFIT)
    return _build_signature(signer, signed_at, *_judge_signer(signer, found.other_certs, trust))


def check_xml(text: bytes, find_part: Callable[[str], bytes | None], trust: Trust) -> list[Signature] | Message:
    """The XAdES signatures of a file of signatures; BROKEN when one does not fit, or does not sign every part it names."""
    root = parse_xml(text)
    found = root.findall(".//ds:Signature", _XML)
    checked = [_check_xml_signature(one, find_part, trust) for one in found]
    return next((one for one in checked if isinstance(one, Message)), [one for one in checked if isinstance(one, Signature)])


def list_signed_uris(text: bytes) -> list[set[str]]:
    """For each signature of a file of XAdES signatures: the parts of the container that it signs."""
    signatures = parse_xml(text).findall(".//ds:Signature", _XML)
    return [
        {uri for one in each.findall("ds:SignedInfo/ds:Reference", _XML) if (uri := one.get("URI", "")) and uri[0] != "#"}
        for each in signatures
    ]


def parse_xml(text: bytes) -> Any:
    """An XML file without entities or anything fetched; raises ValueError for one that is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as broken:
        raise ValueError(str(broken)) from broken
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type is declared")
    return root


def _check_xml_signature(element: Any, find_part: Callable[[str], bytes | None], trust: Trust) -> Signature | Message:
    encoded = element.findtext("ds:KeyInfo/ds:X509Data/ds:X509Certificate", None, _XML)
    signed_at = element.findtext(".//xades:SigningTime", "", _XML)
    if encoded is None:
        return _build_signature(None, signed_at, SignatureStanding.NOT_VERIFIED, _UNKNOWN_METHOD)
    armored = f"-----BEGIN CERTIFICATE-----\n{encoded.strip()}\n-----END CERTIFICATE-----\n"
    signer = x509.Certificate.load(pem.unarmor(armored.encode())[2])
    references = element.findall("ds:SignedInfo/ds:Reference", _XML)
    verify: Callable[..., Any] = XAdESVerifier().verify
    try:
        verify(
            etree.tostring(element), x509_cert=armored, uri_resolver=find_part, ignore_ambiguous_key_info=True,
            expect_config=XAdESSignatureConfiguration(expect_references=len(references), location="./"),
        )  # fmt: skip
    except (UnsupportedAlgorithm, NotImplementedError):
        return _build_signature(signer, signed_at, SignatureStanding.NOT_VERIFIED, _UNKNOWN_METHOD)
    except Exception:  # noqa: BLE001 - as above
        return BROKEN
    return _build_signature(signer, signed_at, *_judge_signer(signer, (), trust))


def _judge_signer(
    signer: x509.Certificate, intermediates: Sequence[x509.Certificate], trust: Trust
) -> tuple[SignatureStanding, Message | None]:
    """Whether the certificate of a sound signature leads to a trusted issuer."""
    if not trust.issuers:
        return SignatureStanding.NOT_VERIFIED, _NO_TRUST_LIST
    try:
        _USAGE.validate(signer)
    except InvalidCertificateError:
        return SignatureStanding.UNTRUSTED, _UNFIT
    context = ValidationContext(
        trust_roots=list(trust.issuers), other_certs=list(intermediates), allow_fetching=False, revocation_mode="soft-fail",
        moment=trust.asked_at,
    )  # fmt: skip
    validator = CertificateValidator(signer, intermediate_certs=intermediates, validation_context=context)
    try:
        asyncio.run(validator.async_validate_path())
    except (PathBuildingError, PathValidationError):
        return SignatureStanding.UNTRUSTED, _UNKNOWN_ISSUER
    return SignatureStanding.VALID, None


def _build_signature(
    signer: x509.Certificate | None, signed_at: str, standing: SignatureStanding, reason: Message | None
) -> Signature:
    if signer is None:
        return Signature("", "", "", signed_at, standing, reason)
    names = (_name_in_short(signer.subject), _name_in_short(signer.issuer))
    return Signature(*names, format(signer.serial_number, "X"), signed_at, standing, reason)


def _name_in_short(name: x509.Name) -> str:
    known = name.native
    shown = known.get("common_name") or known.get("organization_name") or name.human_friendly
    return str(shown)[:200]


def _find_cms_certificates(signed: cms.SignedData) -> SignedDataCerts | Message | None:
    """The signer's certificate and the others of a file; None without it, a message where two could be the signer's.

    The library looks for it, which checks the signature with what it finds: whom we name and whose key fits must be one.
    """
    try:
        found = extract_certificate_info(signed)
    except CMSExtractionError:
        return None
    carried = {one.chosen.untag().dump() for one in signed["certificates"] if one.name == "certificate"}
    told_apart = {one.dump() for one in (found.signer_cert, *found.other_certs)}
    return found if carried == told_apart else _TWO_SIGNERS


def _find_signing_time(signed: cms.SignedData) -> str:
    for attribute in signed["signer_infos"][0]["signed_attrs"] or ():
        if attribute["type"].native == "signing_time" and attribute["values"]:
            return str(attribute["values"][0].native.isoformat())
    return ""
