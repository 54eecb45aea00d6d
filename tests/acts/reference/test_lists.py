"""Reference data: loaded by natural key, and refused with file, row and column."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from licensing.acts.reference.lists import LISTS, read_lists
from licensing.errors import Gap, Invalid
from licensing.models import Country, Currency, Requirement

SEEDS = Path(__file__).resolve().parents[3] / "seeds" / "reference"

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the seeds that a test may spoil."""
    return Path(shutil.copytree(SEEDS, tmp_path / "reference"))


def _mend(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


def _refusal(folder: Path) -> tuple[Gap, ...]:
    with pytest.raises(Invalid) as refused:
        read_lists(folder)
    return refused.value.gaps


def test_what_ships_is_what_the_tables_hold() -> None:
    read = read_lists(SEEDS)

    assert {name: len(rows) for name, rows in read.items()} == {
        name: seed.model._default_manager.count() for name, seed in LISTS.items()
    }
    assert sum(map(len, read.values())) > 1000


def test_every_file_of_the_folder_is_loaded() -> None:
    assert {path.stem for path in SEEDS.glob("*.csv")} == set(LISTS)


def test_a_file_may_name_a_row_of_another_that_is_not_stored_yet(folder: Path) -> None:
    _mend(folder, "currencies", "AED,United Arab Emirates Dirham,", "XTS,Testing,перевірка,2\nAED,United Arab Emirates Dirham,")
    _mend(folder, "rates", "AED,2026-01-02,0.23352650", "XTS,2026-01-02,0.23352650")

    assert "XTS" in [row["currency_id"] for row in read_lists(folder)["rates"]]


def test_a_row_without_a_kind_is_asked_of_every_kind() -> None:
    assert set(Requirement.objects.filter(kind=None).values_list("code", flat=True)) == {
        "title",
        "partner_country",
        "urgency_reason",
    }


@pytest.mark.parametrize(
    ("name", "before", "after", "path", "code"),
    [
        ("countries", "EE,EST,Estonia,Естонія,europe,", "EE,EST,Estonia,Естонія,baltic,", "countries.csv:65:tier", "invalid"),
        ("units", "KGM,kilograms,", "NAR,kilograms,", "units.csv:6:code", "twice"),
        ("rates", "AED,2026-01-02,0.23352650", "AED,2026-02-30,0.23352650", "rates.csv:2:on", "invalid"),
        ("rates", "AED,2026-01-02,0.23352650", "XXX,2026-01-02,0.23352650", "rates.csv:2:currency", "invalid"),
        ("rates", "AED,2026-01-02,0.23352650", "AED,2026-01-02,a lot", "rates.csv:2:to_eur", "invalid"),
        ("rates", "AED,2026-01-02,0.23352650", "AED,2026-01-02", "rates.csv:2", "cells"),
        ("item_families", '"[""ML1""]"', "[]", "item_families.csv:2:model_names", "unknown_place"),
        ("incoterms", "code,name_en", "code,title", "incoterms.csv:1:title", "unknown_column"),
        ("requirements", ",field,urgency.reason,", ",field,urgency.why,", "requirements.csv:4:target", "unknown_place"),
        (
            "requirements",
            "single_permit,fi_rate,terms,field,terms.financing.rate_percent|margin_percent",
            "single_permit,fi_rate,terms,field,terms.financing.rate_percent|marge",
            "requirements.csv:34:target",
            "unknown_place",
        ),
        ("requirements", '"{""urgency.urgent"": true}"', '"{""urgency"": true"', "requirements.csv:4:applies_if", "invalid"),
        (
            "requirements",
            '"{""urgency.urgent"": true}"',
            '"{""hurry"": true}"',
            "requirements.csv:4:applies_if",
            "unknown_place",
        ),
    ],
)
def test_a_mistake_is_named_by_file_row_and_column(
    folder: Path, name: str, before: str, after: str, path: str, code: str
) -> None:
    _mend(folder, name, before, after)

    gaps = _refusal(folder)

    assert (gaps[0].path, gaps[0].code) == (path, code)


def test_every_mistake_of_a_file_is_named_and_nothing_is_loaded(folder: Path) -> None:
    _mend(folder, "countries", "EE,EST,Estonia,", "EE,EST,Eesti,")
    _mend(folder, "currencies", "AED,United Arab Emirates Dirham,", "AED,,")
    _mend(folder, "currencies", ",албанський лек,2", ",албанський лек,two")

    gaps = _refusal(folder)

    assert [gap.path for gap in gaps] == ["currencies.csv:2:name_en", "currencies.csv:4:decimals"]
    assert Country.objects.get(pk="EE").names["en"] == "Estonia"
    assert Currency.objects.get(pk="AED").names["en"] == "United Arab Emirates Dirham"


def test_a_file_that_is_not_there_is_named(folder: Path) -> None:
    (folder / "bodies.csv").unlink()

    assert [(gap.path, gap.code) for gap in _refusal(folder)] == [("bodies.csv:1", "unreadable")]
