"""Numbers as people write them: the only reader of typed figures, for forms, spreadsheets and reports alike.

Programs write the plain notation of the published schema (`1234.5`), which `licensing.policy.exact.to_decimal` reads.
"""

from __future__ import annotations

import re
from decimal import Decimal

from licensing.messages import Message
from licensing.policy.exact import format_decimal

# `[0-9]` and never `\d`, which also takes the digits of other scripts. A number has one kind of gap throughout, or it may be
# two numbers; and nobody parts thousands after a zero in front.
_GAPS = r"[ \u00a0\u2007\u2009\u202f'\u2019]"
_GROUPED = re.compile(
    rf"(?P<whole>[1-9][0-9]{{0,2}}(?P<gap>{_GAPS})[0-9]{{3}}(?:(?P=gap)[0-9]{{3}})*)(?:[.,](?P<rest>[0-9]+))?"
)
_POINTED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<gap>[.,])[0-9]{3}(?:(?P=gap)[0-9]{3})*)(?:(?!(?P=gap))[.,](?P<rest>[0-9]+))?"
)
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_PLAIN = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<rest>[0-9]+))?")
_SPACES = " \t\r\n\u00a0\u2007\u2009\u202f"
# Longer than any column holds; and a bound before anything is computed.
LONGEST = 40


def parse_number(typed: str) -> Decimal | Message:
    """The exact number that a person has typed, or why nobody can know which one is meant.

    Thousands may be apart (`3 200 000,50`, `1.234.567`, `1,234.50`, `80'000`). A lone separator before exactly three digits
    (`1.000`, `1,000`) is a thousand to one reader and one to another, so it is refused with both readings. Exponents, `NaN`,
    underscores and digits of other scripts are no numbers.
    """
    text = typed.strip(_SPACES)
    sign, digits = ("-", text[1:]) if text[:1] in ("-", "\u2212") else ("", text)
    if len(digits) > LONGEST:
        return NOT_A_NUMBER
    if _AMBIGUOUS.fullmatch(digits):
        return _describe_ambiguity(typed, sign, digits)
    found = next((found for form in (_GROUPED, _POINTED, _PLAIN) if (found := form.fullmatch(digits))), None)
    return _join(sign, found["whole"], found["rest"]) if found else NOT_A_NUMBER


def format_for_typing(number: Decimal) -> str:
    """A number as `parse_number` reads it back: three decimals may be ambiguous, so a fourth follows (`1.125` as `1.1250`)."""
    text = format_decimal(number)
    return f"{text}0" if _AMBIGUOUS.fullmatch(text.removeprefix("-")) else text


def to_plain_notation(typed: str) -> str:
    """A typed number as programs write it; what cannot be read, in a form that the schema of a number refuses.

    An ambiguous `1.000` would pass the schema as it is, and be one; its point becomes a comma.
    """
    number = parse_number(typed)
    return format_decimal(number) if isinstance(number, Decimal) else typed.replace(".", ",")


NOT_A_NUMBER = Message("This is not a number. Write it in digits, such as 40 or 12.5.")


def _join(sign: str, whole: str, rest: str | None) -> Decimal:
    digits = re.sub(r"[^0-9]", "", whole)
    return Decimal(f"{sign}{digits}.{rest}" if rest else f"{sign}{digits}")


def _describe_ambiguity(typed: str, sign: str, digits: str) -> Message:
    whole, rest = re.split("[.,]", digits)
    small = _join(sign, whole, rest)
    return Message(
        "“%(typed)s” may mean %(large)s or %(small)s. Write %(large)s or %(exact)s.",
        typed=typed,
        large=format_decimal(_join(sign, whole + rest, None)),
        small=format_decimal(small),
        exact=format_for_typing(small),
    )
