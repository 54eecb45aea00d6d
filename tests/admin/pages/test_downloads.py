"""Papers of the desk are shown by the browser and kept by no cache."""

from __future__ import annotations

from licensing.admin.pages.downloads import build_pdf_response


def test_a_paper_is_shown_under_its_name_and_cached_nowhere() -> None:
    response = build_pdf_response(b"%PDF-", "plan-Ї.pdf")

    assert (response["Content-Type"], response["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''plan-")
