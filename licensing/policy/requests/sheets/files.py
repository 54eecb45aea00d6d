"""What kind of file was sent, by its first bytes: people rename files, and browsers guess at types."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from licensing.errors import Gap, Invalid
from licensing.messages import Message
from licensing.policy.requests.sheets.cells import Book
from licensing.policy.requests.sheets.delimited import DelimitedText, Recogniser, decode_delimited, read_delimited
from licensing.policy.requests.sheets.workbooks import read_workbook

LARGEST: Final = 5 * 1024 * 1024
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS_XLSX: Final = Message("Open it in your spreadsheet program and save it as XLSX or CSV.")
# First bytes of what people send instead, with its name.
_OTHERS: Final = (
    (b"%PDF", Message("This is a PDF file.")),
    (b"\x89PNG", Message("This is a picture.")),
    (b"\xff\xd8\xff", Message("This is a picture.")),
    (b"{\\rtf", Message("This is a text document (RTF).")),
    (b"Rar!", Message("This is an archive; unpack it first.")),
    (b"7z\xbc\xaf", Message("This is an archive; unpack it first.")),
)


def read_book(content: bytes, *, encoding: str, separator: str, count_headings: Recogniser) -> Book:
    """Read the sheets of a file. `encoding` and `separator` are those of a text file, recognised where they are empty.

    Raises Invalid with what the file really is, when it is no sheet that we can read.
    """
    _refuse_size(content)
    if content.startswith(_ZIP):
        _refuse_other_archives(content)
        return read_workbook(content)
    _refuse_other_files(content)
    return read_delimited(content, encoding=encoding, separator=separator, count_headings=count_headings)


def read_text_file(content: bytes, *, count_headings: Recogniser) -> DelimitedText:
    """The text of a file of which only CSV will do. Raises Invalid with what the file really is, when it is none."""
    _refuse_size(content)
    if content.startswith(_ZIP):
        _refuse_other_archives(content)
        raise _refuse("wrong_form", Message("This is a workbook. Save the sheet as CSV and send that."))
    _refuse_other_files(content)
    return decode_delimited(content, encoding="", separator="", count_headings=count_headings)


def _refuse_size(content: bytes) -> None:
    if len(content) > LARGEST:
        raise _refuse("too_large", Message("The file is larger than %(limit)s MB.", limit=LARGEST // (1024 * 1024)))
    if not content.strip(b"\x00\xef\xbb\xbf\xff\xfe \r\n\t"):
        raise _refuse("empty", Message("The file is empty."))


def _refuse_other_files(content: bytes) -> None:
    if content.startswith(_OLE):
        raise _refuse("wrong_form", _describe_ole(content))
    for beginning, sentence in _OTHERS:
        if content.startswith(beginning):
            raise _refuse("wrong_form", sentence)
    head = content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    # Some systems call a web page `.xls`, which spreadsheet programs open and which holds neither rows nor types.
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta")):
        raise _refuse("wrong_form", Message("This is a web page with a table in it. %(advice)s", advice=_SAVE_AS_XLSX))
    if head.startswith(b"<?xml"):
        raise _refuse("wrong_form", Message("This is an XML file. %(advice)s", advice=_SAVE_AS_XLSX))


def _describe_ole(content: bytes) -> Message:
    """The container of old Office files: the names of its streams, in UTF-16, say what it holds."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Message("This file is protected by a password. Take the protection off, save it, and send it again.")
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return Message(
            "This is a workbook of the old Excel format (XLS), whatever its name says. %(advice)s", advice=_SAVE_AS_XLSX
        )
    return Message("This is an old Office file and no workbook.")


def _refuse_other_archives(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
    # A damaged list of parts fails in ways of its own (a version that is none, a name that is no text).
    except Exception:  # noqa: BLE001
        return  # `read_workbook` says that it is damaged
    if "xl/workbook.bin" in names:
        raise _refuse("wrong_form", Message("This is a binary workbook (XLSB). %(advice)s", advice=_SAVE_AS_XLSX))
    if "content.xml" in names and "mimetype" in names:
        raise _refuse(
            "wrong_form", Message("This is a file of LibreOffice (ODS or the like). %(advice)s", advice=_SAVE_AS_XLSX)
        )
    if any(name.startswith("word/") for name in names):
        raise _refuse("wrong_form", Message("This is a Word document."))
    # Without the list of its parts it may be a damaged workbook; with none of a workbook's it is something else.
    if "[Content_Types].xml" not in names and not any(name.startswith("xl/") for name in names):
        raise _refuse("wrong_form", Message("This is an archive; unpack it first."))


def _refuse(code: str, sentence: Message) -> Invalid:
    return Invalid(gaps=[Gap(code, "file", sentence)])
