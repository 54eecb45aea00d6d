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
# What people and organisations are called, and what they call what they file: these may run from right to left.
OF_WHOM = r"(?:person|\w+_by|user|actor|system|officer)\.name"
NAMES = rf"(?:organisation(?:\.name)?|{OF_WHOM}|(?:case|document|sitting)\.title|file_name|signer)"
SHOWN = re.compile(r"\{\{ (?:\w+\.)*" + NAMES + r"(?:\|[^}]*)? \}\}")
HANDED = re.compile(r"\{% (?:blocktranslate|link)\b[^%]*?\b(?:\w+\.)*" + NAMES + r"(?!\w)[^%]*?%\}")
# The title of a window, and the words of a choice, hold no element.
WINDOW_TITLE = re.compile(r"\{% block title %\}.*?\{% endblock %\}", re.DOTALL)
# A browser shows in front of the table what stands in a row beside its cells, and the cells move to the left.
BESIDE_CELLS = re.compile(r"(?:<tr\b[^>]*>|</t[dh]>)\s*(?:\{(?:%[^%]*%|#[^#]*#)\}\s*)*(?!\{[%#])[^\s<]")
# A quantity and its unit; the units of terms are words for kinds of days, declined where they are made.
NUMBER_AND_UNIT = re.compile(r"\}\}\s*(?:<[^>]*>)?\s*\{\{ ?(?:\w+\.)*unit(?:_name|\.name)? ")
TERMS_IN_DAYS = {"admin/licensing/signoff/stage.html"}
KEEPS_BREAKS = re.compile(r'class="[^"]*\bdz-(?:pre|prose)\b[^"]*"[^<>]*>\s')


def test_few_lines_are_too_long_to_read() -> None:
    lines = [line for _name, text in _templates() for line in text.splitlines()]

    long = [line for line in lines if len(line) > LONGEST]

    assert len(long) / len(lines) <= 0.005


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


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<tr>\n{% for one in row %}\n<td>{{ one }}</td>\n{% endfor %}</tr>", False),
        ('<tr {% if a %}class="b"{% endif %}><th scope="row">X</th><td>Y</td></tr>', False),
        ("<tr>\nX\n<td>Y</td></tr>", True),
        ("<tr><td>Y</td>{% if a %}{{ a }}{% endif %}</tr>", True),
    ],
)
def test_what_stands_beside_the_cells_of_a_row_would_be_found(template: str, found: bool) -> None:
    assert bool(BESIDE_CELLS.search(template)) == found


def test_rows_of_tables_hold_cells_alone() -> None:
    assert {name: one.group() for name, text in _templates() if (one := BESIDE_CELLS.search(text))} == {}


@pytest.mark.parametrize(
    ("template", "bare"),
    [
        ("<bdi>{{ case.organisation.name }}</bdi>, {{ day }}", []),
        ("{{ case.organisation.name }}, {{ day }}", ["{{ case.organisation.name }}"]),
        ('<a aria-label="{{ document.title }}">', []),
        ("<option>{{ document.title }}</option>", []),
        ("{% link one.file_name|isolated 'document' %}", []),
        ("{% link one.file_name 'document' %}", ["{% link one.file_name 'document' %}"]),
        ("{% blocktranslate with who=event.actor.name %}By {{ who }}.", ["{% blocktranslate with who=event.actor.name %}"]),
    ],
)
def test_a_name_that_turns_the_order_around_would_be_found(template: str, bare: list[str]) -> None:
    assert _find_bare_names(template) == bare


def test_every_name_stands_by_itself_beside_other_text() -> None:
    assert {name: bare for name, text in _templates() if (bare := _find_bare_names(text))} == {}


def _find_bare_names(text: str) -> list[str]:
    """Names that are written out, or handed to a sentence or a link, without an element around them."""
    text = WINDOW_TITLE.sub("", text)
    shown = [found[0] for found in SHOWN.finditer(TEXT.sub("", text)) if not _is_alone(TEXT.sub("", text)[: found.start()])]
    return shown + [found[0] for found in HANDED.finditer(text) if "|isolated" not in found[0]]


