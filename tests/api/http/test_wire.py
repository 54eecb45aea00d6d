"""Bodies read strictly: whatever is odd about one is refused before any act sees it."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from licensing.api.http.wire import as_json, parse_form, read_json, refuse_odd_text
from licensing.errors import Invalid
from licensing.models import Case
from tests.api.calling import Caller, at, code_of
from tests.world import World


@pytest.fixture
def paula(world: World) -> Caller:
    return Caller(world.paula)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "invalid"),
        (b"{", "malformed"),
        (b"\xff\xfe{}", "malformed"),
        (b"\xef\xbb\xbf{}", "malformed"),
        (b'{"kind": NaN}', "malformed"),
        (b'{"kind": -Infinity}', "malformed"),
        (b'{"kind": 1e400}', "malformed"),
        (b'{"kind": 1e-400}', "malformed"),
        (b'{"kind": 1e999999999999}', "malformed"),
        (b'{"kind": 0.' + b"1" * 100 + b"}", "malformed"),
        (b'{"kind": ' + b"9" * 5000 + b"}", "malformed"),
        (b'{"kind": 9007199254740993}', "malformed"),
        (b'{"kind": "single_permit", "kind": "transit"}', "malformed"),
        (b'{"kind": "single_permit\\u0000"}', "invalid"),
        (b'{"kind": "single_permit", "title": "\\ud800"}', "invalid"),
        (b'{"kind": "single_permit", "\\ud800": 1}', "invalid"),
        (b'{"kind": "single_permit", "\\u0000": 1}', "invalid"),
        (b"[" * 100_000, "malformed"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "malformed"),
        (b"[]", "invalid"),
        (b'"text"', "invalid"),
        (b"null", "invalid"),
        (b"7", "invalid"),
        (b'{"kind": 1.5}', "invalid"),
        (b'{"kind": {"a": []}}', "invalid"),
        (b'{"kind": "single_permit", "items": [null]}', "invalid"),
        (b'{"kind": "single_permit", "documents": [{"type": "other", "title": "x", "content": "%%%"}]}', "invalid"),
        (b'{"kind": "single_permit", "terms": {"contract_date": "2026-02-30"}}', "invalid"),
        (b'{"kind": "single_permit", "terms": {"contract_date": "0001-01-01"}}', "invalid"),
    ],
)
def test_a_body_that_is_no_request_is_refused(paula: Caller, body: bytes, code: str) -> None:
    answer = paula.raw("POST", "cases/", body)

    assert code_of(answer) == (400, code)
    assert Case.objects.count() == 0


def test_a_body_above_fifteen_megabytes_is_refused(paula: Caller) -> None:
    assert code_of(paula.raw("POST", "cases/", b" " * (15 * 1024 * 1024 + 1))) == (413, "too_large")


def test_numbers_of_a_body_are_exact() -> None:
    assert read_json(b'{"share": 0.1, "count": 9007199254740991}') == {"share": Decimal("0.1"), "count": 2**53 - 1}


def test_an_answer_is_written_in_utc_and_plain_decimals() -> None:
    kyiv = datetime(2026, 7, 1, 12, 30, tzinfo=timezone(timedelta(hours=3)))

    written = json.loads(as_json({"at": kyiv, "on": date(2026, 7, 1), "id": UUID(int=7), "amount": Decimal("1E+3")}))

    assert written == {
        "at": "2026-07-01T09:30:00Z",
        "on": "2026-07-01",
        "id": "00000000-0000-0000-0000-000000000007",
        "amount": "1000",
    }


def test_a_value_that_the_contract_has_no_form_for_is_not_written() -> None:
    with pytest.raises(TypeError):
        as_json({"codes": {"ML10"}})


def test_a_text_that_cannot_be_stored_is_named_by_its_path() -> None:
    with pytest.raises(Invalid) as refused:
        refuse_odd_text({"items": [{"name": "UAV"}, {"name": "\x00"}]})

    assert [gap.path for gap in refused.value.gaps] == ["items.1.name"]


def test_the_text_of_a_form_is_utf_8_whatever_charset_is_claimed(world: World, paula: Caller) -> None:
    parts = [
        b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % pair
        for pair in ((b"type", b"other"), (b"title", "Довідка".encode()))
    ]
    parts.append(b'Content-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nInvented')
    body = b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"

    attached = paula.raw("POST", at(world.draft(), "documents/"), body, "multipart/form-data; boundary=x; charset=zip")

    assert (attached.status_code, attached.json()["title"]) == (201, "Довідка")


def test_a_form_says_the_same_as_the_json_of_its_command() -> None:
    form = QueryDict("title=A&original=true", mutable=True)
    form["file"] = SimpleUploadedFile("a.txt", b"Invented")  # type: ignore[assignment]

    assert parse_form(form) == {"title": "A", "original": True, "content": "SW52ZW50ZWQ=", "file_name": "a.txt"}
