from __future__ import annotations

import pytest

from licensing.policy.documents.pdf import find_pdf_fault
from tests import papers


def test_a_page_is_shown_and_whatever_is_cut_from_it_is_not() -> None:
    whole = papers.pdf()

    assert find_pdf_fault(whole) is None
    assert all(find_pdf_fault(whole[:length]) is not None for length in range(9, len(whole) - 64, max(1, len(whole) // 25)))


@pytest.mark.parametrize(
    "parts",
    [
        ["/AF [4 0 R]", "<</F (a.exe) /EF <</F 5 0 R>>>>", "<<>>"],
        ["/OpenAction <</S /GoToR /F (\\\\\\\\evil.example\\\\share) /D [0 /Fit]>>"],
        ["/X 4 0 R", "<</S /Thread /F (b.pdf) /D 0>>"],
        ["/OpenAction <</S /URI /URI (https://evil.example)>>"],
        ["/OpenAction 4 0 R", "<</S /GoTo /D [3 0 R /Fit] /Next [5 0 R]>>", "<</S /URI /URI (https://evil.example)>>"],
        ["/AA <</O 4 0 R>>", "<</S /URI /URI (https://evil.example)>>"],
        ["/OpenAction 4 0 R", "<</S /GoTo /D [3 0 R /Fit] /Next 4 0 R>>"],
        ["/OpenAction <</S 4 0 R /F (calc.exe)>>", "/Launch"],
        ["/X 4 0 R", "<</Length 0 /F (\\\\\\\\evil.example\\\\x)>> stream\n\nendstream"],
        ["/X 4 0 R", "<</Length 0 /Ref <</F (b.pdf) /Page 0>>>> stream\n\nendstream"],
        ["/X <</FS /URL /F (https://evil.example/x)>>"],
    ],
)
def test_a_page_that_fetches_opens_or_carries_another_file_is_refused(parts: list[str]) -> None:
    assert "does more than show pages" in str(find_pdf_fault(papers.active_pdf(*parts)))


def test_a_link_that_somebody_must_press_is_taken() -> None:
    link = "<</Type /Annot /Subtype /Link /Rect [0 0 1 1] /F 4 /A <</S /URI /URI (https://example.org)>>>>"

    assert find_pdf_fault(papers.active_pdf("/X 4 0 R", link)) is None
    assert find_pdf_fault(papers.active_pdf("/OpenAction [3 0 R /Fit]")) is None