def _is_alone(before: str) -> bool:
    """Whether the tag before a place is such an element, or one that can hold none, or is not closed: an attribute."""
    _, opened, rest = before.rpartition("<")
    tag, closed, between = rest.partition(">")
    return (bool(opened) and not closed) or tag.startswith("option") or (tag.startswith("bdi") and not between.strip())


def _templates() -> Iterator[tuple[str, str]]:
    return ((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.html")))


def test_no_button_of_a_table_stands_off_a_narrow_screen() -> None:
    # A table that is moved sideways hides its last column, and that is where its buttons are: such a table is stacked.
    hidden = [
        name
        for name, text in _templates()
        if name.startswith("admin/")
        for table in re.findall(r"<table\b.*?</table>", text, re.DOTALL)
        if "dz-button" in table or "parts/point.html" in table
        if "dz-stack" not in table.partition(">")[0]
    ]

    assert hidden == []


def test_every_box_that_scrolls_can_be_reached_by_keyboard_and_has_a_name() -> None:
    boxes = [(name, tag) for name, text in _templates() for tag in re.findall(r"<div[^<>]*\bdz-scroll\b[^<>]*>", text)]
    missing = [(name, wanted) for name, tag in boxes for wanted in ('tabindex="0"', "role=", "aria-label") if wanted not in tag]

    assert (len(boxes) > 30, missing) == (True, [])


# Enter in a field presses the first button of its form: these do less than what the form is for.
LESSER = re.compile(r"--secondary|--warning|\bdz-slim\b|\bdz-link-button\b|formaction|data-print")
BUTTON = re.compile(r"<button\b(?![^>]*type=\"button\")(?:[^<>]|\{%[^%]*%\})*>")
INCLUDE = re.compile(r'\{% include "([^"]+)"[^%]*%\}')
FIELD = re.compile(r"<(?:input\b(?![^>]*type=\"(?:hidden|submit)\")|select\b|textarea\b)|\{\{ *(?:field|form)\b")


@pytest.mark.parametrize(
    ("inside", "is_wrong"),
    [
        ('<input name="a"><button>Save</button><button class="b--secondary" name="more">More</button>', False),
        ('<input name="a"><button class="dz-slim" name="more">More</button><button>Save</button>', True),
        ('<input name="a"><button class="dz-slim" name="more">More</button>', False),
        ('<input type="hidden" name="a"><button class="dz-slim">Up</button><button class="dz-slim">Down</button>', False),
    ],
)
def test_a_lesser_button_that_enter_presses_would_be_found(inside: str, is_wrong: bool) -> None:
    assert bool(_find_wrong_defaults(f"<form>{inside}</form>")) == is_wrong


def test_enter_presses_the_button_that_files_or_saves_in_every_form() -> None:
    assert {name: wrong for name, text in _templates() if (wrong := _find_wrong_defaults(_expand(text)))} == {}


def _find_wrong_defaults(text: str) -> list[str]:
    """The first buttons of forms with fields and several buttons that do less than the form is for."""
    forms = re.findall(r"<form\b.*?</form>", text, re.DOTALL)
    pressed = [BUTTON.findall(form) for form in forms if FIELD.search(form)]
    return [buttons[0] for buttons in pressed if len(buttons) > 1 and LESSER.search(buttons[0])]


def _expand(text: str, depth: int = 3) -> str:
    """A template with those that it includes by name; what a button is for may stand in another file."""
    if not depth:
        return text
    return INCLUDE.sub(lambda found: _expand(_read_own(found[1]), depth - 1), text)


def _read_own(name: str) -> str:
    """One of our templates, or nothing for one that a framework brings."""
    return (ROOT / name).read_text(encoding="utf-8") if (ROOT / name).exists() else ""


@pytest.mark.parametrize("text", ["{{ one.most }} {{ one.unit }}", "of {{ asked }} {{ unit }}"])
def test_a_number_before_the_name_of_its_unit_is_found(text: str) -> None:
    assert NUMBER_AND_UNIT.search(text)


def test_no_template_puts_the_name_of_a_unit_behind_a_number() -> None:
    """In the singular or in one case it is wrong for most numbers: `describe_quantity` says both, or the unit has a column."""
    assert {name for name, text in _templates() if NUMBER_AND_UNIT.search(text)} - TERMS_IN_DAYS == set()
