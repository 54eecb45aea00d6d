"""Files as people attach them: small real ones, and signed originals with certificates that live for one run."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import typst
from asn1crypto import cms as asn1_cms
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID
from lxml import etree
from openpyxl import Workbook
from PIL import Image
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

_DS = "http://www.w3.org/2000/09/xmldsig#"
_XADES = "http://uri.etsi.org/01903/v1.3.2#"
_ASIC = "http://uri.etsi.org/02918/v1.2.1#"
_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


@cache
def pdf(text: str = "Invented certificate") -> bytes:
    """A PDF of one page."""
    return bytes(typst.compile(f'#"{text}"'.encode()))


def active_pdf(entry: str, *objects: str) -> bytes:
    """A PDF of one page whose catalogue has one entry more; further objects are numbered from 4."""
    body = [f"<</Type /Catalog /Pages 2 0 R {entry}>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
            "<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>", *objects]  # fmt: skip
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(body, 1):
        places.append(len(out))
        out += f"{number} 0 obj {content} endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(body) + 1}\n0000000000 65535 f \n{table}trailer <</Root 1 0 R /Size {len(body) + 1}>>\n"
            f"startxref\n{len(out)}\n%%EOF"
        ).encode()
    )


@cache
def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind)
    return out.getvalue()


@cache
def sheet(value: str = "Drone") -> bytes:
    out, book = io.BytesIO(), Workbook()
    book.worksheets[0].append([value, 1])
    book.save(out)
    return out.getvalue()


def word(**more: bytes | str) -> bytes:
    """A Word document of one paragraph; `more` are further parts, or others in place of its own."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": relations(Type="officeDocument", Target="word/document.xml"),
        "word/document.xml": f'<w:document xmlns:w="{main}"><w:body><w:p><w:r><w:t>A</w:t></w:r></w:p></w:body></w:document>',
    }
    return archive(parts | more)


def relations(**said: str) -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = said.pop("Type")
    more = "".join(f' {name}="{value}"' for name, value in said.items())
    names = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{names}"><Relationship Id="r1" Type="{base}/{kind}"{more}/></Relationships>'


