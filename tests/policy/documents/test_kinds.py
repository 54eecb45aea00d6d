"""The names under which files are kept."""

from __future__ import annotations

import pytest

from licensing.policy.documents.kinds import KINDS, PDF, PNG, TEXT, fit_name


@pytest.mark.parametrize(
    ("name", "media_type", "kept"),
    [
        ("a.pdf", PDF, "a.pdf"),
        ("A.PDF", PDF, "A.PDF"),
        ("Contract No. 7", PDF, "Contract No. 7.pdf"),
        ("certificate", TEXT, "certificate.txt"),
        ("list.csv", TEXT, "list.csv"),
        ("x" * 180, PDF, "x" * 176 + ".pdf"),
    ],
)
def test_a_name_has_an_ending_that_fits_its_content(name: str, media_type: str, kept: str) -> None:
    assert fit_name(name, media_type) == kept


@pytest.mark.parametrize(("name", "media_type", "better"), [("a.bat", TEXT, "a.txt"), ("photo.jpg", PNG, "photo.png")])
def test_a_name_with_the_ending_of_something_else_is_refused_with_one_that_fits(
    name: str, media_type: str, better: str
) -> None:
    assert f"for example to “{better}”" in str(fit_name(name, media_type))


def test_no_ending_belongs_to_two_kinds() -> None:
    endings = [ending for kind in KINDS.values() for ending in kind.endings]

    assert sorted(endings) == sorted(set(endings))
