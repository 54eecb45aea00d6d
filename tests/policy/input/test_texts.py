"""Texts in one normal form: what is seen stays, what cannot be seen goes, and what changes the reading is refused."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.input.texts import (
    ODD_IN_LINE,
    clean_text,
    clean_values,
    find_odd_character,
    find_odd_values,
    fold_text,
    has_visible_text,
)

INVISIBLE = [
    "",
    " ",
    "\t\n",
    "\u00a0",
    "\u200b",
    "\u2800",
    "\u3164",
    "\u115f\u1160",
    "\uffa0",
    "\ufeff",
    "\u00ad",
    "\u2060",
    "\u0301",
    "\u200d",
    "\ufe0f",
]
# Default_Ignorable_Code_Point of the Unicode database, version 15.
IGNORABLE = [
    chr(code)
    for first, last in (
        (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
        (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
        (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    )
    for code in range(first, last + 1)
]  # fmt: skip
# Those of them that change the direction of reading are refused, not dropped.
ODD_MARKS = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
ODD = [*("\u202a", "\u202e", "\u2066", "\u2069", "\u2028", "\u2029", "\x85", "\x9f", "\x00", "\x07", "\x7f", "\ufff9")]


@pytest.mark.parametrize("text", [*INVISIBLE, "".join(INVISIBLE)])
def test_what_nobody_can_see_is_no_text(text: str) -> None:
    assert not has_visible_text(text)
    assert clean_text(text) == ""


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Drone ", "Drone"),
        ("\u00a0Дрон\u200b", "Дрон"),
        ("\ufeffI\u0306o\u0308d", "\u012c\u00f6d"),
        ("Дро\u00adн", "Дрон"),
        ("one\r\ntwo\n", "one\ntwo"),
        ("Dro\u200dne", "Drone"),
        ("Dro\u200ene", "Drone"),
        ("Дрон\u2800", "Дрон"),
        ("\u2800 Drone \u3164", "Drone"),
        ("Drone\ufe0f", "Drone"),
        ("\u2116\ufe0f 7", "\u2116 7"),
        ("Dro\u200d\ufe0fne", "Drone"),
        ("Dro\U000e0041ne", "Drone"),
        # Selectors of emoji, of the figure on a key, of Chinese and Mongolian letters.
        ("\u2764\ufe0f", "\u2764\ufe0f"),
        ("\u2764\ufe0f\ufe0f", "\u2764\ufe0f"),
        ("1\ufe0f\u20e3", "1\ufe0f\u20e3"),
        ("1\ufe0f", "1"),
        ("\u845b\U000e0100", "\u845b\U000e0100"),
        ("\u1820\u180b", "\u1820\u180b"),
        ("\U0001f3f3\ufe0f\u200d\U0001f308", "\U0001f3f3\ufe0f\u200d\U0001f308"),
        # Joiners that Persian and Hindi need, and that hold an emoji together.
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("\U0001f469\u200d\U0001f680", "\U0001f469\u200d\U0001f680"),
    ],
)
def test_a_text_is_kept_as_it_is_seen(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


def test_whatever_unicode_lets_a_reader_ignore_changes_no_name() -> None:
    left = [f"U+{ord(char):04X}" for char in IGNORABLE if char not in ODD_MARKS and clean_text(f"Dro{char}ne") != "Drone"]

    assert left == []
    assert all(find_odd_character(f"Dro{char}ne") for char in ODD_MARKS)


@pytest.mark.parametrize("char", ODD)
def test_a_character_that_changes_the_reading_is_refused_and_never_dropped(char: str) -> None:
    for text in (f"a{char}b", char, f"a{char}", f"{char}a"):
        assert find_odd_character(text) is not None
        assert char in clean_text(text)


@given(st.text(max_size=40))
def test_the_normal_form_is_stable_and_the_published_pattern_agrees(text: str) -> None:
    cleaned = clean_text(text)

    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert (find_odd_character(cleaned) is None) == (re.search(f"[{ODD_IN_LINE}]", re.sub("[\t\n\r]", "", cleaned)) is None)
    assert cleaned == "" or has_visible_text(cleaned) or find_odd_character(cleaned)


@pytest.mark.parametrize(
    ("one", "other"), [("Drone  X", "Drone X "), ("Iвано\u00a0Ко", "Iвано Ко"), ("e\u0301", "\u00e9"), ("a\u200bb", "ab")]
)
def test_texts_that_read_alike_compare_alike(one: str, other: str) -> None:
    assert fold_text(one) == fold_text(other)


@pytest.mark.parametrize(("one", "other"), [("100E1", "1000"), ("0123", "123"), ("1_000", "1000"), ("Drone", "drone")])
def test_texts_that_read_otherwise_compare_otherwise(one: str, other: str) -> None:
    assert fold_text(one) != fold_text(other)


def test_every_text_of_a_document_is_cleaned_and_each_odd_one_is_named() -> None:
    document = {"title": " a ", "items": [{"name": "b\u202e", "number": 1}, {"name": "\u3164"}]}

    assert clean_values(document) == {"title": "a", "items": [{"name": "b\u202e", "number": 1}, {"name": ""}]}
    assert [(gap.path, str(gap.sentence)[:20]) for gap in find_odd_values(document)] == [
        ("items.0.name", "Character 2 (U+202E)")
    ]
