"""Long lists that belong to one case are read page by page, and every row is on exactly one page."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.models import Country
from licensing.models.read_models.excerpts import build_excerpt, read_excerpt


def _page(total: int, asked: str, size: int = 10) -> Any:
    return build_excerpt(total, lambda start, end: range(total)[start:end], {"page": asked}, "page", size=size)


@given(total=st.integers(0, 60), size=st.integers(1, 12))
def test_every_row_is_on_one_page(total: int, size: int) -> None:
    pages = [_page(total, str(number), size) for number in range(1, -(-total // size) + 1)]

    assert [row for page in pages for row in page.rows] == list(range(total))
    assert [page.after for page in pages] == [total - page.last for page in pages]


@given(asked=st.text(max_size=12))
def test_an_unreadable_page_is_the_nearest(asked: str) -> None:
    assert _page(25, asked).number in (1, 2, 3)


@pytest.mark.parametrize(("asked", "shown"), [("0", 1), ("-4", 1), ("4", 3), ("99999999999", 1), ("²", 1), ("", 1)])
def test_a_page_beyond_the_ends_is_the_one_at_the_end(asked: str, shown: int) -> None:
    assert _page(25, asked).number == shown


def test_a_list_that_fits_takes_one_statement(db: None, django_assert_num_queries: Any) -> None:
    rows = Country.objects.order_by("pk")

    with django_assert_num_queries(1):
        whole = read_excerpt(rows[:20], {}, "page", size=20)

    assert (whole.is_whole, whole.total) == (True, 20)


def test_a_longer_list_says_how_much_follows(db: None) -> None:
    rows = Country.objects.order_by("pk")

    page = read_excerpt(rows, {"page": "2"}, "page", size=20)

    assert (page.first, page.last, page.after) == (21, 40, rows.count() - 40)
    assert page.rows == list(rows[20:40])
