"""Signed originals: what a CAdES file or an ASiC container holds, and the signatures over it.

ASiC is ETSI EN 319 162: an archive with a `mimetype`, the signed files, and the signatures in META-INF, either CAdES (beside a
manifest that names every file with its digest, or over the one file) or XAdES.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from asn1crypto import cms, pem

from licensing.messages import Message
from licensing.policy.documents.kinds import ASIC_E, ASIC_S, CMS
from licensing.policy.documents.signatures import (
    BROKEN,
    Signature,
    Trust,
    check_cms,
    check_xml,
    list_signed_uris,
    parse_xml,
)

DAMAGED: Final = Message("This signed file cannot be opened: it is damaged or cut short.")
NO_CONTENT: Final = Message(
    "This file is a signature without the document that it signs. Attach the signed document with its content."
)
_UNSIGNED: Final = Message("This container holds no signature, or one that leaves a file unsigned.")
_CONTAINERS: Final = {ASIC_E.encode(): ASIC_E, ASIC_S.encode(): ASIC_S}
_MOST_PARTS: Final = 200
_LARGEST_UNPACKED: Final = 100 * 1024 * 1024
_META: Final = "META-INF/"
# What may stand beside signatures (ETSI EN 319 162-1, annex A; OpenDocument, part 2): manifests, and what the archive is.
_MANIFEST: Final = re.compile(r"META-INF/[^/]*(?:manifest|container|metadata)[^/]*\.xml", re.IGNORECASE)
_DIGESTS: Final = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
_NAMES: Final = {"asic": "http://uri.etsi.org/02918/v1.2.1#", "ds": "http://www.w3.org/2000/09/xmldsig#"}


@dataclass(frozen=True, slots=True)
class SignedContent:
    """What a signed file holds: the documents inside by name ("" for the one of CAdES), and the signatures over all of them."""

    parts: Mapping[str, bytes]
    signatures: tuple[Signature, ...]


def identify_signed(content: bytes) -> str | None:
    """The media type of a CAdES file or an ASiC container; None for anything else."""
    if content[:2] == b"PK":
        return _recognise_container(content)
    if content[:1] == b"\x30" or content.startswith(b"-----BEGIN"):
        return CMS if _load_cms(content) is not None else None
    return None


def read_signed(content: bytes, media_type: str, trust: Trust) -> SignedContent | Message:
    """The documents inside a signed file and its signatures; a message for one that is damaged, empty or altered."""
    try:
        return _read_cms(content, trust) if media_type == CMS else _read_container(content, trust)
    # What somebody made up fails in the libraries in whatever way it was made up: an archive packed in another way, a
    # structure of ASN.1 that is read only when it is first looked at.
    except Exception:  # noqa: BLE001
        return DAMAGED


def _load_cms(content: bytes) -> cms.SignedData | None:
    try:
        if pem.detect(content):
            content = pem.unarmor(content)[2]
        found = cms.ContentInfo.load(content)
        if found["content_type"].native != "signed_data":
            return None
        signed = found["content"]
        # Read lazily: a damaged inside would only be found when it is first looked at.
        return signed if len(signed["signer_infos"]) > 0 and signed["digest_algorithms"].native is not None else None
    except Exception:  # noqa: BLE001 - as above
        return None


def _read_cms(content: bytes, trust: Trust) -> SignedContent | Message:
    signed = _load_cms(content)
    if signed is None:
        return DAMAGED
    inside = signed["encap_content_info"]["content"].native
    if not inside:
        return NO_CONTENT
    signature = check_cms(signed, None, trust)
    return signature if isinstance(signature, Message) else SignedContent({"": inside}, (signature,))


def _recognise_container(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if "mimetype" not in packed.namelist() or packed.getinfo("mimetype").file_size > 100:
                return None
            return _CONTAINERS.get(packed.read("mimetype").strip())
    except Exception:  # noqa: BLE001 - as above
        return None


def _read_container(content: bytes, trust: Trust) -> SignedContent | Message:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        infos = [one for one in packed.infolist() if not one.is_dir()]
        if len(infos) > _MOST_PARTS or sum(one.file_size for one in infos) > _LARGEST_UNPACKED:
            return DAMAGED
        # Two parts of one name: what was signed and what is shown could be two things.
        if len({one.filename for one in infos}) != len(infos):
            return DAMAGED
        files = {one.filename: packed.read(one) for one in infos}
    parts = {name: one for name, one in files.items() if name != "mimetype" and not name.startswith(_META)}
    if not parts:
        return NO_CONTENT
    signatures: list[Signature] = []
    for name in sorted(name for name in files if name.startswith(_META)):
        found = _read_signatures(name, files, parts, trust)
        if isinstance(found, Message):
            return found
        signatures += found
    return SignedContent(parts, tuple(signatures)) if signatures else _UNSIGNED


def _read_signatures(
    name: str, files: Mapping[str, bytes], parts: Mapping[str, bytes], trust: Trust
) -> list[Signature] | Message:
    """The signatures of one file of META-INF; each must sign every document of the container.

    Whatever is no signature, time stamp or manifest is refused: nothing signs it, and nobody looks at it as at a document.
    """
    if name.endswith(".p7s"):
        signed, covered = _load_cms(files[name]), _find_covered(name, files, parts)
        if signed is None or isinstance(covered, Message):
            return DAMAGED if signed is None else BROKEN
        signature = check_cms(signed, covered, trust)
        return signature if isinstance(signature, Message) else [signature]
    if re.fullmatch(r"META-INF/[^/]*signatures[^/]*\.xml", name):
        if any({unquote(uri) for uri in uris} != parts.keys() for uris in list_signed_uris(files[name])):
            return _UNSIGNED
        return check_xml(files[name], lambda uri: parts.get(unquote(uri)), trust)
    if _MANIFEST.fullmatch(name):
        parse_xml(files[name])
        return []
    return [] if name.endswith(".tst") and _load_cms(files[name]) is not None else _UNSIGNED


def _find_covered(name: str, files: Mapping[str, bytes], parts: Mapping[str, bytes]) -> bytes | Message:
    """The bytes that a detached signature signs: the one file, or the manifest that names every file with its digest."""
    for manifest, text in files.items():
        if not re.fullmatch(r"META-INF/ASiCManifest[^/]*\.xml", manifest):
            continue
        root = parse_xml(text)
        if any(one.get("URI") == name for one in root.iterfind(".//asic:SigReference", _NAMES)):
            return text if _fits_manifest(root, parts) else BROKEN
    return next(iter(parts.values())) if len(parts) == 1 else BROKEN


def _fits_manifest(root: Any, parts: Mapping[str, bytes]) -> bool:
    """Whether a manifest names every document of the container, each with the digest that it has."""
    named: dict[str, tuple[str, str]] = {}
    for reference in root.iterfind(".//asic:DataObjectReference", _NAMES):
        method = reference.find("ds:DigestMethod", _NAMES)
        algorithm = "" if method is None else method.get("Algorithm", "")
        named[unquote(reference.get("URI", ""))] = (
            _DIGESTS.get(algorithm, ""),
            (reference.findtext("ds:DigestValue", "", _NAMES)).strip(),
        )
    if named.keys() != parts.keys():
        return False
    return all(digest and _encode_digest(parts[name], digest) == value for name, (digest, value) in named.items())


def _encode_digest(content: bytes, method: str) -> str:
    return base64.b64encode(hashlib.new(method, content).digest()).decode()
