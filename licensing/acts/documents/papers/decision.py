"""The paper of a decision: what was decided on which request, by which resolution, on what grounds, and how it is appealed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from licensing.acts.acting import to_local_day
from licensing.acts.documents.papers.transfer import build_applicant
from licensing.acts.documents.papers.words import (
    join_words,
    keep_filled,
    name_authority,
    name_bodies,
    name_countries,
    render_day,
    render_words,
)
from licensing.choices import ClockKind, ConditionRuling, DecisionOutcome, PaperKind
from licensing.messages import LongDayText, Message, TranslatedText
from licensing.models import Case, Decision, DecisionLine, RefusalGround, Unit
from licensing.models.decisions.correction import Wording, get_wording, list_corrections
from licensing.policy.documents.papers import Column, Fact, Lines, PaperText, Part, Sheet
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.requests.sections import name_goods

_TITLES: Final = {
    DecisionOutcome.GRANT: _("Decision: the request is granted"),
    DecisionOutcome.GRANT_IN_PART: _("Decision: the request is granted in part"),
    DecisionOutcome.REFUSE: _("Decision: the request is refused"),
}
_AGAINST_DECISION: Final = gettext_noop(
    "The applicant may appeal against this decision until the end of %(day)s (Kyiv time). "
    "Persons who had no part in it decide the appeal."
)
_AGAINST_CONDITIONS: Final = gettext_noop(
    "The applicant may appeal against conditions of this decision until the end of %(day)s (Kyiv time). "
    "They bind meanwhile. Persons who had no part in it decide the appeal."
)
_NO_LICENCE: Final = _("This decision is no licence: goods leave under the licence that follows from it, by its own paper.")


def build_decision_paper(case: Case, decision: Decision) -> PaperText:
    """The paper of a decision as it reads now, for its applicant: never who recorded it, nor what our own forces need."""
    filed: Mapping[str, Any] = json.loads(decision.version.canonical)
    wording = get_wording(decision, list_corrections(decision))
    return PaperText(
        kind=PaperKind.DECISION,
        number=wording.resolution_no,
        reference=case.reference or "",
        title=render_words(_TITLES[DecisionOutcome(decision.outcome)]),
        authority=name_authority(),
        head=_build_decided(decision, wording),
        parts=[
            _build_request(case, decision, filed),
            *_build_granted(decision, filed),
            *_build_grounds(decision, wording),
            *_build_rulings(decision),
            *_build_provisos(decision),
            _build_appeal(case, decision),
        ],
        signed=[(render_words(_("Recorded on")), [render_day(to_local_day(decision.decided_at))])],
        closing=[] if decision.outcome == DecisionOutcome.REFUSE else [render_words(_NO_LICENCE)],
    )


def build_resolution(decision: Decision, wording: Wording) -> Fact:
    """The resolution by its number and day, with the bodies that had a seat in its round."""
    resolution = Message("No. %(number)s of %(day)s", number=wording.resolution_no, day=LongDayText(wording.resolution_on))
    bodies = name_bodies(list(decision.round.seats.order_by("body_id").values_list("body_id", flat=True)))
    return render_words(_("Resolution")), keep_filled(render_words(resolution), *bodies.values())


def _build_decided(decision: Decision, wording: Wording) -> list[Fact]:
    facts = [build_resolution(decision, wording)]
    if decision.valid_until is not None:
        facts.append((render_words(_("Last day of what is granted")), [render_day(decision.valid_until)]))
    return facts


def _build_request(case: Case, decision: Decision, filed: Mapping[str, Any]) -> Part:
    countries = name_countries()
    version = Message("version %(number)s", number=decision.version.number)
    facts: list[Fact] = [
        *build_applicant(case, countries),
        (render_words(_("Reference")), keep_filled(case.reference, render_words(version))),
        (render_words(_("Title")), keep_filled(filed.get("title"))),
        (render_words(_("Country of destination")), keep_filled(countries.get(filed.get("partner_country") or ""))),
    ]
    return Part(title=render_words(_("Request")), facts=[fact for fact in facts if fact[1]])


def _build_granted(decision: Decision, filed: Mapping[str, Any]) -> list[Part]:
    lines = list(decision.lines.select_related("item__unit").order_by("item__number"))
    if not lines:
        return []
    columns = [
        Column(render_words(_("No.")), "short"),
        Column(render_words(_("Goods")), "wide"),
        Column(render_words(_("Asked for")), "figure"),
        Column(render_words(_("Granted")), "figure"),
    ]
    items = {item["number"]: item for item in filed.get("items", ())}
    rows = [_build_decided_line(line, items.get(line.item.number, {})) for line in lines]
    return [Part(title=render_words(_("Goods")), sheet=Sheet(columns, rows))]


def _build_decided_line(line: DecisionLine, item: Mapping[str, Any]) -> Sequence[Lines]:
    unit: Unit = line.item.unit
    name = render_words(name_goods({"name": item.get("name") or line.item.name, "name_uk": item.get("name_uk")}))
    asked, granted = (
        render_words(count_in_unit(one, unit.pk, TranslatedText(unit.names)))
        # As it was asked when this was decided: a variation of the licence may ask for more since.
        for one in (Decimal(item.get("quantity") or line.item.quantity), line.quantity)
    )
    return [[str(line.item.number)], keep_filled(name, item.get("model")), [asked], [granted]]


def _build_grounds(decision: Decision, wording: Wording) -> list[Part]:
    """The grounds of a refusal by the list, the criteria that it names, and the reasons in the words of whoever decided."""
    rows = RefusalGround.objects.filter(pk__in=decision.grounds).order_by("pk")
    entries: list[Lines] = [[render_words(TranslatedText(row.texts))] for row in rows]
    entries += [[f"{one['set']} · {one['code']}", render_words(TranslatedText(one["titles"]))] for one in decision.criteria]
    if not entries and not wording.reasons:
        return []
    return [Part(title=render_words(_("Grounds")), entries=entries, prose=keep_filled(wording.reasons))]


def _build_provisos(decision: Decision) -> list[Part]:
    entries = [[render_words(TranslatedText(one["words"]))] for one in decision.conditions]
    return [Part(title=render_words(_("Conditions")), entries=entries)] if entries else []


def _build_rulings(decision: Decision) -> list[Part]:
    """What became of each condition that was appealed against, by its number in the decision before."""
    entries = [
        keep_filled(
            render_words(
                Message("Condition %(number)s: %(ruling)s", number=one["number"], ruling=ConditionRuling(one["ruling"]).label)
            ),
            render_words(TranslatedText(one["words"])),
            join_words([render_words(_("Now:")), render_words(TranslatedText(one["now"]))], " ") if one["now"] else None,
        )
        for one in decision.rulings
    ]
    return [Part(title=render_words(_("On the appeal against conditions")), entries=entries)] if entries else []


def _build_appeal(case: Case, decision: Decision) -> Part:
    """Until when whoever asked may appeal, by the clock that runs.

    A whole grant without conditions, and what was appealed against, has none.
    """
    clock = case.clocks.running().filter(kind=ClockKind.APPEAL).first() if case.decision_id == decision.pk else None
    if clock is None:
        said = render_words(_("No time to appeal against this decision runs."))
    else:
        until = LongDayText(to_local_day(clock.due_at))
        whole = decision.outcome == DecisionOutcome.GRANT
        said = render_words(Message(_AGAINST_CONDITIONS if whole else _AGAINST_DECISION, day=until))
    return Part(title=render_words(_("Right to appeal")), prose=[said])
