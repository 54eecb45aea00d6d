from __future__ import annotations

from licensing.policy.documents.pdf import find_pdf_fault
from tests import papers


def test_a_page_is_shown_and_whatever_is_cut_from_it_is_not() -> None:
    whole = papers.pdf()

    assert find_pdf_fault(whole) is None
    assert all(find_pdf_fault(whole[:length]) is not None for length in range(9, len(whole) - 64, max(1, len(whole) // 25)))
