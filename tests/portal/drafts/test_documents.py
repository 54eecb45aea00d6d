"""Documents at the portal: attached, listed, handed out, removed."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from licensing.choices import ScanVerdict
from licensing.models import Document
from tests.papers import Person
from tests.portal.visiting import Visitor, forms_of, summary_of, text_of
from tests.world import World

PAPER = b"Contract C-1, invented."


def paper(content: bytes = PAPER) -> SimpleUploadedFile:
    return SimpleUploadedFile("contract.txt", content, "text/plain")


def test_a_document_is_attached_and_handed_out_as_a_file(world: World, paula: Visitor) -> None:
    case = world.draft()

    answer = paula.send("documents", case.pk, file=paper(), type="contract", title="The contract")

    document = Document.objects.get()
    handed = paula.open("document", case.pk, document.pk)
    assert answer.status_code == 302
    assert (handed.status_code, handed.content) == (200, PAPER)
    assert handed["Content-Disposition"] == 'attachment; filename="contract.txt"'
    assert handed["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert handed["X-Content-Type-Options"] == "nosniff"


def test_an_incomplete_document_names_what_it_lacks(world: World, paula: Visitor) -> None:
    case = world.draft()

    no_file = paula.send("documents", case.pk, title="The contract")
    no_type = paula.send("documents", case.pk, title="The contract", file=paper())
    web_page = paula.send("documents", case.pk, type="contract", title="T", file=paper(b"<script>alert(1)</script>"))

    assert summary_of(no_file) == ["Choose the file."]
    assert forms_of(no_file)[0].values["title"] == ["The contract"]
    assert summary_of(no_type) == ["Fill in “Type of document”."]
    assert summary_of(web_page) == [
        "“contract.txt” is not a PDF, an image, a Word or Excel document, plain text, or one of these signed."
    ]
    assert not Document.objects.exists()


def test_a_signed_original_is_listed_with_its_signer(world: World, paula: Visitor) -> None:
    case = world.draft()
    signed = Person("Olena Prykladna", Person("Invented issuer")).sign(PAPER)

    paula.send("documents", case.pk, file=SimpleUploadedFile("contract.p7s", signed), type="contract", title="The contract")

    assert "Signed by Olena Prykladna · Invented issuer · Not verified" in text_of(paula.open("documents", case.pk))


def test_a_document_is_removed(world: World, paula: Visitor) -> None:
    case = world.draft()
    paula.send("documents", case.pk, file=paper(), type="contract", title="The contract")

    paula.send("documents", case.pk, form=0)

    assert Document.objects.get().removed_at is not None


def test_a_document_is_not_there_by_way_of_another_case(world: World, paula: Visitor, rita: Visitor) -> None:
    case, other = world.draft(), world.draft()
    paula.send("documents", case.pk, file=paper(), type="contract", title="The contract")
    document = Document.objects.get()

    assert paula.open("document", other.pk, document.pk).status_code == 404
    assert rita.open("document", case.pk, document.pk).status_code == 404
    assert Visitor(None).open("document", case.pk, document.pk).status_code == 302


def test_an_infected_document_is_never_handed_out(world: World, paula: Visitor) -> None:
    case = world.draft()
    paula.send("documents", case.pk, file=paper(), type="contract", title="The contract")
    Document.objects.update(verdict=ScanVerdict.INFECTED)

    page = paula.client.get(reverse("portal:document", args=[case.pk, Document.objects.get().pk]))
    assert (page.status_code, b"malicious code" in page.content) == (422, True)
