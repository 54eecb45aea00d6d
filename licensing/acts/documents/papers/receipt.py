"""The receipt of filing, with the digests that prove it, and the letter that no licence is required for what was filed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from licensing.acts.acting import to_local_day
from licensing.acts.documents.papers.transfer import build_applicant
from licensing.acts.documents.papers.words import keep_filled, name_authority, name_countries, render_day, render_words
from licensing.choices import Office, PaperKind
from licensing.messages import Message, TranslatedText
from licensing.models import Case, CaseVersion, DocumentType, Event, Unit
from licensing.policy.documents.papers import Column, Fact, Lines, PaperText, Part, Sheet, Words
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.requests.sections import name_goods

_NOTHING_DECIDED: Final = _("This receipt says that the request was filed. It decides nothing, and nothing may leave under it.")
_ONLY_THESE: Final = _(
    "This letter is no licence. It speaks of these goods as they were described; goods that differ from them may need one."
)


def build_receipt(case: Case, version: CaseVersion) -> PaperText:
    """The receipt of one version of a request, as it was filed."""
    filed: Mapping[str, Any] = json.loads(version.canonical)
    return PaperText(
        kind=PaperKind.RECEIPT,
        number=case.reference or "",
        reference=case.reference or "",
        title=render_words(_("Receipt of filing")),
        subtitle=render_words(Message("version %(number)s", number=version.number)),
        authority=name_authority(),
        head=_build_filed(case, version, filed),
        parts=[*_build_listed_goods(filed), *_build_attached(filed)],
        signed=[(render_words(_("Filed on")), [render_day(to_local_day(version.made_at))])],
        closing=[render_words(_NOTHING_DECIDED)],
    )


def _build_filed(case: Case, version: CaseVersion, filed: Mapping[str, Any]) -> list[Fact]:
    countries = name_countries()
    return [
        *build_applicant(case, countries),
        (render_words(_("Filed on")), [render_day(to_local_day(version.made_at))]),
        *_describe_request(case, filed, countries),
        (render_words(_("Digest of the request (SHA-256)")), [version.digest]),
    ]


def _describe_request(case: Case, filed: Mapping[str, Any], countries: Mapping[str, str]) -> list[Fact]:
    facts: list[Fact] = [
        (render_words(_("Kind of case")), [render_words(TranslatedText(case.kind.names))]),
        (render_words(_("Title")), keep_filled(filed.get("title"))),
        (render_words(_("Country of destination")), keep_filled(countries.get(filed.get("partner_country") or ""))),
    ]
    return [fact for fact in facts if fact[1]]


def _build_listed_goods(filed: Mapping[str, Any]) -> list[Part]:
    units = {row.pk: row for row in Unit.objects.all()}
    columns = [
        Column(render_words(_("No.")), "short"),
        Column(render_words(_("Goods")), "wide"),
        Column(render_words(_("Quantity")), "figure"),
    ]
    rows = [_build_listed_line(item, units) for item in filed.get("items", ())]
    return [Part(title=render_words(_("Goods")), sheet=Sheet(columns, rows))] if rows else []


def _build_listed_line(item: Mapping[str, Any], units: Mapping[str, Unit]) -> Sequence[Lines]:
    unit = units.get(item["unit"])
    counted = count_in_unit(Decimal(item["quantity"]), item["unit"], TranslatedText(unit.names) if unit else None)
    return [[str(item["number"])], keep_filled(render_words(name_goods(item)), item.get("model")), [render_words(counted)]]


def _build_attached(filed: Mapping[str, Any]) -> list[Part]:
    types = {row.pk: render_words(TranslatedText(row.names)) for row in DocumentType.objects.all()}
    entries = [_describe_attached(one, types) for one in filed.get("documents", ())]
    return [Part(title=render_words(_("Documents")), entries=entries)] if entries else []


def _describe_attached(document: Mapping[str, Any], types: Mapping[str, Words]) -> Lines:
    return keep_filled(types.get(document["type"]), document["title"], f"SHA-256 {document['sha256']}")


def build_letter(case: Case, ended: Event) -> PaperText:
    """The letter of a request that ended with `ended`, for the bank, the carrier and customs."""
    filed: Mapping[str, Any] = json.loads(case.versions.latest("number").canonical)
    countries = name_countries()
    day, officer = render_day(to_local_day(ended.at)), ended.actor.name if ended.actor else None
    reason = Part(title=render_words(_("Why no licence is required")), entries=[[ended.data["reason"]]])
    return PaperText(
        kind=PaperKind.NO_LICENCE,
        number=case.reference or "",
        reference=case.reference or "",
        title=render_words(_("No licence is required")),
        subtitle=render_words(_("for the goods named here, none of which is controlled")),
        authority=name_authority(),
        head=[*build_applicant(case, countries), *_describe_request(case, filed, countries)],
        parts=[*_build_listed_goods(filed), reason],
        signed=[
            (render_words(_("Issued on")), [day]),
            (render_words(_("Issued by")), [name_authority()]),
            (
                render_words(_("Found by")),
                keep_filled(render_words(Office.CASE_OFFICER.label), officer),
            ),
        ],
        closing=[render_words(_ONLY_THESE)],
    )
