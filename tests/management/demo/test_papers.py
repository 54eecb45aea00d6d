"""The documents of the demo are real PDF files with the digest that the desk will show."""

from __future__ import annotations

import base64

import pytest

from licensing.management.demo.papers import build_document

pytestmark = pytest.mark.django_db


def test_a_paper_is_a_pdf_named_after_its_type() -> None:
    paper = build_document({"type": "euc", "number": "7"}, {"title": "Forty UAVs", "items": [{"name": "UAV"}]})

    assert base64.b64decode(paper["content"]).startswith(b"%PDF-")
    assert (paper["file_name"], paper["language"], paper["number"]) == ("euc.pdf", "en", "7")


def test_the_words_on_a_page_are_no_field_of_the_request() -> None:
    paper = build_document({"type": "contract", "title": "Contract C-1", "body": "We sell."}, {})

    assert paper["title"] == "Contract C-1"
    assert "body" not in paper
