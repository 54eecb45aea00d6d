"""A paper is printed from its row: the same bytes each time, as PDF/A, with all its words; a preview is marked as one."""

from __future__ import annotations

import io

from pypdf import PdfReader

from licensing.acts.documents.papers.issuing import preview_paper
from licensing.acts.documents.papers.keeping import digest_form, name_file, print_paper_again
from licensing.models import Case, Paper
from licensing.policy.documents.papers import FORM
from tests.issued_papers import issue_first_paper
from tests.world import World


def read_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_a_kept_paper_is_made_again_byte_by_byte_and_a_preview_is_no_paper(world: World) -> None:
    paper = issue_first_paper(world)
    assert paper.licence is not None

    first, again = print_paper_again(paper), print_paper_again(Paper.objects.get())
    preview = preview_paper(paper.licence, world.otto)

    assert first == again
    assert b'pdfaid:part="2"' in first or b"<pdfaid:part>2</pdfaid:part>" in first
    text = " ".join(read_text(first).replace("\u200b", "").split())
    for words in (paper.licence.number, "417-r", "Reconnaissance UAV", "Fictional Defence Depot", paper.digest):
        assert words in text
    assert "Page 1 / 2" in text
    assert "PREVIEW" not in text
    assert "PREVIEW – NOT VALID" in read_text(preview)
    assert paper.token not in read_text(preview)


def test_the_template_that_papers_cite_was_never_changed(world: World) -> None:
    # A changed frame is another file with another name: papers that were issued by this one are made by it again.
    assert (FORM, digest_form("v1")) == ("v1", "207dc1482e3e7b39d489b013a1ff839c7de34396d8570b5bc0aa2a4ecba53985")
    assert name_file(Paper(kind="receipt", case=Case(reference="SP/2026/1"), number=1)) == "SP-2026-1-receipt.pdf"