def archive(parts: Mapping[str, bytes | str], *, stored: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


class Person:
    """Somebody with a key and a certificate: an issuer of certificates, or one who signs under an issuer."""

    def __init__(
        self, name: str, issuer: Person | None = None, *, days: int = 365, serial: int | None = None, signs: bool = True
    ) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        said = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now, root = dt.datetime.now(dt.UTC), issuer is None
        usage = x509.KeyUsage(not root and signs, not root and signs, not signs, False, False, root, root, False, False)
        builder = (
            x509.CertificateBuilder()
            .subject_name(said)
            .issuer_name(issuer.certificate.subject if issuer else said)
            .public_key(self.key.public_key())
            .serial_number(serial or x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=400))
            .not_valid_after(now + dt.timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=root, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), critical=False)
        )
        self.certificate: x509.Certificate = builder.sign(issuer.key if issuer else self.key, hashes.SHA256())

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def as_issuer(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.der)

    def sign(
        self, content: bytes, *, detached: bool = False, enclosing: Sequence[Person] = (), method: str = "sha256"
    ) -> bytes:
        """A CAdES file over the content, which it holds unless it is detached; with the certificates of others enclosed."""
        plain = self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        enclosed = SimpleCertificateStore()
        for one in enclosing:
            enclosed.register(one.as_issuer)
        signer = SimpleSigner(signing_cert=self.as_issuer, signing_key=keys.PrivateKeyInfo.load(plain), cert_registry=enclosed)
        made = signer.async_sign_general_data(content, method, detached=detached, use_cades=True)
        signed: asn1_cms.ContentInfo = asyncio.run(made)
        return bytes(signed.dump())

    def sign_xml(self, parts: Mapping[str, bytes]) -> bytes:
        """A file of XAdES signatures over the parts, as ASiC-E keeps it (ETSI EN 319 132)."""
        root = etree.Element(f"{{{_ASIC}}}XAdESSignatures", nsmap={"asic": _ASIC, "ds": _DS, "xades": _XADES})
        signature = etree.SubElement(root, f"{{{_DS}}}Signature", Id="s1")
        info = etree.SubElement(signature, f"{{{_DS}}}SignedInfo")
        etree.SubElement(info, f"{{{_DS}}}CanonicalizationMethod", Algorithm=_C14N)
        method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
        etree.SubElement(info, f"{{{_DS}}}SignatureMethod", Algorithm=method)
        for name, content in parts.items():
            _refer(info, content, Id=f"r-{name}", URI=name)
        value = etree.SubElement(signature, f"{{{_DS}}}SignatureValue")
        data = etree.SubElement(etree.SubElement(signature, f"{{{_DS}}}KeyInfo"), f"{{{_DS}}}X509Data")
        etree.SubElement(data, f"{{{_DS}}}X509Certificate").text = base64.b64encode(self.der).decode()
        said = etree.SubElement(
            etree.SubElement(signature, f"{{{_DS}}}Object"), f"{{{_XADES}}}QualifyingProperties", Target="#s1"
        )
        properties = etree.SubElement(said, f"{{{_XADES}}}SignedProperties", Id="p1")
        of_signature = etree.SubElement(properties, f"{{{_XADES}}}SignedSignatureProperties")
        etree.SubElement(of_signature, f"{{{_XADES}}}SigningTime").text = "2026-11-01T09:00:00Z"
        certificate = etree.SubElement(etree.SubElement(of_signature, f"{{{_XADES}}}SigningCertificateV2"), f"{{{_XADES}}}Cert")
        digest = etree.SubElement(certificate, f"{{{_XADES}}}CertDigest")
        etree.SubElement(digest, f"{{{_DS}}}DigestMethod", Algorithm=_SHA256)
        etree.SubElement(digest, f"{{{_DS}}}DigestValue").text = _sha256(self.der)
        _refer(info, _canonical(properties), transform=_C14N, Type="http://uri.etsi.org/01903#SignedProperties", URI="#p1")
        r, s = decode_dss_signature(self.key.sign(_canonical(info), ec.ECDSA(hashes.SHA256())))
        value.text = base64.b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def container(parts: Mapping[str, bytes], signer: Person, *, kind: str = "e", way: str = "cades") -> bytes:
    """An ASiC container: `way` says whether it is signed by CAdES (over a manifest, for kind `e`) or by XAdES."""
    files: dict[str, bytes | str] = {"mimetype": f"application/vnd.etsi.asic-{kind}+zip", **parts}
    if way == "xades":
        files["META-INF/signatures0.xml"] = signer.sign_xml(parts)
    elif kind == "s":
        files["META-INF/signature.p7s"] = signer.sign(next(iter(parts.values())), detached=True)
    else:
        manifest = _manifest(parts)
        files["META-INF/ASiCManifest1.xml"] = manifest
        files["META-INF/signature1.p7s"] = signer.sign(manifest, detached=True)
    return archive(files, stored=("mimetype",))


def altered(packed: bytes, name: str, content: bytes) -> bytes:
    """The same archive with another content of one of its files."""
    with zipfile.ZipFile(io.BytesIO(packed)) as before:
        parts: dict[str, bytes | str] = {one: before.read(one) for one in before.namelist()}
    return archive(parts | {name: content}, stored=("mimetype",))


def _manifest(parts: Mapping[str, bytes]) -> bytes:
    root = etree.Element(f"{{{_ASIC}}}ASiCManifest", nsmap={"asic": _ASIC, "ds": _DS})
    etree.SubElement(root, f"{{{_ASIC}}}SigReference", URI="META-INF/signature1.p7s", MimeType="application/pkcs7-signature")
    for name, content in parts.items():
        reference = etree.SubElement(root, f"{{{_ASIC}}}DataObjectReference", URI=name)
        etree.SubElement(reference, f"{{{_DS}}}DigestMethod", Algorithm=_SHA256)
        etree.SubElement(reference, f"{{{_DS}}}DigestValue").text = _sha256(content)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _refer(info: Any, content: bytes, *, transform: str = "", **said: str) -> None:
    reference = etree.SubElement(info, f"{{{_DS}}}Reference", **said)
    if transform:
        etree.SubElement(etree.SubElement(reference, f"{{{_DS}}}Transforms"), f"{{{_DS}}}Transform", Algorithm=transform)
    etree.SubElement(reference, f"{{{_DS}}}DigestMethod", Algorithm=_SHA256)
    etree.SubElement(reference, f"{{{_DS}}}DigestValue").text = _sha256(content)


def _canonical(element: Any) -> bytes:
    return bytes(etree.tostring(element, method="c14n", exclusive=True))


def _sha256(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()
