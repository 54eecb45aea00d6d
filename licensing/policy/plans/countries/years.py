"""What a project of a country plan says year by year: volumes and values of calendar years, which come to its whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.exact import count_decimals, format_decimal
from licensing.policy.licences.counted import count_in_unit

# By calendar year; none of what is said of the whole period alone.
Years: TypeAlias = Mapping[int, Decimal]


def list_years(first_on: date, last_on: date) -> range:
    """The calendar years that a period touches."""
    return range(first_on.year, last_on.year + 1)


def cut_to_year(year: int, first_on: date, last_on: date) -> tuple[date, date]:
    """The part of a period that lies in a year: what is planned for that year is made within it."""
    return max(first_on, date(year, 1, 1)), min(last_on, date(year, 12, 31))


def read_years(stored: Mapping[str, str]) -> dict[int, Decimal]:
    """Years as they are stored and frozen, in their order."""
    return {int(year): Decimal(figure) for year, figure in sorted(stored.items())}


def write_years(years: Years) -> dict[str, str]:
    """Years as they are stored and frozen: exact numbers as text."""
    return {str(year): format_decimal(figure) for year, figure in sorted(years.items())}


def find_year_gaps(
    path: str, years: Years, whole: Decimal | None, *, period: Collection[int], decimals: int, unit: str
) -> Iterator[Gap]:
    """What is wrong with the years of a volume in its unit, or of the value in its currency; `period` are those of the plan.

    They come to the whole exactly, so that what is said by year and what is said in all never say two things.
    """
    for year, figure in sorted(years.items()):
        if year not in period:
            yield Gap("out_of_range", f"{path}.{year}", Message("The plan does not reach into %(year)s.", year=str(year)))
        if figure <= 0 or count_decimals(figure) > decimals:
            sentence = Message(
                "More than 0, with at most %(decimals)d decimals; leave a year without any empty.", decimals=decimals
            )
            yield Gap("invalid", f"{path}.{year}", sentence)
    total = sum(years.values(), Decimal())
    if years and total != whole:
        words = {"total": count_in_unit(total, unit), "whole": "–" if whole is None else count_in_unit(whole, unit)}
        yield Gap("not_whole", path, Message("The years come to %(total)s, and the whole is %(whole)s.", **words))


def find_outside_gaps(planned: Mapping[int, Collection[int]], period: Collection[int]) -> Iterator[Gap]:
    """Projects, by their number, that plan for years which the plan does not reach into any more, since its period changed."""
    for number, years in sorted(planned.items()):
        for year in sorted(set(years) - set(period)):
            words = {"number": number, "year": str(year)}
            sentence = Message("Project %(number)d plans for %(year)s, into which the plan does not reach.", **words)
            yield Gap("out_of_range", "projects", sentence)
