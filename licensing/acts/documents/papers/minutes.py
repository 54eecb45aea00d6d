"""The extract from the minutes of a sitting for one case: who sat, the quorum, the positions by body, and the outcome."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from licensing.acts.documents.papers.words import (
    join_words,
    keep_filled,
    name_bodies,
    name_body,
    render_day,
    render_moment,
    render_words,
    to_local_moment,
)
from licensing.choices import AgendaResult, DecisionOutcome, PaperKind, PositionChoice, StageOutcome
from licensing.messages import LongMomentText, Message, Text, TranslatedText
from licensing.models import AgendaItem, Minutes
from licensing.models.signoff.round import Round, RoundSeat, StandingPosition
from licensing.policy.documents.papers import Column, Fact, Lines, PaperText, Part, Sheet, Words

_DECIDED: Final[Mapping[str, Text]] = {
    DecisionOutcome.GRANT: _("Granted"),
    DecisionOutcome.GRANT_IN_PART: _("Granted in part"),
    DecisionOutcome.REFUSE: _("Refused"),
}
_INSIDE: Final = _(
    "For those alone who may read the deliberation on this case. Other cases of the sitting stand in extracts of their own."
)
_FROZEN: Final = _(
    "The minutes are kept as they were concluded. A decision that was corrected since reads as its own paper says."
)


def build_minutes_extract(item: AgendaItem, minutes: Minutes) -> PaperText:
    """What the minutes of a sitting say of one case, with the positions that stood in the rounds it was decided on."""
    text: Mapping[str, Any] = json.loads(minutes.canonical)
    line = next(one for one in text["agenda"] if one["number"] == item.number)
    point = Message(
        "point %(number)s of %(all)s on the agenda, case %(case)s",
        number=item.number,
        all=len(text["agenda"]),
        case=line["case"],
    )
    return PaperText(
        kind=PaperKind.MINUTES,
        number=text["resolution_no"],
        reference=line["case"],
        title=render_words(_("Extract from the minutes of a sitting")),
        subtitle=render_words(point),
        authority=name_body(text["body"]),
        head=_build_sitting(text),
        parts=[_build_attendance(text), *_build_rounds(item), _build_outcome(line)],
        signed=[
            (render_words(_("Minutes kept by")), [minutes.made_by.name]),
            (render_words(_("Minutes kept on")), [render_moment(minutes.made_at)]),
            (render_words(_("Digest of the minutes (SHA-256)")), [minutes.digest]),
        ],
        closing=[render_words(_INSIDE), render_words(_FROZEN)],
    )


def _build_sitting(text: Mapping[str, Any]) -> list[Fact]:
    return [
        (render_words(_("Sitting")), keep_filled(text["title"], name_body(text["body"]))),
        (render_words(_("Held on")), [render_day(date.fromisoformat(text["held_on"]))]),
        (render_words(_("Quorum")), [_describe_quorum(text["quorum"])]),
    ]


def _describe_quorum(quorum: Mapping[str, int]) -> Words:
    """Minutes of an earlier release know only what was stated."""
    if "confirmed" not in quorum:
        return render_words(Message("%(there)d present, %(needed)d needed", there=quorum["present"], needed=quorum["needed"]))
    return render_words(Message("%(present)d stated to be present, %(confirmed)d confirmed, %(needed)d needed", **quorum))


def _build_attendance(text: Mapping[str, Any]) -> Part:
    columns = [
        Column(render_words(_("Body")), "wide"),
        Column(render_words(_("Person")), "middle"),
        Column(render_words(_("Attendance")), "middle"),
    ]
    bodies = name_bodies({one["body"] for one in text["attendance"]})
    rows = [[[bodies[one["body"]]], [one["person"]], [_describe_attendance(one)]] for one in text["attendance"]]
    return Part(title=render_words(_("Who was there")), sheet=Sheet(columns, rows))


def _describe_attendance(one: Mapping[str, Any]) -> Words:
    if not one["present"]:
        return render_words(_("absent"))
    if "confirmed_at" not in one:
        return render_words(_("present"))
    if one["confirmed_at"] is None:
        return render_words(_("stated, not confirmed"))
    moment = LongMomentText(to_local_moment(datetime.fromisoformat(one["confirmed_at"])))
    return render_words(Message("confirmed, %(moment)s", moment=moment))


def _build_rounds(item: AgendaItem) -> list[Part]:
    """Each stage on the version that was decided, with what stood for each of its seats.

    Of a case that was not decided none: its positions may have moved since, and nobody kept how they stood that day.
    """
    if item.round is None or item.result != AgendaResult.DECIDED:
        return []
    standing = StandingPosition.objects.select_related("position").order_by("casting")
    seats = RoundSeat.objects.select_related("body").prefetch_related(Prefetch("standing", standing)).order_by("number")
    rounds = Round.objects.filter(case=item.case_id, version=item.round.version_id, number__lte=item.round.number)
    found = rounds.select_related("stage").prefetch_related(Prefetch("seats", seats)).order_by("number")
    return [_build_round(one) for one in found]


def _build_round(round: Round) -> Part:
    columns = [Column(render_words(_("Body")), "wide"), Column(render_words(_("Position")), "wide")]
    rows: list[Sequence[Lines]] = [
        [[render_words(TranslatedText(seat.body.names))], _describe_seat(seat)] for seat in round.seats.all()
    ]
    title = join_words([render_words(_("Positions")), render_words(TranslatedText(round.stage.names))], ": ")
    outcome = render_words(StageOutcome(round.outcome).label)
    explained = render_words(TranslatedText(round.result.get("explanation", {})))
    # A stage of the government has no seats: what it decided is the resolution.
    return Part(title=title, sheet=Sheet(columns, rows) if rows else None, prose=keep_filled(outcome, explained))


def _describe_seat(seat: RoundSeat) -> Lines:
    said = [_describe_choice(one) for one in seat.standing.all()]
    if said:
        return said
    return [render_words(_("did not speak") if seat.speaks else _("attends without a position"))]


def _describe_choice(one: StandingPosition) -> Words:
    choice = render_words(PositionChoice(one.position.choice).label)
    return join_words([choice, render_words(_("casting vote"))], ", ") if one.casting else choice


def _build_outcome(line: Mapping[str, Any]) -> Part:
    decided = line["result"] == AgendaResult.DECIDED
    result = _DECIDED[line["decided"]] if decided else AgendaResult(line["result"]).label
    names = ", ".join(line.get("stood_aside", ()))
    aside = render_words(Message("With a conflict of interest, and not counted: %(names)s.", names=names)) if names else None
    facts: list[Fact] = [
        (render_words(_("Case")), keep_filled(line["case"], line["title"])),
        (render_words(_("Proposed")), [render_words(DecisionOutcome(line["proposed"]).label)]),
        (render_words(_("Result")), keep_filled(render_words(result), line["why_not"])),
        (render_words(_("Digest of the decision")), keep_filled(line["digest"])),
    ]
    return Part(title=render_words(_("What was decided")), facts=[one for one in facts if one[1]], prose=keep_filled(aside))
