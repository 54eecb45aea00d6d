from __future__ import annotations

import pytest

from licensing.policy.documents.inspection import find_content_fault, identify_content
from licensing.policy.documents.kinds import EXCEL, JPEG, PDF, PNG, TEXT, TIFF, WORD
from tests import papers

WHOLE = {
    PDF: papers.pdf(),
    PNG: papers.picture(),
    JPEG: papers.picture("JPEG"),
    TIFF: papers.picture("TIFF"),
    WORD: papers.word(),
    EXCEL: papers.sheet(),
    TEXT: "Сертифікат".encode(),
}


@pytest.mark.parametrize("media_type", WHOLE)
def test_each_kind_is_known_by_its_content_and_opens(media_type: str) -> None:
    assert identify_content(WHOLE[media_type]) == media_type
    assert find_content_fault(WHOLE[media_type], media_type) is None


def test_text_of_nothing_visible_is_no_document() -> None:
    assert "nothing that can be seen" in str(find_content_fault("\u200b \u2800".encode(), TEXT))
