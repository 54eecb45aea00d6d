"""The letter that no licence is required: for which goods, on which classification, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from licensing.acts.acting import to_local_day
from licensing.acts.documents.papers.receipt import build_listed_goods
from licensing.acts.documents.papers.transfer import build_applicant
from licensing.acts.documents.papers.words import keep_filled, name_authority, name_countries, render_day, render_words
from licensing.choices import PaperKind
from licensing.messages import TranslatedText
from licensing.models import Case, Event
from licensing.policy.documents.papers import Fact, PaperText, Part

_ONLY_THESE: Final = _(
    "This letter is no licence. It speaks of these goods as they were described; goods that differ from them may need one."
)


def build_letter(case: Case, ended: Event) -> PaperText:
    """The letter of a request that ended with `ended`, for the bank, the carrier and customs."""
    filed: Mapping[str, Any] = json.loads(case.versions.latest("number").canonical)
    day = render_day(to_local_day(ended.at))
    reason = Part(title=render_words(_("Why no licence is required")), entries=[[ended.data["reason"]]])
    return PaperText(
        kind=PaperKind.NO_LICENCE,
        number=case.reference or "",
        reference=case.reference or "",
        title=render_words(_("No licence is required")),
        subtitle=render_words(_("for the goods below, none of which is controlled")),
        authority=name_authority(),
        head=_describe_request(case, filed),
        parts=[*build_listed_goods(filed), reason],
        signed=[
            (render_words(_("Issued on")), [day]),
            (render_words(_("Issued by")), keep_filled(ended.actor.name if ended.actor else None)),
        ],
        closing=[render_words(_ONLY_THESE)],
    )


def _describe_request(case: Case, filed: Mapping[str, Any]) -> list[Fact]:
    countries = name_countries()
    facts: list[Fact] = [
        *build_applicant(case, countries),
        (render_words(_("Kind of case")), [render_words(TranslatedText(case.kind.names))]),
        (render_words(_("Title")), keep_filled(filed.get("title"))),
        (render_words(_("Country of destination")), keep_filled(countries.get(filed.get("partner_country") or ""))),
    ]
    return [fact for fact in facts if fact[1]]
