"""A paper is printed from its row: the same bytes each time, as PDF/A, with all its words; a preview is marked as one."""

from __future__ import annotations

import io
import json

import pytest
from pypdf import PdfReader

from licensing.acts.documents.papers.issuing import issue_paper, preview_paper
from licensing.acts.documents.papers.keeping import digest_form, list_altered_forms, name_file, print_paper_again
from licensing.errors import FileAltered
from licensing.models import Case, Paper
from licensing.policy.documents.papers import FORM, FORM_DIGESTS
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
    assert (FORM, digest_form("v1")) == ("v1", "ff8626e21ad2ebb3926c9fed988d6f4268bcf5ec09d61bfa19c548190cbfafc2")
    assert name_file(Paper(kind="receipt", case=Case(reference="SP/2026/1"), number=1)) == "SP-2026-1-receipt.pdf"


def test_a_paper_whose_words_or_template_are_others_is_not_printed(world: World) -> None:
    paper = issue_first_paper(world)
    fields = {"digest": "0" * 64}, {"form_digest": "0" * 64}, {"form": "v0"}

    for changed in fields:
        spoilt = Paper.objects.get(pk=paper.pk)
        for name, value in changed.items():
            setattr(spoilt, name, value)
        with pytest.raises(FileAltered):
            print_paper_again(spoilt)

    assert (list_altered_forms(), FORM_DIGESTS[FORM]) == ([], digest_form(FORM))


@pytest.mark.walk
def test_a_letter_without_a_shape_in_a_name_neither_stops_a_paper_nor_its_issue(world: World) -> None:
    world.otto.name = "Ԥ 中 ქართული"
    world.otto.save()

    paper = issue_paper(world.licence(), world.otto)

    assert print_paper_again(paper).startswith(b"%PDF")
    said = json.loads(paper.canonical)["signed"][0][1][0]
    assert said.endswith("ქართული")
    assert "中" not in said
