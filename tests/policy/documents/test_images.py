from __future__ import annotations

import pytest

from licensing.policy.documents.images import find_image_fault
from licensing.policy.documents.kinds import JPEG, PNG, TIFF
from tests import papers


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", PNG), ("JPEG", JPEG), ("TIFF", TIFF)])
def test_a_picture_decodes_to_its_end_or_is_refused(kind: str, media_type: str) -> None:
    whole = papers.picture(kind, (64, 64))

    assert find_image_fault(whole, media_type) is None
    assert all(find_image_fault(whole[:length], media_type) is not None for length in (3, 20, len(whole) // 2))
