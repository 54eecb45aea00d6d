"""The lists that we ship say in both languages what their readers need, and promise no act that there is none of."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "reference"
TERMS_OF_2020 = {"EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF"}


def test_every_term_of_delivery_has_a_ukrainian_name() -> None:
    names = {row["code"]: row["name_uk"] for row in _read("incoterms")}

    assert names.keys() == TERMS_OF_2020
    assert {code: name for code, name in names.items() if not re.fullmatch(r"[А-ЩЬЮЯЄІЇҐа-щьюяєіїґ’, -]{6,}", name)} == {}
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize(("column", "promise"), [("sentence_en", "exten|prolong|renew the"), ("sentence_uk", "продовж|подовж")])
def test_no_reminder_of_an_expiry_speaks_of_an_extension(column: str, promise: str) -> None:
    sentences = [row[column] for row in _read("reminder_rules") if row["clock"] == "licence_expiry"]

    assert len(sentences) > 2
    assert [one for one in sentences if re.search(promise, one, re.IGNORECASE)] == []


def _read(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
