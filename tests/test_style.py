"""What the style sheet of the portal, and what it is made from, put on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

LICENSING = Path(__file__).resolve().parent.parent / "licensing"
COMPILED = LICENSING / "static" / "licensing" / "portal.css"
SOURCE = LICENSING / "portal" / "style" / "portal.scss"
# A rule that writes what a link leads to, and the one that takes it back whatever stands before or after it.
WRITES = re.compile(r"([^{}]+)\{[^{}]*content:[^;{}]*attr\(href\)")
SILENT = r"([^{};]+)\{\s*content:\s*none\s*!important;?\s*\}"
WRITTEN = re.compile(r"\.([\w-]+)::after")


def test_no_link_is_printed_with_its_address() -> None:
    writing, silent = (_find_classes(rule, COMPILED) for rule in (WRITES, re.compile(SILENT)))

    # Of the framework; without it there would be nothing to take back.
    assert "govuk-link" in writing
    assert writing - silent == set()


@pytest.mark.parametrize("sheet", [COMPILED, SOURCE], ids=["compiled", "source"])
def test_addresses_are_kept_off_paper_alone(sheet: Path) -> None:
    before = sheet.read_text(encoding="utf-8").split(".govuk-link::after", 1)[0] if sheet == SOURCE else _before_ours(sheet)

    opened = before.rsplit("@media", 1)[1]
    assert opened.lstrip().startswith("print")
    assert opened.count("{") - opened.count("}") == 1


def _before_ours(sheet: Path) -> str:
    text = sheet.read_text(encoding="utf-8")
    found = re.search(SILENT, text)
    assert found
    return text[: found.start(1)]


def _find_classes(rule: re.Pattern[str], sheet: Path) -> set[str]:
    return {name for found in rule.findall(sheet.read_text(encoding="utf-8")) for name in WRITTEN.findall(found)}
