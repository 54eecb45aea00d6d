"""The notice that a licence is suspended: since when, by whom, why, what customs holds, and how its holder is heard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.documents.papers.licence import Issue
from licensing.acts.documents.papers.transfer import describe_organisation
from licensing.acts.documents.papers.words import (
    build_check_address,
    draw_code,
    keep_filled,
    name_authority,
    name_countries,
    render_day,
    render_moment,
    render_words,
    to_local_moment,
)
from licensing.choices import PaperKind
from licensing.messages import LongDayText, LongMomentText, Message, TranslatedText
from licensing.models import DutyConsequence, Licence, LicenceLine, LicenceSuspension, Paper
from licensing.models.licences.changing.suspension import find_suspension
from licensing.models.read_models.licences.shipment import load_granted_request
from licensing.policy.documents.papers import Column, Fact, Lines, PaperText, Part, Sheet, Words
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.licences.duties.consequences import describe_breach

_BY_OFFICER: Final = _("A case officer of the authority")
_BY_CONDITION: Final = _("By the terms of the licence, because a condition was not met by its day")
_CONFIRMED: Final = _(
    "A decider of the authority has confirmed the suspension. It lasts until two persons of the authority reinstate "
    "the licence."
)
_UNTIL_MET: Final = _("The licence goes on as soon as the condition is met and its evidence accepted.")
_HELD: Final = _(
    "Customs lets nothing more leave under this licence from that moment on, also where a consignment is on its way to the "
    "border. What it cleared before stays cleared. The last day of the licence is not moved."
)
_MET: Final = _("The holder files what shows that the condition is met at the licence, in the service.")
_HEARD: Final = _(
    "The holder may say in writing at any time what speaks against the suspension, with evidence, to the authority that issued "
    "this notice, citing its number."
)
_COURT: Final = _("The right to go to court stays as the law gives it.")
_CLOSING: Final = _("The notice holds for as long as the page behind its code says that it is genuine.")


def build_notice(licence: Licence, issue: Issue) -> PaperText:
    """The notice of the suspension that is in effect; nobody of the authority is named but who issues the notice."""
    ordered, unmet = find_suspension(licence), _list_unmet(licence)
    check = build_check_address(issue.token) if issue.token else ""
    return PaperText(
        kind=PaperKind.SUSPENSION,
        number=f"{licence.number}/S{issue.number}",
        reference=licence.case.reference or "",
        title=render_words(_("Notice of suspension of a licence")),
        subtitle=render_words(
            Message("licence %(number)s, version %(version)s", number=licence.number, version=licence.version)
        ),
        authority=name_authority(),
        head=[*_build_stop(licence, ordered, unmet), *_build_former(issue.replaces)],
        parts=[_build_duration(ordered, unmet), _build_licence(licence), _build_held(licence), _build_hearing(unmet)],
        signed=_build_issuer(issue),
        closing=[render_words(_CLOSING)],
        check=check,
        code=draw_code(check) if check else (),
    )


def _list_unmet(licence: Licence) -> list[DutyConsequence]:
    rows = DutyConsequence.objects.suspending(licence).select_related("duty__condition")
    return list(rows.order_by("began_at", "pk"))


def _build_stop(licence: Licence, ordered: LicenceSuspension | None, unmet: Sequence[DutyConsequence]) -> list[Fact]:
    """Since when, by whom and why: what its holder is told already, so that each of it may be shown to others."""
    begun = [one.began_at for one in unmet] + ([ordered.ordered_at] if ordered else [])
    reasons = [_name_breach(one) for one in unmet]
    by = [*([_BY_OFFICER] if ordered else []), *([_BY_CONDITION] if unmet else [])]
    return [
        (render_words(_("Suspended since")), [render_moment(min(begun))] if begun else ["–"]),
        (render_words(_("Suspended by")), keep_filled(*map(render_words, by)) or [name_authority()]),
        (
            render_words(pgettext_lazy("of a suspension", "Ground")),
            keep_filled(ordered.reason if ordered else None, *reasons) or keep_filled(licence.state_reason) or ["–"],
        ),
    ]


def _name_breach(one: DutyConsequence) -> Words:
    condition = one.duty.condition
    return render_words(describe_breach(condition.number, LongDayText(one.duty.due_on), TranslatedText(condition.texts)))


def _build_former(before: Paper | None) -> list[Fact]:
    if before is None:
        return []
    words = Message("Notice %(number)s of %(day)s", number=before.number, day=LongDayText(to_local_day(before.made_at)))
    return [(render_words(_("Takes the place of")), [render_words(words)])]


def _build_duration(ordered: LicenceSuspension | None, unmet: Sequence[DutyConsequence]) -> Part:
    prose: list[Words] = []
    if ordered is not None and ordered.is_provisional and ordered.confirm_by is not None:
        prose.append(
            render_words(
                Message(
                    "The suspension lapses unless a decider of the authority confirms it by %(moment)s (Kyiv time).",
                    moment=LongMomentText(to_local_moment(ordered.confirm_by)),
                )
            )
        )
    elif ordered is not None:
        prose.append(render_words(_CONFIRMED))
    if unmet:
        prose.append(render_words(_UNTIL_MET))
    return Part(title=render_words(_("How long it lasts")), prose=prose)


def _build_licence(licence: Licence) -> Part:
    facts: list[Fact] = [
        (render_words(_("Holder of the licence")), describe_organisation(licence.organisation, name_countries())),
        (render_words(_("Last day of the licence")), [render_day(licence.valid_until)]),
    ]
    return Part(title=render_words(_("Licence")), facts=facts)


def _build_held(licence: Licence) -> Part:
    """Line by line what was authorised, what has left, and what customs holds from now on."""
    columns = [
        Column(render_words(_("No.")), "short"),
        Column(render_words(_("Goods")), "wide"),
        Column(render_words(_("Authorised")), "figure"),
        Column(render_words(pgettext_lazy("of goods", "Has left")), "figure"),
        Column(render_words(pgettext_lazy("of goods", "Held")), "figure"),
    ]
    granted = load_granted_request(licence)
    lines = licence.lines.select_related("unit").order_by("number")
    rows = [_build_held_line(one, render_words(granted.name_line(one))) for one in lines]
    return Part(title=render_words(_("Held at customs")), sheet=Sheet(columns, rows), prose=[render_words(_HELD)])


def _build_held_line(line: LicenceLine, name: Words) -> Sequence[Lines]:
    unit = TranslatedText(line.unit.names)
    counted = [count_in_unit(one, line.unit_id, unit) for one in (line.authorised, line.cleared, line.left)]
    return [[str(line.number)], keep_filled(name, line.model), *([render_words(one)] for one in counted)]


def _build_hearing(unmet: Sequence[DutyConsequence]) -> Part:
    prose = [render_words(words) for words in (_HEARD, *([_MET] if unmet else []), _COURT)]
    return Part(title=render_words(_("How the holder is heard")), prose=prose)


def _build_issuer(issue: Issue) -> list[Fact]:
    numbered = Message("notice %(number)s of a suspension of this licence", number=issue.number)
    return [
        (render_words(_("Notice issued by")), keep_filled(issue.by.name, name_authority())),
        (render_words(_("Notice issued on")), keep_filled(render_day(to_local_day(issue.at)), render_words(numbered))),
    ]
