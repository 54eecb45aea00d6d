"""A quantity stands with its unit in the form that the number asks for, in both languages."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils.translation import override

from licensing.policy.licences.counted import describe_quantity

ROOT = Path(__file__).resolve().parents[3]
UNITS, CATALOGUE = ROOT / "seeds/reference/units.csv", ROOT / "licensing/locale/uk/LC_MESSAGES/django.po"
_NUMBER_AND_UNIT = re.compile(r"%\(\w+\)[sd] %\(units?\)s")


@pytest.mark.parametrize(
    ("quantity", "unit", "english", "ukrainian"),
    [
        ("600", "NAR", "600 pieces", "600 штук"),
        ("600.000", "NAR", "600 pieces", "600 штук"),
        ("1", "NAR", "1 piece", "1 штука"),
        ("1200", "NAR", "1,200 pieces", "1 200 штук".replace(" 2", "\xa02")),
        ("22", "NAR", "22 pieces", "22 штуки"),
        ("11", "SET", "11 sets", "11 комплектів"),
        ("21", "KGM", "21 kilograms", "21 кілограм"),
        ("0.5", "KGM", "0.5 kilograms", "0,5 кілограма"),
        ("0", "TNE", "0 tonnes", "0 тонн"),
        ("3", "XXX", "3 drums", "3 drums"),
        ("0.5", "NAR", "0.5 drums", "0,5 drums"),
    ],
)
def test_a_unit_follows_its_number(quantity: str, unit: str, english: str, ukrainian: str) -> None:
    said = {}
    for language in ("en", "uk"):
        with override(language):
            said[language] = describe_quantity(Decimal(quantity), unit, "drums")

    assert said == {"en": english, "uk": ukrainian}


def test_every_shipped_unit_has_its_forms() -> None:
    with UNITS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    for row in rows:
        assert "?" not in describe_quantity(Decimal(5), row["code"], "?"), row
        if row["decimals"] != "0":
            assert "?" not in describe_quantity(Decimal("0.5"), row["code"], "?"), row


def test_no_sentence_puts_the_name_of_a_unit_behind_a_number() -> None:
    """It is wrong for most numbers; a sentence takes both as one value. Terms are counted in kinds of days, which differ."""
    found = {line for line in CATALOGUE.read_text(encoding="utf-8").splitlines() if _NUMBER_AND_UNIT.search(line)}

    assert {line for line in found if "%(used)d of %(term)d" not in line and line.startswith("msgid")} == set()


# What views hand to a page is counted already (`describe_quantity`), or the field takes the number alone.
_COUNTED_BEFORE = {
    "admin/licensing/assessment/words.html",
    "admin/licensing/licences/licence/ledger.html",
    "admin/licensing/licences/licence/lines.html",
    "admin/licensing/plans/countries/project_years.html",
    "admin/licensing/plans/participants/participant.html",
    "admin/licensing/requests/case/checks/draws.html",
    "admin/licensing/requests/case/checks/parent.html",
    "admin/licensing/requests/case/filed/deliveries.html",
    "admin/licensing/requests/case/filed/goods.html",
    "admin/licensing/requests/case/filed/projects.html",
    "admin/licensing/supply/path.html",
    "admin/licensing/supply/spare.html",
    "portal/licences/report_line.html",
    "portal/licences/vary/ask.html",
}
_BARE = re.compile(
    r"\{\{ \w+(\.\w+)*\.(quantity|asked|spared|left|left_after|used|authorised|excess|promised|delivered|wanted|pipeline"
    r"|stock|raised|expected|available|allocation|made|leaving_now|per_month)(\.normalize|\|amount|\|default:\S+)? \}\}"
)
_PLAIN_IN_A_SENTENCE = re.compile(
    r"\b(asked|spared|left|most|total|taken|quantity|now|limit|granted|stated|excess)\"?[=:] ?format_decimal\("
)


def test_no_page_shows_a_quantity_without_its_unit() -> None:
    """`counted`, `counted_in` and `quantity` of the templates write both as one."""
    shown = {
        path.relative_to(ROOT / "templates").as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if _BARE.search(path.read_text(encoding="utf-8"))
    }

    assert shown == _COUNTED_BEFORE


def test_no_sentence_of_policy_takes_a_quantity_as_a_plain_number() -> None:
    taken = {
        path.relative_to(ROOT / "licensing/policy").as_posix()
        for path in (ROOT / "licensing/policy").rglob("*.py")
        if _PLAIN_IN_A_SENTENCE.search(path.read_text(encoding="utf-8"))
    }

    # How a licence keeps a cap and a decision its condition, and a varied request its items: beside the unit.
    assert taken == {"licences/customs/gate_rules.py", "licences/request_changes.py", "licences/terms.py"}
