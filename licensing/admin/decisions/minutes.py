"""The minutes of a sitting as a paper: what was frozen at its conclusion, with the corrections of its decisions beside it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from licensing.acts.documents.printing import print_paper
from licensing.choices import AgendaResult, DecisionOutcome
from licensing.models import Body, DecisionCorrection, Minutes
from licensing.models.requests.case import CaseQuerySet
from licensing.policy.record.digests import compute_digest


@dataclass(frozen=True, slots=True)
class Entry:
    """One case of the minutes. What came of it stands in words; the digest is that of the decision."""

    number: int
    case: str
    title: str
    proposed: str
    result: str
    decided: bool
    why_not: str
    digest: str
    corrected: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class MinutesView:
    """The minutes in the words of one language, ready for a page or for print."""

    language: str
    heading: str
    title: str
    body: str
    facts: Sequence[tuple[str, str]]
    attended: Sequence[tuple[str, str, str]]
    entries: Sequence[Entry]
    labels: Mapping[str, str]
    digest: str
    intact: bool
    kept: str


def build_minutes_view(minutes: Minutes, visible: CaseQuerySet, *, language: str = "") -> MinutesView:
    """The minutes for a reader; of a case that they are kept out of, only the place on the agenda."""
    with override(language) if language else nullcontext():
        return _build_view(minutes, json.loads(minutes.canonical), visible)


def render_pdf(paper: MinutesView) -> bytes:
    """The paper as a PDF; the same minutes give the same bytes."""
    return print_paper("minutes.typ", asdict(paper))


def _build_view(minutes: Minutes, text: Mapping[str, Any], visible: CaseQuerySet) -> MinutesView:
    bodies = {body.pk: body.name for body in Body.objects.all()}
    references = [line["case"] for line in text["agenda"]]
    known = {case.reference for case in visible.filter(reference__in=references).only("reference")}
    corrections = _list_corrections([line["digest"] for line in text["agenda"] if line["digest"]])
    quorum = text["quorum"]
    return MinutesView(
        language=get_language() or "en",
        heading=_("Minutes of a sitting"),
        title=text["title"],
        body=bodies.get(text["body"], text["body"]),
        facts=[
            (_("Body"), bodies.get(text["body"], text["body"])),
            (_("Held on"), date_format(date.fromisoformat(text["held_on"]), "SHORT_DATE_FORMAT")),
            (_("Resolution"), text["resolution_no"]),
            (_("Quorum"), _quorum_words(quorum)),
        ],
        attended=[(bodies.get(one["body"], one["body"]), one["person"], _attendance_words(one)) for one in text["attendance"]],
        entries=[_build_entry(line, known, corrections) for line in text["agenda"]],
        labels={
            "attendance": _("Who was there"),
            "agenda": _("What was decided"),
            "proposed": _("Proposed"),
            "result": _("Result"),
            "case": _("Case"),
            "decision": _("Digest of the decision"),
            "digest": _("Digest of these minutes (SHA-256)"),
            "broken": _("The text no longer has this digest. Do not rely on it; tell an administrator."),
            "page": _("page"),
        },
        digest=minutes.digest,
        intact=compute_digest(text) == minutes.digest,
        kept=_("Kept by %(name)s, %(moment)s")
        % {"name": minutes.made_by.name, "moment": date_format(localtime(minutes.made_at), "SHORT_DATETIME_FORMAT")},
    )


def _list_corrections(digests: Sequence[str]) -> dict[str, list[str]]:
    """What was corrected since, by the digest of its decision; the minutes are frozen and name what was recorded."""
    rows = DecisionCorrection.objects.filter(decision__digest__in=digests).select_related("decision", "corrected_by")
    found: dict[str, list[str]] = {}
    for one in rows.order_by("number"):
        words = {
            "day": date_format(localtime(one.corrected_at), "SHORT_DATE_FORMAT"),
            "name": one.corrected_by.name,
            "number": one.resolution_no,
            "of": date_format(one.resolution_on, "SHORT_DATE_FORMAT"),
            "reason": one.reason,
        }
        sentence = _("Corrected on %(day)s by %(name)s; it reads now: resolution %(number)s of %(of)s. %(reason)s")
        found.setdefault(one.decision.digest, []).append(sentence % words)
    return found


def _build_entry(line: Mapping[str, Any], known: Collection[str | None], corrections: Mapping[str, Sequence[str]]) -> Entry:
    number, decided = line["number"], line["result"] == AgendaResult.DECIDED
    if line["case"] not in known:
        return Entry(number, "–", _("Withheld: you have no part in this case."), "", "", decided=False, why_not="", digest="")
    return Entry(
        number=number,
        case=line["case"],
        title=line["title"],
        proposed=str(DecisionOutcome(line["proposed"]).label),
        result=DecisionOutcome(line["decided"]).decided if decided else str(AgendaResult(line["result"]).label),
        decided=decided,
        why_not=" ".join([line["why_not"], *_recusal_lines(line)]).strip(),
        digest=line["digest"] or "",
        corrected=corrections.get(line["digest"] or "", ()),
    )


def _recusal_lines(line: Mapping[str, Any]) -> Iterator[str]:
    """Minutes kept by an earlier release do not name the recused: their text is frozen and never gains the key."""
    if names := line.get("stood_aside"):
        yield _("With a conflict of interest, and not counted: %(names)s.") % {"names": ", ".join(names)}


def _quorum_words(quorum: Mapping[str, int]) -> str:
    """Minutes kept by an earlier release know only what was stated."""
    if "confirmed" not in quorum:
        return _("%(there)d present, %(needed)d needed") % {"there": quorum["present"], "needed": quorum["needed"]}
    return _("%(present)d stated to be present, %(confirmed)d confirmed, %(needed)d needed") % dict(quorum)


def _attendance_words(one: Mapping[str, Any]) -> str:
    if not one["present"]:
        return _("absent")
    if "confirmed_at" not in one:
        return _("present")
    if one["confirmed_at"] is None:
        return _("stated, not confirmed")
    moment = localtime(datetime.fromisoformat(one["confirmed_at"]))
    return _("confirmed, %(moment)s") % {"moment": date_format(moment, "SHORT_DATETIME_FORMAT")}
