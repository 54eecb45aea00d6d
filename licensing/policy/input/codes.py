"""Codes and numbers as they are printed and pasted, in the form in which lists have them."""

from __future__ import annotations

import re

from licensing.policy.input.texts import clean_text

# Two runs of separators stand beside each other only where a word is between them: a long one is then read once, not squared.
_IMO = re.compile(r"(?:imo)?[ \u00a0:.-]*(?:(?:no\.?|number|№)[ \u00a0:.-]*)?([0-9]{7})", re.IGNORECASE)
# The weights of the first six digits; the last digit of the sum is the seventh (IMO resolution A.1117(30)).
_IMO_WEIGHTS = range(7, 1, -1)
_SEPARATORS = re.compile("[ .\u00a0\u2007\u2009\u202f-]")


def clean_tariff_code(written: str) -> str:
    """A customs code without the separators that tariffs print (`8806 22 90 00`, `8806.22`); what has letters in it stays."""
    text = clean_text(written)
    digits = _SEPARATORS.sub("", text)
    return digits if re.fullmatch("[0-9]+", digits) else text


def clean_vessel_number(written: str) -> str:
    """The seven digits of an IMO ship identification number, however it is introduced (`IMO 1234567`); what is none stays."""
    text = clean_text(written)
    found = _IMO.fullmatch(text)
    return found[1] if found else text


def has_check_digit(number: str) -> bool:
    """Whether the last of seven digits is the check digit of the six before it: 1234567, as 1·7+2·6+3·5+4·4+5·3+6·2 = 77."""
    return int(number[6]) == sum(int(digit) * weight for digit, weight in zip(number[:6], _IMO_WEIGHTS, strict=True)) % 10
