"""The paper of a licence: what a bank, a carrier and a customs officer ask of it, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.documents.papers.decision import build_resolution
from licensing.acts.documents.papers.goods import build_goods
from licensing.acts.documents.papers.transfer import build_parties, build_route, build_use
from licensing.acts.documents.papers.words import (
    build_check_address,
    draw_code,
    join_words,
    keep_filled,
    name_authority,
    name_countries,
    render_day,
    render_sum,
    render_words,
)
from licensing.choices import PaperKind
from licensing.messages import LongDayText, Message, Number, TranslatedText
from licensing.models import Decision, Licence, Paper, User
from licensing.models.decisions.correction import get_wording, list_corrections
from licensing.models.read_models.licences.shipment import load_granted_request, read_granted_document
from licensing.policy.documents.papers import Fact, Lines, PaperText, Part, Words
from licensing.policy.exact import to_decimal

_CLOSING: Final = _(
    "What has left already under the licence stands in the ledger of customs, and on no paper. "
    "The paper holds only while the page behind its code says that it is genuine."
)
_DORMANT: Final = _(
    "Not in force yet: nothing may leave before the authority puts the licence into force. Its time counts from that day."
)


@dataclass(frozen=True, slots=True)
class Issue:
    """What a paper is issued with: by whom, when, as which paper of the licence, and in which place.

    `token` is what its code leads to; a preview has none.
    """

    by: User
    at: datetime
    number: int
    replaces: Paper | None
    token: str = ""


def build_licence_paper(licence: Licence, issue: Issue) -> PaperText:
    """The paper of a licence as it is now, in its present version."""
    decision, countries = _find_decision(licence), name_countries()
    filed = read_granted_document(licence, decision)
    check = build_check_address(issue.token) if issue.token else ""
    return PaperText(
        kind=PaperKind.LICENCE,
        number=licence.number,
        reference=licence.case.reference or "",
        title=render_words(TranslatedText(licence.case.kind.names)),
        subtitle=render_words(Message("version %(number)s", number=licence.version)),
        authority=name_authority(),
        head=_build_head(licence, decision, issue),
        parts=[
            build_parties(licence.organisation, filed, countries),
            build_use(filed, countries),
            *build_route(filed, countries),
            build_goods(licence, load_granted_request(licence), countries),
            *_build_charges(decision),
            _build_conditions(licence),
        ],
        signed=_build_signed(issue),
        closing=[render_words(_CLOSING)],
        check=check,
        code=draw_code(check) if check else (),
    )


def _find_decision(licence: Licence) -> Decision:
    """The decision that holds, with the version that it was made on."""
    if licence.case.decision_id is None:
        raise RuntimeError("a licence follows from a decision")
    return Decision.objects.select_related("version").get(pk=licence.case.decision_id)


def _build_head(licence: Licence, decision: Decision, issue: Issue) -> list[Fact]:
    wording = get_wording(decision, list_corrections(decision))
    facts: list[Fact] = [
        (render_words(pgettext_lazy("of a licence", "Valid")), _describe_validity(licence)),
        build_resolution(decision, wording),
        (render_words(_("Licence issued on")), [render_day(to_local_day(licence.issued_at))]),
    ]
    return [*facts, *_build_replaced(issue.replaces)]


def _build_replaced(before: Paper | None) -> list[Fact]:
    if before is None:
        return []
    words = Message(
        "Paper %(number)s of %(day)s, about version %(version)s of the licence",
        number=before.number,
        day=LongDayText(to_local_day(before.made_at)),
        version=before.licence_version,
    )
    return [(render_words(_("Takes the place of")), [render_words(words)])]


def _describe_validity(licence: Licence) -> Lines:
    if licence.valid_from is None:
        return [render_words(_DORMANT)]
    first, last = LongDayText(licence.valid_from), LongDayText(licence.valid_until)
    return [render_words(Message("from %(first)s to the end of %(last)s, Kyiv time", first=first, last=last))]


def _build_charges(decision: Decision) -> list[Part]:
    """What measures of the state charge, which a bank and customs collect by the paper."""
    facts: list[Fact] = [
        (render_words(TranslatedText(one["titles"])), keep_filled(_write_rate(one), _write_charge(one)))
        for one in decision.charges
    ]
    return [Part(title=render_words(_("Charged by measures of the state")), facts=facts)] if facts else []


def _write_rate(charge: Mapping[str, Any]) -> Words:
    return join_words([render_words(Number(to_decimal(charge["percent"]) or Decimal())), "%"], "\u00a0")


def _write_charge(charge: Mapping[str, Any]) -> Words | None:
    return render_sum(to_decimal(charge["amount"]) or Decimal(), charge["currency"]) if charge["amount"] else None


def _build_conditions(licence: Licence) -> Part:
    entries = [[render_words(TranslatedText(row.texts))] for row in licence.conditions.binding().order_by("number")]
    none = [] if entries else [render_words(_("The licence binds by no conditions beyond the law."))]
    return Part(title=render_words(_("Conditions")), entries=entries, prose=none)


def _build_signed(issue: Issue) -> list[Fact]:
    numbered = Message("paper %(number)s of the licence", number=issue.number)
    return [
        (render_words(_("Paper issued by")), keep_filled(issue.by.name, name_authority())),
        (render_words(_("Paper issued on")), keep_filled(render_day(to_local_day(issue.at)), render_words(numbered))),
    ]
