"""A file that comes with what somebody writes: as the acts take it, and nothing at all where none was chosen."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from licensing.portal.forms.enclosures import read_enclosure


def test_a_file_is_handed_on_with_its_name_also_an_empty_one() -> None:
    full, empty, none = (
        RequestFactory().post("/", {"file": one} if one else {})
        for one in (SimpleUploadedFile("a.txt", b"A"), SimpleUploadedFile("b.txt", b""), None)
    )

    assert [read_enclosure(one) for one in (full, empty, none)] == [
        {"content": b"A", "file_name": "a.txt"},
        {"content": b"", "file_name": "b.txt"},
        {},
    ]
