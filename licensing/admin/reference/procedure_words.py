"""A procedure, as it is written down, in words: for its draft and for the difference that a change set shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from licensing.admin.reference.procedures.request_fields import describe_paths
from licensing.admin.signoff.ballot_view import format_stage_rule, list_seat_traits
from licensing.choices import AssessmentKind, OnFail, OnLimit, Roll, SeatRole, TermUnit, Veto
from licensing.errors import ProcedureInvalid
from licensing.models import Body, Calendar
from licensing.policy.assessment.requirements import OFFICER_OWNS
from licensing.policy.reference.texts import collect_texts, select_text
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.several.reading import OF_QUORUM, OF_VOTES, read_groups, read_tests
from licensing.policy.signoff.several.wording import describe_test

Document = Mapping[str, Any]
# The lists of a rule, each of which is written row by row, with what stands above it.
RULE_LISTS: Final[Mapping[str, Any]] = {
    "tests": gettext_lazy("Tests of the votes"),
    "quorum_tests": gettext_lazy("Tests of the quorum"),
    "groups": gettext_lazy("Groups of seats"),
}


@dataclass(frozen=True, slots=True)
class SeatWords:
    """A seat in words."""

    body: str
    role: str
    traits: Sequence[str]


@dataclass(frozen=True, slots=True)
class StageWords:
    """A stage in words, with its seats."""

    name: str
    code: str
    deadline: str
    rule: str
    on_fail: str
    is_government: bool
    only_when_referred: bool
    assessments: str
    seats: Sequence[SeatWords]


def describe_procedure(document: Document) -> list[tuple[str, str]]:
    """A procedure in terms and what is said of each; a stage has four terms, which bear its code."""
    said = [*_head_terms(document)]
    for stage in list_stage_words(document):
        said += [
            (_("Stage %(code)s") % {"code": stage.code}, f"{stage.name} · {stage.deadline}"),
            (_("Stage %(code)s: rule") % {"code": stage.code}, f"{stage.rule} · {stage.on_fail}"),
            (_("Stage %(code)s: seats") % {"code": stage.code}, "; ".join(map(_format_seat, stage.seats))),
            (_("Stage %(code)s: assessments") % {"code": stage.code}, stage.assessments),
        ]
    said += [
        (_("Material: %(fields)s") % {"fields": fields}, how) for fields, how in list_threshold_words(document["thresholds"])
    ]
    return [(term, words) for term, words in said if words]


def list_stage_words(document: Document) -> list[StageWords]:
    """The stages of a document in words; the bodies are read once."""
    codes = {seat.get("body") for stage in document["stages"] for seat in stage.get("seats", ())}
    asked = [one for stage in document["stages"] for one in stage.get("assessments", ())]
    codes |= {body for one in asked for body in (one["owner"], *one.get("seats", ()))}
    bodies = {body.pk: body.name for body in Body.objects.filter(pk__in=codes)}
    return [_stage_words(stage, bodies) for stage in document["stages"]]


def get_text(document: Document, stem: str) -> str:
    """A text of the document in the language of the reader."""
    return select_text(collect_texts(document, stem), get_language() or "en")


def format_assessments(rows: Sequence[Document], name_body: Callable[[str], str]) -> str:
    """Which assessments a stage waits for, as one line."""
    return "; ".join(list_assessment_words(rows, name_body))


def list_assessment_words(rows: Sequence[Document], name_body: Callable[[str], str]) -> list[str]:
    """Who waits for what: of each assessment who makes it, within which time, and which seats depend on it."""
    return [" · ".join(_describe_assessment(one, name_body)) for one in rows]


def format_term(term: Document | None) -> str:
    """A length of time, such as 45 calendar days, and where its last day goes when nobody works on it."""
    if not term:
        return ""
    days, roll = f"{term['amount']} {TermUnit(term.get('unit', TermUnit.CALENDAR)).label}", Roll(term.get("roll", Roll.NONE))
    words = {"days": days, "roll": roll.label}
    return days if roll == Roll.NONE else _("%(days)s; where nobody works on the last day, it %(roll)s") % words


def format_threshold(row: Document) -> str:
    """How far a field must change to be material."""
    if row.get("more_than_percent"):
        words = {"percent": row["more_than_percent"]}
        if row.get("direction") == "up":
            return _("upwards by more than %(percent)s %%") % words
        if row.get("direction") == "down":
            return _("downwards by more than %(percent)s %%") % words
        return _("by more than %(percent)s %%") % words
    beyond = {"form": _("more than its way of writing"), "typo": _("more than a typing error")}
    return beyond.get(row.get("beyond", ""), _("any change"))


def list_threshold_words(rows: Sequence[Document]) -> list[tuple[str, str]]:
    """What makes an amendment material: the fields of each line in words, and how far they must change."""
    fields = describe_paths([row["pattern"] for row in rows])
    return [(names, format_threshold(row)) for names, row in zip(fields, rows, strict=True)]


def format_rule(rule: Document) -> str:
    """The rule of a stage as one line; of one that is not finished, what it lacks."""
    try:
        return format_stage_rule(Rule.parse(rule))
    except ProcedureInvalid as refusal:
        return "; ".join(gap.sentence for gap in refusal.gaps)


def describe_rule_rows(rule: Document, name: str, name_body: Callable[[str], str]) -> Iterator[str]:
    """Each row of a list of a rule in words; of one that cannot be read what it lacks."""
    groups, _gaps = read_groups(rule.get("groups", []), "")
    for row in rule.get(name, []):
        if name == "groups":
            yield f"{get_text(row, 'name') or row.get('code', '')}: {', '.join(map(name_body, row.get('seats', [])))}"
            continue
        tests, gaps = read_tests([row], "", OF_VOTES if name == "tests" else OF_QUORUM)
        words = str(describe_test(tests[0], groups)) if tests else "; ".join(gap.sentence for gap in gaps)
        yield _("Way %(number)s: %(test)s") % {"number": row.get("way", 1), "test": words}


def _head_terms(document: Document) -> Iterator[tuple[str, str]]:
    yield _("Name"), get_text(document, "name")
    yield _("Version"), str(document["version"])
    yield _("Valid from"), date_format(date.fromisoformat(document["valid_from"]), "SHORT_DATE_FORMAT")
    yield _("Description"), get_text(document, "description")
    calendar = Calendar.objects.filter(pk=document["calendar"]).first()
    yield _("Calendar"), calendar.name if calendar else str(document["calendar"])
    yield _("Legal time limit"), format_term(document["term"])
    yield _("Hard maximum, calendar days"), str(document.get("cap_days") or "")
    yield _("When the legal limit passes"), str(OnLimit(document.get("on_limit", OnLimit.ALERT)).label)
    yield _("Completeness check"), format_term(document.get("completeness"))
    yield _("Documents"), _("count only when a scanner has cleared them") if document.get("requires_scan") else ""


def _stage_words(stage: Document, bodies: Mapping[str, str]) -> StageWords:
    return StageWords(
        name=get_text(stage, "name"),
        code=stage["code"],
        deadline=format_term(stage["deadline"]),
        rule=format_rule(stage["rule"]),
        on_fail=str(OnFail(stage.get("on_fail", OnFail.CONTINUE)).label),
        is_government=bool(stage.get("government")),
        only_when_referred=bool(stage.get("only_when_referred")),
        assessments=format_assessments(stage.get("assessments", ()), lambda code: bodies.get(code, code)),
        seats=[_seat_words(seat, bodies) for seat in stage.get("seats", ())],
    )


def _seat_words(seat: Document, bodies: Mapping[str, str]) -> SeatWords:
    flags = {name: bool(seat.get(name)) for name in ("chair", "mandatory", "explicit", "needs_need")}
    traits = list_seat_traits(SimpleNamespace(veto=seat.get("veto", Veto.NONE), weight=seat.get("weight", 1), **flags))
    role = SeatRole(seat.get("role", SeatRole.DELIBERATIVE)).label
    return SeatWords(bodies.get(seat["body"], seat["body"]), str(role), traits)


def _format_seat(seat: SeatWords) -> str:
    return ", ".join((seat.body, seat.role, *seat.traits))


def _describe_assessment(row: Document, name_body: Callable[[str], str]) -> Iterator[str]:
    owner = _("a case officer") if row["owner"] == OFFICER_OWNS else name_body(row["owner"])
    yield f"{AssessmentKind(row['kind']).label} ({owner})"
    if row.get("within"):
        yield f"{_('Within')} {format_term(row['within'])}"
    if row.get("seats"):
        yield _("%(bodies)s wait for it") % {"bodies": ", ".join(map(name_body, row["seats"]))}
    if row.get("apart"):
        yield _("whoever makes it does not vote")
