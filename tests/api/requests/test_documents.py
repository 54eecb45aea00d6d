"""Documents over the API: attached as JSON or as a form, downloaded as they were."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from licensing.models import Case, Document
from tests import papers
from tests.api.calling import Caller, at, code_of, url
from tests.world import World

CONTENT = papers.pdf("An invented certificate")


@pytest.fixture
def paula(world: World) -> Caller:
    return Caller(world.paula)


def in_json(**changes: Any) -> dict[str, Any]:
    return {
        "type": "other",
        "title": "A certificate",
        "file_name": "certificate.pdf",
        "content": base64.b64encode(CONTENT).decode(),
    } | changes


def by_form(paula: Caller, case: Case, content: bytes = CONTENT, **fields: str) -> Any:
    headers = {"Authorization": f"Bearer {paula.token}", "Idempotency-Key": fields.pop("key", str(uuid4()))}
    form = {"type": "other", "title": "A certificate", "original": "true", **fields}
    form |= {"file": SimpleUploadedFile(fields.get("name", "certificate.pdf"), content)}  # type: ignore[dict-item]
    form.pop("name", None)
    return paula.client.post(url(at(case, "documents/")), form, headers=headers)


def test_a_document_is_attached_listed_and_downloaded(world: World, paula: Caller) -> None:
    case = world.draft()

    attached = paula.post(at(case, "documents/"), in_json())
    listed = paula.get(at(case, "documents/")).json()
    download = paula.get(attached["Location"])

    digest = hashlib.sha256(CONTENT)
    assert (attached.status_code, attached.json()["sha256"], listed) == (201, digest.hexdigest(), [attached.json()])
    assert (download.content, download["Content-Type"]) == (CONTENT, "application/pdf")
    assert download["Content-Disposition"] == 'attachment; filename="certificate.pdf"'
    assert download["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert download["X-Content-Type-Options"] == "nosniff"
    assert download["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"


def test_a_form_with_a_file_does_the_same(world: World, paula: Caller) -> None:
    case, key = world.draft(), str(uuid4())

    attached = by_form(paula, case, key=key)
    again = by_form(paula, case, key=key)
    other = by_form(paula, case, CONTENT + b"x", key=key)

    assert (attached.status_code, attached.json()["original"], attached.json()["file_name"]) == (201, True, "certificate.pdf")
    assert (again.content, code_of(other)) == (attached.content, (422, "idempotency_key_reused"))
    assert Document.objects.count() == 1


def test_a_file_name_is_stored_without_path_and_refused_with_direction_marks(world: World, paula: Caller) -> None:
    case = world.draft()

    attached = paula.post(at(case, "documents/"), in_json(file_name="../../etc/passwd.pdf"))
    refused = paula.post(at(case, "documents/"), in_json(file_name="\u202egpj.pdf"))

    assert attached.json()["file_name"] == "passwd.pdf"
    assert (code_of(refused), Document.objects.count()) == ((400, "invalid"), 1)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"content": "PHNjcmlwdD4="}, (422, "file_refused")),
        ({"content": "TVqQAAMAAAAEAAAA"}, (422, "file_refused")),
        ({"content": ""}, (422, "file_refused")),
        ({"content": "%%%"}, (400, "invalid")),
        ({"type": "unheard_of"}, (400, "invalid")),
        ({"verdict": "clean"}, (400, "invalid")),
        ({"title": ""}, (400, "invalid")),
    ],
)
def test_a_document_that_cannot_be_is_refused(
    world: World, paula: Caller, changes: dict[str, Any], expected: tuple[int, str]
) -> None:
    case = world.draft()

    assert code_of(paula.post(at(case, "documents/"), in_json(**changes))) == expected
    assert case.documents.count() == 0


def test_a_wrong_field_is_named_as_it_was_sent(world: World, paula: Caller) -> None:
    refused = paula.post(at(world.draft(), "documents/"), in_json(type="unheard_of"))

    assert [(one["path"], one["code"]) for one in refused.json()["errors"]] == [("type", "unknown_code")]


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data; boundary=x; charset=nonsense", "multipart/form-data; boundary="]
)
def test_a_form_that_is_none_is_refused(world: World, paula: Caller, content_type: str) -> None:
    answer = paula.raw("POST", at(world.draft(), "documents/"), b"--x\r\nnonsense", content_type)

    assert answer.status_code == 400


def test_a_removed_document_is_no_longer_found(world: World, paula: Caller) -> None:
    case = world.draft()
    place = paula.post(at(case, "documents/"), in_json())["Location"]

    removed = paula.delete(place)

    assert (removed.status_code, removed.content) == (204, b"")
    assert code_of(paula.get(place)) == code_of(paula.delete(place)) == (404, "not_found")


def test_a_filed_request_keeps_its_documents(world: World, paula: Caller) -> None:
    case = world.filed()
    document = case.documents.first()

    assert document is not None
    assert code_of(paula.delete(at(case, f"documents/{document.pk}/"))) == (409, "wrong_state")
    assert code_of(paula.post(at(case, "documents/"), in_json())) == (409, "wrong_state")


def test_an_altered_file_is_not_downloaded(world: World, paula: Caller) -> None:
    case = world.draft()
    place = paula.post(at(case, "documents/"), in_json())["Location"]
    document = case.documents.get()
    with document.file.storage.open(document.file.name, "wb") as stored:
        stored.write(b"something else")

    try:
        assert code_of(paula.get(place)) == (409, "file_altered")
    finally:
        document.file.storage.delete(document.file.name)


def test_an_infected_file_is_not_downloaded(world: World, paula: Caller) -> None:
    case = world.draft()
    place = paula.post(at(case, "documents/"), in_json())["Location"]
    case.documents.update(verdict="infected")

    assert code_of(paula.get(place)) == (422, "file_refused")


def test_a_second_file_in_a_form_is_refused_and_not_dropped(world: World, paula: Caller) -> None:
    case, content = world.draft(), SimpleUploadedFile("one.pdf", CONTENT)
    headers = {"Authorization": f"Bearer {paula.token}", "Idempotency-Key": "a"}
    about = {"type": "other", "title": "A certificate"}

    def refused(**parts: Any) -> list[str]:
        answer = paula.client.post(url(at(case, "documents/")), about | parts, headers=headers)
        assert code_of(answer) == (400, "invalid")
        return [error["path"] for error in answer.json()["errors"]]

    assert refused(file=[content, SimpleUploadedFile("two.pdf", CONTENT)]) == ["file"]
    assert refused(file=content, annex=SimpleUploadedFile("two.pdf", CONTENT)) == ["annex"]
    assert refused(file=content, content="JVBERi0=") == ["content"]
    assert refused(file=content, title=["One", "Two"]) == ["title"]
    assert Document.objects.count() == 0


def test_documents_are_listed_whole_or_in_parts(world: World, paula: Caller) -> None:
    case = world.ready()
    whole = paula.get(at(case, "documents/"))

    found, place = [], at(case, "documents/?limit=3")
    while place:
        part = paula.get(place)
        found += part.json()
        place = part.headers.get("Link", "").partition("<")[2].partition(">")[0]

    assert found == whole.json()
    assert len(found) > 3
    assert "Link" not in whole.headers
    assert code_of(paula.get(at(case, f"documents/?limit=3&cursor={uuid4()}")))[1] == "invalid"
