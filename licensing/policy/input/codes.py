"""Codes as they are printed and pasted, in the form in which lists have them."""

from __future__ import annotations

import re

from licensing.policy.input.texts import clean_text

_SEPARATORS = re.compile("[ .\u00a0\u2007\u2009\u202f-]")


def clean_tariff_code(written: str) -> str:
    """A customs code without the separators that tariffs print (`8806 22 90 00`, `8806.22`); what has letters in it stays."""
    text = clean_text(written)
    digits = _SEPARATORS.sub("", text)
    return digits if re.fullmatch("[0-9]+", digits) else text
