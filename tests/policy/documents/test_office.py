from __future__ import annotations

import pytest

from licensing.policy.documents.kinds import EXCEL, WORD
from licensing.policy.documents.office import find_office_fault
from tests import papers


def test_what_office_programs_write_opens() -> None:
    assert find_office_fault(papers.word(), WORD) is None
    assert find_office_fault(papers.sheet(), EXCEL) is None


@pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "image", "frame", "subDocument"])
def test_a_document_that_fetches_a_part_of_itself_is_refused_and_one_with_a_link_is_not(kind: str) -> None:
    said = {"Target": "https://elsewhere.example/x", "TargetMode": "External"}
    part = "word/_rels/document.xml.rels"

    fault = find_office_fault(papers.word(**{part: papers.relations(Type=kind, **said)}), WORD)

    assert "fetches a part of itself" in str(fault)
    assert find_office_fault(papers.word(**{part: papers.relations(Type="hyperlink", **said)}), WORD) is None
