"""Documents in an amendment: replaced and left out in the working copy, and filed with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from licensing.acts.signoff import positions
from licensing.models import Case, Document
from tests.acts.signoff.cases import standing_choices, use_stage
from tests.portal.visiting import Visitor, text_of
from tests.world import World, approve


def begin(visitor: Visitor, case: Case) -> None:
    visitor.client.post(f"/cases/{case.pk}/amend/")


def certificate(case: Case) -> Document:
    return case.documents.get(type="euc", removed_at=None)


def put(visitor: Visitor, case: Case, content: bytes = b"Another invented certificate", **said: Any) -> Any:
    about = {"type": "euc", "title": "Corrected certificate", "language": "en", "number": "8", "issuer": "Somebody"}
    file = SimpleUploadedFile("certificate.txt", content)
    return visitor.client.post(f"/cases/{case.pk}/draft/documents/", about | {"file": file} | said)


def file(visitor: Visitor, case: Case) -> None:
    assert visitor.client.post(f"/cases/{case.pk}/amend/file/", {"key": "one", "reason": "A slip"}).status_code == 302


@pytest.mark.walk
def test_a_document_is_replaced_and_only_its_readers_are_asked_again(world: World, paula: Visitor) -> None:
    use_stage(world, depends={"MOD": ["items"], "GS": ["items"], "MFA": ["documents.euc"]})
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.mira, approve(), version=1)
    before = certificate(case)
    begin(paula, case)

    answer = put(paula, case, replaces=before.sha256)
    cost = text_of(paula.client.post(f"/cases/{case.pk}/amend/cost/"))
    file(paula, case)

    assert answer.status_code == 302
    assert "1 signature rests on what you change" in cost
    assert (certificate(case).title, certificate(case).number) == ("Corrected certificate", "8")
    assert standing_choices(case) == {"MOD": "approve"}
    assert before.sha256 in case.versions.get(number=1).canonical


def test_until_it_is_filed_nothing_is_attached(world: World, paula: Visitor) -> None:
    case = world.accepted()
    count = case.documents.count()
    begin(paula, case)

    put(paula, case)
    page = text_of(paula.open("documents", case.pk))
    paula.client.post(f"/cases/{case.pk}/amend/give-up/")

    assert "Corrected certificate" in page
    assert "new in this amendment" in page
    assert case.documents.count() == count
    assert paula.open("documents", case.pk).status_code == 302


def test_a_document_that_is_left_out_may_make_the_request_incomplete(world: World, paula: Visitor) -> None:
    case = world.accepted()
    begin(paula, case)

    paula.client.post(f"/cases/{case.pk}/draft/documents/", {"remove": certificate(case).sha256})

    assert "It cannot be filed yet." in text_of(paula.client.post(f"/cases/{case.pk}/amend/cost/"))


def test_a_form_without_a_file_or_with_faults_is_shown_again(world: World, paula: Visitor) -> None:
    case = world.accepted()
    begin(paula, case)

    nameless = put(paula, case, title="")
    empty = put(paula, case, content=b"")
    without = paula.client.post(f"/cases/{case.pk}/draft/documents/", {"type": "euc", "title": "Certificate"})

    assert [one.status_code for one in (nameless, empty, without)] == [422, 422, 422]
    assert "Choose the file." in text_of(without)
