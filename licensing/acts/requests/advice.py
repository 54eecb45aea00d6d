"""Advice on a request before it is filed, and what of it is filed along with a version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.parents.reading import OTHER_COUNTRY, assess_draw, describe_fit
from licensing.choices import CaseState, FindingGrade, Fit
from licensing.errors import Gap, Invalid
from licensing.messages import JoinedText, Message, Text, TranslatedText
from licensing.models import Case, CaseVersion, Country, Currency, FiledFinding, ParentAuthorisation, Unit
from licensing.models.plans.parents import find_parents
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.models.requests.composition import build_request_document
from licensing.policy.exact import count_decimals, to_decimal
from licensing.policy.findings import Finding, select_findings
from licensing.policy.input.texts import has_visible_text
from licensing.policy.plans.deviations import list_deviations
from licensing.policy.record.digests import compute_digest
from licensing.policy.requests.advice.adviser import find_findings
from licensing.policy.requests.advice.background import Background
from licensing.policy.requests.advice.wording import is_meaningful

LONGEST_EXPLANATION = 4000


def list_findings(case: Case, document: dict[str, Any] | None = None, *, at: datetime | None = None) -> list[Finding]:
    """What the parts of a request say against one another, now unless a moment is given."""
    document = document if document is not None else build_request_document(case)
    background = _load_background(case, document, at=at or now())
    found = find_findings(document, background)
    # Names are read for what is found only: almost every request is in order, and filing holds a lock meanwhile.
    found = find_findings(document, _load_names(document, background)) if found else []
    return [*found, *(one for parent in find_parents(case) for one in _find_draw_findings(case, parent, background.on))]


def _find_draw_findings(case: Case, parent: ParentAuthorisation, today: date) -> Iterator[Finding]:
    """What of a request does not stand on what it draws on, and whether it fits what is left, in a word."""
    draw = assess_draw(parent, case, today=today)
    for gap in draw.gaps:
        grade = FindingGrade.STOP if parent.binding or gap.code == OTHER_COUNTRY else FindingGrade.NOTE
        yield Finding(f"draw_{gap.code}", grade, gap.path, gap.message)
    for one in list_deviations(draw.asked, draw.reading.ceilings):
        yield Finding("price_deviates", FindingGrade.NOTE, f"items.{one.item - 1}.unit_price", one.message)
    if not draw.gaps and draw.fit is not Fit.FITS:
        yield Finding("draw_too_large", FindingGrade.NOTE, "plan", describe_fit(draw.fit, parent))


def collect_explanations(case: Case, findings: Sequence[Finding], given: Mapping[str, str]) -> dict[str, str]:
    """The explanation of each finding by its key: as given now, or as filed with the version before for the same finding."""
    if not findings:
        return {}
    before = {(one.key, one.texts.get("en")): one.explanation for one in list_filed_findings(case)}
    kept = {one.key: before.get((one.key, render_in_every_language(one.message)["en"]), "") for one in findings}
    return {key: given.get(key) or text for key, text in kept.items()}


def find_unexplained(findings: Sequence[Finding], explanations: Mapping[str, str]) -> list[Gap]:
    """What is odd and not explained yet, as gaps of the request that is to be filed."""
    return [
        Gap("explanation_required", one.path, JoinedText(one.message, fault))
        for one in select_findings(findings, FindingGrade.EXPLAIN)
        if (fault := find_fault_of_explanation(explanations.get(one.key, "")))
    ]


def find_fault_of_explanation(text: str) -> Message | None:
    """Why a text explains nothing: there is none, or none that says anything (`XXXX`)."""
    if is_meaningful(text):
        return None
    return Message("This explains nothing. Write it in words.") if has_visible_text(text) else _EXPLAIN


def check_explanations(given: Mapping[str, str]) -> None:
    """Raise Invalid for an explanation that is longer than it may be."""
    found = [key for key, text in given.items() if len(text) > LONGEST_EXPLANATION]
    if found:
        sentence = Message("At most %(limit)s characters.", limit=LONGEST_EXPLANATION)
        raise Invalid(gaps=[Gap("too_long", f"explanations.{key}", sentence) for key in found])


def file_findings(version: CaseVersion, findings: Sequence[Finding], explanations: Mapping[str, str]) -> dict[str, Any]:
    """Keep what was found about a version with its explanations, as a step of filing it; gives the data for its event."""
    rows = [
        FiledFinding(
            version=version,
            number=number,
            code=one.code,
            grade=one.grade,
            path=one.path,
            texts=render_in_every_language(one.message),
            explanation=explanations.get(one.key, ""),
        )
        for number, one in enumerate(findings, 1)
    ]
    FiledFinding.objects.bulk_create(rows)
    return {"findings": compute_findings_digest(rows)} if rows else {}


def compute_findings_digest(rows: Sequence[FiledFinding]) -> str:
    """The digest by which the event of a filing proves what was told and explained; `rows` in the order of their numbers."""
    return compute_digest([[one.code, one.grade, one.path, one.texts, one.explanation] for one in rows])


def list_filed_findings(case: Case) -> list[FiledFinding]:
    """What was filed with the newest version, if there is one."""
    newest = case.versions.order_by("-number").first()
    return list(FiledFinding.objects.filter(version=newest).order_by("number")) if newest else []


def _load_background(case: Case, document: Mapping[str, Any], *, at: datetime) -> Background:
    plan = document.get("plan")
    known = Case.objects.filter(reference=plan).values_list("partner_country_id", "state").first() if plan else None
    planned, state = known or (None, None)
    # A value in whole units can be paid in every currency.
    named = {
        one.get("currency")
        for one in document.get("items", ())
        if count_decimals((to_decimal(one.get("quantity")) or Decimal()) * (to_decimal(one.get("unit_price")) or Decimal()))
    } - {None}
    return Background(
        on=to_local_day(at),
        applicant=case.applicant_name,
        plan_country=planned,
        plan_state=CaseState(state) if state else None,
        decimals=dict(Currency.objects.filter(pk__in=named).values_list("pk", "decimals")) if named else {},
    )


def _load_names(document: Mapping[str, Any], background: Background) -> Background:
    """The same background with what people call the countries that a request and its plan name, and the unit of its terms."""
    places = {background.plan_country, document.get("partner_country")}
    places |= {place for row in document.get("route", ()) for place in (row.get("from_country"), row.get("to_country"))}
    places |= {row.get("country") for row in document.get("parties", ())}
    countries: dict[str, Text] = {
        one.pk: TranslatedText(one.names) for one in Country.objects.filter(pk__in=places - {None, ""})
    }
    unit = ((document.get("terms") or {}).get("long_term") or {}).get("unit")
    units: dict[str, Text] = {one.pk: TranslatedText(one.names) for one in Unit.objects.filter(pk=unit)} if unit else {}
    return replace(background, countries=countries, units=units)


_EXPLAIN = Message("Explain this before you file.")
