"""Texts as people write and paste them: one normal form, something to read in it, and nothing that changes how it reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.input.numbers import NOT_A_NUMBER

# What no text of ours holds, as a class of a regular expression that JavaScript reads alike: C0 and C1 controls, separators of
# lines and paragraphs, marks that override or isolate the direction of writing, and anchors of annotations.
ODD_IN_LINE = "\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\ufff9-\\ufffb"
# Line feeds and tabs are fine in longer texts.
ODD_IN_PROSE = ODD_IN_LINE.replace("\\u0000-\\u001f", "\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f")
_ODD = re.compile(f"[{ODD_IN_PROSE}]")
# What else Unicode calls ignorable and no word needs: soft hyphen, zero-width space, word joiner, byte order mark,
# fillers of Hangul, formats of shorthand and music, tags, and places that are kept free for such.
_PASTED = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
# They choose between two drawings of the character before them; beside any other they are nothing.
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_SELECTOR = re.compile(f"[{_SELECTORS}]")
# Emoji and symbols, the figure on a key of a telephone, and the scripts that have such drawings.
_NEEDED_SELECTOR = re.compile(
    "(?<=[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
    f"\u1000-\u109f\u1820-\u18aa\ua840-\ua877\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[{_SELECTORS}]"
    "|(?<=[0-9#*])\ufe0f(?=\u20e3)"
)
# Joiners and marks of direction: scripts of Asia and Africa need them within words, Latin and Cyrillic never do.
_JOINERS = "\u061c\u200c\u200d\u200e\u200f"
_JOINER = re.compile(f"[{_JOINERS}]")
_SPACES = re.compile(r"[ \t\n\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
# Letters and symbols that are drawn as nothing: fillers of Hangul, the empty pattern of Braille, a note without a head.
_BLANKS = "\u115f\u1160\u3164\uffa0\u2800\U0001d159"
CODE = "wrong_form"


def clean_text(text: str) -> str:
    """The text in its normal form: composed (NFC), one character at the end of a line, nothing invisible in it or around it.

    A text in which nothing can be seen is empty. What `find_odd_character` refuses stays where it is.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    # Composed first, too: what stands before a selector must not change after it was looked at.
    pasted = unicodedata.normalize("NFC", _PASTED.sub("", text.replace("\r\n", "\n")))
    pasted = _SELECTOR.sub(lambda found: found[0] if _NEEDED_SELECTOR.match(pasted, found.start()) else "", pasted)
    seen = _JOINER.sub(lambda found: found[0] if _is_needed(pasted, found.start()) else "", pasted)
    # Composed last: a letter and its accent may have stood apart until now.
    composed = unicodedata.normalize("NFC", seen)
    return _trim(composed) if has_visible_text(composed) or _ODD.search(composed) else ""


def has_visible_text(text: str) -> bool:
    """Whether a reader sees anything: a letter, figure, sign or symbol, and not only gaps, marks and fillers."""
    return any(unicodedata.category(char)[0] in "LNPS" and char not in _BLANKS for char in text)


def fold_text(text: str) -> str:
    """What is read of a text, for comparing: without joiners and selectors, and with one space for every gap."""
    return _SPACES.sub(" ", _SELECTOR.sub("", _JOINER.sub("", clean_text(text)))).strip()


def find_odd_character(text: str) -> Message | None:
    """Why a text cannot be taken: it holds a character that is invisible and may change how the text reads."""
    if text.isascii() and text.isprintable():
        return None
    found = _ODD.search(text.replace("\r\n", "\n"))
    if found is None:
        return None
    return Message(
        "Character %(place)s (%(code)s) cannot be seen and may change how the text reads. Take it out.",
        place=found.start() + 1,
        code=f"U+{ord(found[0]):04X}",
    )


def clean_values(value: Any) -> Any:
    """A document with every text in it in its normal form; names of fields stay as they are."""
    match value:
        # Values of an enumeration are texts too, but they are written by us.
        case str() if type(value) is str:
            return clean_text(value)
        case Mapping():
            return {name: clean_values(inner) for name, inner in value.items()}
        case list():
            return [clean_values(inner) for inner in value]
        case tuple():
            return tuple(clean_values(inner) for inner in value)
    return value


def find_odd_values(value: Any, path: str = "") -> Iterator[Gap]:
    """Every place of a document where a text cannot be taken, or a number is none (`NaN`, `Infinity`)."""
    match value:
        case Decimal() if not value.is_finite():
            yield Gap(CODE, path, NOT_A_NUMBER)
        case str():
            if why := find_odd_character(value):
                yield Gap(CODE, path, why)
        case Mapping():
            for name, inner in value.items():
                yield from find_odd_values(inner, f"{path}.{name}".lstrip("."))
        case list() | tuple():
            for number, inner in enumerate(value):
                yield from find_odd_values(inner, f"{path}.{number}".lstrip("."))


def _trim(text: str) -> str:
    # Not `str.strip`, which also takes away the separators and controls that are refused.
    return text.strip(
        _BLANKS + " \t\n\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    )


def _is_needed(text: str, place: int) -> bool:
    """Whether a joiner or mark stands beside a character of a script, or a symbol, that may need it."""
    beside = (text[at] for at in (place - 1, place + 1) if 0 <= at < len(text))
    return any(_may_need_joiner(char) for char in beside)


def _may_need_joiner(char: str) -> bool:
    # Hebrew, Arabic and all that follow them, without the blocks of Latin, Greek and punctuation above them; and emoji.
    return (
        char > "\u0590" and not "\u1c80" <= char < "\u2600" and char not in _JOINERS and unicodedata.category(char)[0] in "LMS"
    )
