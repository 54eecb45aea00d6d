"""What belongs to one case or licence, page by page: a history of thousands of lines is not one page of two megabytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

T = TypeVar("T")
R = TypeVar("R")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Excerpt(Generic[T]):
    """Some of the rows of a list, and where they stand among all of them."""

    rows: Sequence[T]
    number: int  # of this page, from 1
    size: int
    total: int
    parameter: str  # of the address, by which the pages are turned over

    @property
    def first(self) -> int:
        """The place of the first row on this page, from 1."""
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def after(self) -> int:
        """How many rows follow this page."""
        return max(0, self.total - self.last)

    @property
    def is_whole(self) -> bool:
        """Whether these are all the rows that there are."""
        return len(self.rows) == self.total

    def convert(self, rows: Sequence[R]) -> Excerpt[R]:
        """The same page with its rows in another form."""
        return Excerpt(rows, self.number, self.size, self.total, self.parameter)


def read_excerpt(rows: QuerySet[Any], asked: Mapping[str, str], parameter: str, *, size: int = PAGE) -> Excerpt[Any]:
    """The page that an address asks for; the nearest one where there is no such page.

    One statement where a single page holds all the rows, as in nearly every case, and three where it does not.
    """
    first = list(rows[: size + 1])
    if len(first) <= size:
        return Excerpt(first, 1, size, len(first), parameter)
    return build_excerpt(rows.count(), lambda start, end: list(rows[start:end]), asked, parameter, size=size)


def build_excerpt(
    total: int, read: Callable[[int, int], Sequence[T]], asked: Mapping[str, str], parameter: str, *, size: int = PAGE
) -> Excerpt[T]:
    """The page that an address asks for, of a list of known length that is read from one place up to another."""
    wanted = asked.get(parameter, "")
    number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 9 else 1
    # A page that is not there any more, since its rows were done meanwhile, is the last one that is.
    number = min(max(1, number), max(1, -(-total // size)))
    return Excerpt(read((number - 1) * size, number * size) if total else [], number, size, total, parameter)
