"""Texts of a paper in both of its languages, and the code that leads to the page which says whether it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

import qrcode
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from qrcode.constants import ERROR_CORRECT_M

from licensing.messages import Amount, DayText, LongDayText, LongMomentText, Message, Number, Text, TranslatedText
from licensing.models import Body, Country
from licensing.policy.documents.papers import Lines, Words
from licensing.policy.exact import round_half_up

LANGUAGES: Final = ("uk", "en")
_NOBODY: Final = _("Export control authority of Ukraine")


def render_words(text: Text | DayText | Amount | Number) -> Words:
    """A text in both languages; one plain text where they do not differ."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(text)
    return found["uk"] if found["uk"] == found["en"] else found


def render_day(on: date) -> Words:
    """A day with the name of its month in both languages: 06/01 is another day on each side of an ocean."""
    return render_words(LongDayText(on))


def render_moment(at: datetime) -> Words:
    """A moment to the minute in both languages, by the clock of the authority."""
    return render_words(Message("%(moment)s (Kyiv time)", moment=LongMomentText(to_local_moment(at))))


def to_local_moment(at: datetime) -> datetime:
    """A moment in the zone of the authority, whatever zone is active for whoever asks."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE))


def render_sum(amount: Decimal, currency: str) -> Words:
    """A sum of money with two decimals, as each language points it."""
    return join_words([render_words(Amount(round_half_up(amount, 2))), currency], "\u00a0")


def keep_filled(*lines: Words | None) -> Lines:
    """Those lines that say something, each once."""
    kept: list[Words] = []
    for line in lines:
        if line and line not in kept:
            kept.append(line)
    return kept


def name_body(code: str) -> Words:
    """A body by its full name; the authority in general where the list has no such body."""
    return name_bodies([code])[code]


def name_bodies(codes: Collection[str]) -> dict[str, Words]:
    """Bodies by their codes, likewise, in one statement."""
    found = Body.objects.in_bulk(codes)
    return {code: render_words(TranslatedText(found[code].names) if code in found else _NOBODY) for code in codes}


def name_countries() -> dict[str, str]:
    """Every country by its code, in both languages on one line."""
    found = {}
    for row in Country.objects.all():
        words = render_words(TranslatedText(row.names))
        found[row.pk] = words if isinstance(words, str) else f"{words['uk']} / {words['en']}"
    return found


def name_authority() -> Words:
    """The body in whose name papers are issued."""
    return name_body(settings.ISSUING_BODY)


def join_words(parts: Iterable[Words], separator: str) -> Words:
    """Several texts in one line, in each language."""
    kept = [part for part in parts if part]
    return {
        language: separator.join(part if isinstance(part, str) else part[language] for part in kept) for language in LANGUAGES
    }


def build_check_address(token: str) -> str:
    """The public page that says whether a paper holds."""
    return f"{settings.PUBLIC_URL}/check/{token}/"


def draw_code(address: str) -> list[str]:
    """The QR code of an address, row by row, 1 for a dark module.

    It is kept with the paper: another release of the library may draw it otherwise.
    """
    code = qrcode.QRCode(border=0, error_correction=ERROR_CORRECT_M)
    code.add_data(address)
    code.make()
    return ["".join("1" if dark else "0" for dark in row) for row in code.get_matrix()]
