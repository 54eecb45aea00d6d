"""A15: what is attached is judged by its content; what could run is refused, and what is kept no browser ever shows."""

from __future__ import annotations

import base64
import io
import tracemalloc
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from licensing.acts.documents import clean_name
from licensing.errors import Invalid
from licensing.models import Document
from licensing.portal.forms.spreadsheet import read_items
from tests.abuse.walking import signed_in
from tests.api.calling import Caller, at
from tests.world import World


def archive(**parts: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
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
PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF"
# What could run somewhere, by its first bytes or by its parts.
REFUSED: dict[str, bytes] = {
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
# What a request may hold, although somebody could hide something in it: it is kept, and handed out only to be saved.
KEPT: dict[str, bytes] = {
    "plain document": PDF,
    "document that runs a script": PDF.replace(b"/Type", b"/OpenAction <</S /JavaScript /JS (app.alert(1))>> /Type"),
    "document that starts a program": PDF.replace(b"/Type", b"/OpenAction <</S /Launch /F (calc.exe)>> /Type"),
    "document that is a page too": PDF + SCRIPT.encode(),
    "document that is a zip too": PDF + archive(a="b"),
    "document that unpacks to much": PDF + b"stream\n" + zlib.compress(b"\0" * 9_000_000) + b"\nendstream",
    "document of many objects": PDF + b"2 0 obj <<>> endobj\n" * 20_000,
    "picture": png(1, 1),
    "picture of many points": png(60_000, 60_000),
    "picture that is a page too": png(1, 1) + SCRIPT.encode(),
    "picture with a script inside": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + SCRIPT.encode() + b"\xff\xd9",
    "Word": office(),
    "Excel": office("xl"),
    "table with a formula": b"name\n=HYPERLINK(1)",
    "text about scripts": f"He wrote {SCRIPT}.".encode(),
    "text in Ukrainian": "Сертифікат кінцевого споживача".encode(),
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


def test_what_could_run_is_not_taken(world: World, tmp_path: Path) -> None:
    caller, case = Caller(world.paula), world.draft()
    assert len(REFUSED) + len(KEPT) >= 60

    answers = {name: attached(caller, case, content).status_code for name, content in REFUSED.items()}

    assert {name: status for name, status in answers.items() if status != 422} == {}
    assert (Document.objects.count(), [one for one in tmp_path.rglob("*") if one.is_file()]) == (0, [])


def test_what_is_taken_is_only_ever_saved(world: World) -> None:
    caller, case, paula = Caller(world.paula), world.draft(), signed_in(world.paula)

    for name, content in KEPT.items():
        answer = attached(caller, case, content)
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
    for content in (REFUSED["page"], REFUSED["macro in Word"], REFUSED["program of Windows"]):
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
    tracemalloc.start()
    try:
        with pytest.raises(Invalid) as refused:
            read_items("items.xlsx", content)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert "root:" not in str([gap.sentence for gap in refused.value.gaps])
    assert most < 128 * 1024 * 1024
