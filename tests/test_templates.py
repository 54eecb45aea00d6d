"""The templates can be read, and are laid out only where nobody sees it; `./run check` looks after the rest of their form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "templates"
LONGEST = 120
# Mail programs read no style sheet.
STYLED = {"mail/letter.html"}

OWN_STYLE = re.compile(r"\sstyle=|<style\b|<script\b(?![^>]*\bsrc=)")
# A text of several lines, translated in one piece, may begin with whatever it likes.
TEXT = re.compile(r"\{% blocktranslate.*?\{% endblocktranslate %\}", re.DOTALL)
# The formatter puts two tags of Django that touch on two lines; a reader sees a space there.
SPACE_BEFORE_COMMA = re.compile(r"^\s*(?:\{% (?:if|else|elif|with|for)\b[^%]*%\}\s*)*[,.;:!?)]", re.MULTILINE)
# These classes keep the line breaks of a text, and so those of the template around it.
KEEPS_BREAKS = re.compile(r'class="[^"]*\bdz-(?:pre|prose)\b[^"]*"[^<>]*>\s')


def test_few_lines_are_too_long_to_read() -> None:
    lines = [line for _name, text in _templates() for line in text.splitlines()]

    long = [line for line in lines if len(line) > LONGEST]

    assert len(long) / len(lines) <= 0.02


def test_no_template_brings_a_style_or_a_script_of_its_own() -> None:
    assert {name for name, text in _templates() if OWN_STYLE.search(text)} - STYLED == set()


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("{{ a }}{% if b %}, {{ b }}{% endif %}", False),
        ("{{ a }}{% if b %},\n  {{ b }}{% endif %}", False),
        ("{{ a }}\n{% if b %}, {{ b }}{% endif %}", True),
        ("{{ a }}\n  , {{ b }}", True),
        ("{% blocktranslate trimmed %}\n  , {{ b }}\n{% endblocktranslate %}", False),
    ],
)
def test_a_space_before_a_comma_would_be_found(template: str, found: bool) -> None:
    assert bool(SPACE_BEFORE_COMMA.search(TEXT.sub("", template))) == found


def test_no_layout_puts_a_space_before_a_comma() -> None:
    assert {name for name, text in _templates() if SPACE_BEFORE_COMMA.search(TEXT.sub("", text))} == set()


def test_no_layout_shows_within_a_text_that_keeps_its_breaks() -> None:
    assert {name: found for name, text in _templates() if (found := KEEPS_BREAKS.findall(text))} == {}


def _templates() -> Iterator[tuple[str, str]]:
    return ((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.html")))
