"""What a file really is, whatever its name says."""

from __future__ import annotations

import io
import zipfile

import pytest

from licensing.errors import Invalid
from licensing.policy.requests.sheets.files import LARGEST, read_book

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
ADVICE = "Open it in your spreadsheet program and save it as XLSX or CSV."


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\r\n\r\n", "The file is empty."),
        (b"x" * (LARGEST + 1), "The file is larger than 5 MB."),
        (b"%PDF-1.7 ...", "This is a PDF file."),
        (b"\x89PNG\r\n\x1a\n", "This is a picture."),
        (b"\xff\xd8\xff\xe0", "This is a picture."),
        (b"{\\rtf1 }", "This is a text document (RTF)."),
        (b"<html><table>", f"This is a web page with a table in it. {ADVICE}"),
        (b"<?xml version='1.0'?><Workbook>", f"This is an XML file. {ADVICE}"),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "This file is protected by a password. Take the protection off, save it, and send it again.",
        ),
        (
            OLE + "Workbook".encode("utf-16-le"),
            f"This is a workbook of the old Excel format (XLS), whatever its name says. {ADVICE}",
        ),
        (OLE + "WordDocument".encode("utf-16-le"), "This is an old Office file and no workbook."),
        (archive("xl/workbook.bin", "[Content_Types].xml"), f"This is a binary workbook (XLSB). {ADVICE}"),
        (archive("mimetype", "content.xml"), f"This is a file of LibreOffice (ODS or the like). {ADVICE}"),
        (archive("word/document.xml", "[Content_Types].xml"), "This is a Word document."),
        (archive("drones.csv"), "This is an archive; unpack it first."),
        # The list of its parts says that it needs version 6.4 of the format, which nobody has.
        (
            archive("xl/workbook.xml").replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\x40"),
            "This XLSX file is damaged. Open it in your spreadsheet program and save it again.",
        ),
        (b"PK\x03\x04 not a zip at all", "This XLSX file is damaged. Open it in your spreadsheet program and save it again."),
    ],
)
def test_a_file_that_is_no_sheet_is_called_what_it_is(content: bytes, refusal: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_book(content, encoding="", separator="", count_headings=len)

    assert [gap.sentence for gap in refused.value.gaps] == [refusal]
