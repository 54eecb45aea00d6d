"""What stands on a certificate as somebody typed it, and what of that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from licensing.acts.acting import Act
from licensing.acts.assessment.certificates.certified import read_covers
from licensing.errors import Gap, Invalid
from licensing.messages import Message
from licensing.models import Case, Certificate, CertificateTemplate, Country, Unit
from licensing.policy.exact import MOST_QUANTITY, count_decimals

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class LineInput:
    """Goods as they stand on a certificate."""

    name: str
    quantity: Decimal
    unit: str
    model: str = ""


@dataclass(frozen=True, slots=True)
class CertificateInput:
    """What stands on a certificate, as an entry point has parsed it; who issued it and its number are how it is called."""

    country: str
    authority: str
    number: str
    issued_on: date
    end_user: str
    template: str
    expires_on: date | None = None
    lines: Sequence[LineInput] = ()


def check_facts(act: Act[Case], facts: CertificateInput, *, known: Certificate | None = None) -> CertificateTemplate:
    """The template of what was typed; raises Invalid with all that cannot stand on a certificate."""
    template: CertificateTemplate | None = CertificateTemplate.objects.filter(pk=facts.template).first()
    gaps = [*_find_fact_gaps(facts, act.today), *_find_line_gaps(facts.lines)]
    if template is None or (not template.active and (known is None or known.template_id != template.pk)):
        gaps.append(Gap("unknown_code", "template", _("Choose a template that is in use.")))
    gaps += _find_issuer_gaps(facts) if known is None else _find_moved_gaps(known, facts.lines)
    if gaps or template is None:
        raise Invalid(gaps=gaps)
    return template


def _find_fact_gaps(facts: CertificateInput, today: date) -> Iterator[Gap]:
    yield from _find_word_gaps("end_user", facts.end_user, 200)
    if facts.issued_on > today:
        yield Gap("invalid", "issued_on", _("It cannot have been issued on a later day than today."))
    if facts.expires_on is not None and facts.expires_on < facts.issued_on:
        yield Gap("invalid", "expires_on", _("Its last day comes before the day on which it was issued."))


def _find_issuer_gaps(facts: CertificateInput) -> Iterator[Gap]:
    yield from _find_word_gaps("number", facts.number, 80)
    yield from _find_word_gaps("authority", facts.authority, 200)
    if not Country.objects.filter(pk=facts.country).exists():
        yield Gap("unknown_code", "country", _("There is no such country."))
    elif find_certificate(facts.country, facts.authority, facts.number) is not None:
        sentence = _("This authority has given the number %(number)s already. Cite the certificate that is on record.")
        yield Gap("taken", "number", sentence % {"number": facts.number.strip()})


def _find_word_gaps(name: str, words: str, most: int) -> Iterator[Gap]:
    if not words.strip():
        yield Gap("required", name, _("Write it as it stands on the certificate."))
    elif len(words) > most:
        yield Gap("too_long", name, _("Say it in %(most)d characters.") % {"most": most})


def find_certificate(country: str, authority: str, number: str) -> Certificate | None:
    """The certificate of an issuer with a number, whatever its letters' size and spaces."""
    called = {"authority__iexact": " ".join(authority.split()), "number__iexact": " ".join(number.split())}
    return Certificate.objects.filter(country=country, **called).first()


def _find_moved_gaps(certificate: Certificate, lines: Sequence[LineInput]) -> Iterator[Gap]:
    """Cases cite lines by their numbers: what they were granted on one must not count on other goods after a correction."""
    before = {one.number: _fold_goods(one.name, one.model, one.unit_id) for one in certificate.lines.all()}
    after = {number: _fold_goods(one.name, one.model, one.unit) for number, one in enumerate(lines, 1)}
    changed = {number for number in before.keys() | after.keys() if before.get(number) != after.get(number)}
    left = {before[number] for number in changed & before.keys()}
    came = {after[number] for number in changed & after.keys()}
    cited = {line for one in certificate.citations.standing() for line in read_covers(one).values()}
    for number in sorted(cited & changed & before.keys()):
        # Goods corrected in their place are new to the certificate, and those that stood there are gone from it.
        if number not in after or before[number] in came or after[number] in left:
            words = Message("Cases cite line %(number)d: keep it in its place, and add others after it.", number=number)
            yield Gap("invalid", "lines", words)


def _fold_goods(*words: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()).casefold() for one in words)


def _find_line_gaps(lines: Sequence[LineInput]) -> Iterator[Gap]:
    if not lines:
        yield Gap("required", "lines", _("Name the goods with their quantities, as the certificate does."))
    if len(lines) > MOST_LINES:
        yield Gap("too_many", "lines", _("Name no more than %(most)d lines of goods.") % {"most": MOST_LINES})
        return
    units = dict(Unit.objects.values_list("pk", "decimals"))
    for number, line in enumerate(lines, 1):
        if not line.name.strip() or len(line.name) > 200 or len(line.model) > 120:
            yield Gap("invalid", "lines", Message("Line %(number)d: name the goods in 200 characters.", number=number))
        if line.unit not in units:
            yield Gap("unknown_code", "lines", Message("Line %(number)d: there is no such unit.", number=number))
        elif not 0 < line.quantity < MOST_QUANTITY or count_decimals(line.quantity) > min(3, units[line.unit]):
            words = Message("Line %(number)d: give an exact quantity above 0 in its unit.", number=number)
            yield Gap("invalid", "lines", words)
