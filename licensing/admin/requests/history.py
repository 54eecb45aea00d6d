"""Events as lines of a history: what happened, and the few words of it that a reader wants beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Value
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from licensing.choices import (
    CONSEQUENCES,
    CaseState,
    DeadlineKind,
    DecisionOutcome,
    LicenceState,
    NeedVerdict,
    PositionChoice,
    RecusalReason,
    RoundEnd,
    Section,
    StageOutcome,
    VersionOutcome,
)
from licensing.messages import TranslatedText
from licensing.models import Body, Event, Procedure, ReminderRule, Round, Stage, System
from licensing.models.reference.stored_texts import choose_language_lines
from licensing.models.reference.texts import TextIn
from licensing.policy.record.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event in words; `moved` is the change of state, empty for an event that moved nothing.

    A line may stand for a run of reminders, which are its `folded`, newest first; its event is then the newest of them.
    """

    event: Event
    what: str
    moved: str
    details: list[tuple[str, str]]
    folded: Sequence[HistoryLine] = ()
    # The program that sent it, by name; empty where a person did it on a page, or the clock.
    program: str = ""

    @property
    def oldest(self) -> Event:
        """The first event that this line stands for."""
        return self.folded[-1].event if self.folded else self.event


def build_lines(events: Iterable[Event]) -> list[HistoryLine]:
    """Events as lines in the reader's language, in their order; names of codes take one statement for all of them."""
    events = list(events)
    names, programs = _load_names(events), _load_programs(events)
    return [
        HistoryLine(
            event,
            event.kind_label,
            _transition_words(event),
            list(_detail_lines(_read_data(event), names)),
            program=programs.get(event.client, event.client),
        )
        for event in events
    ]


def fold_reminders(lines: Iterable[HistoryLine]) -> list[HistoryLine]:
    """The same lines, newest first, with each run of reminders as one: a history is what people did."""
    found: list[HistoryLine] = []
    for is_reminder, run in groupby(lines, key=lambda line: line.event.kind == EventKind.REMINDER_DUE):
        rows = list(run)
        found += [_fold(rows)] if is_reminder and len(rows) > 1 else rows
    return found


def _fold(rows: Sequence[HistoryLine]) -> HistoryLine:
    number = len(rows)
    words = ngettext("%(number)d reminder", "%(number)d reminders", number) % {"number": number}
    about = list(dict.fromkeys(value for line in reversed(rows) for _name, value in line.details))
    return HistoryLine(rows[0].event, words, "", [(_("of"), ", ".join(about))] if about else [], rows)


def _load_names(events: Sequence[Event]) -> Mapping[tuple[str, str], str]:
    """The names of the codes that events speak of, by key and code, in one statement."""
    cases = {event.case_id for event in events}
    parts = []
    for keys, rows in _NAME_QUERIES.items():
        if codes := {str(code) for event in events for key in keys for code in _as_list(event.data.get(key))}:
            parts += [rows(codes, cases, key) for key in keys]
    found = parts[0].union(*parts[1:]) if parts else ()
    # Of several versions of a procedure the newest names it.
    return {(key, code): name for key, code, name, _version in sorted(found, key=_VERSION)}


def _load_programs(events: Sequence[Event]) -> Mapping[str, str]:
    """The names of the programs that sent events, by client id; one statement where there is any."""
    clients = {event.client for event in events if event.client}
    return dict(System.objects.filter(client_id__in=clients).values_list("client_id", "name")) if clients else {}


def _as_list(value: Any) -> Sequence[Any]:
    if value is None or value == "":
        return ()
    return value if isinstance(value, list) else (value,)


def _constant(key: str) -> Value:
    return Value(key, output_field=CharField())


def _body_names(codes: set[str], cases: set[Any], key: str) -> Any:
    return Body.objects.filter(pk__in=codes).values_list(_constant(key), "pk", TextIn("short_names"), Value(0))


def _procedure_names(codes: set[str], cases: set[Any], key: str) -> Any:
    return Procedure.objects.filter(code__in=codes).values_list(_constant(key), "code", TextIn("names"), "version")


def _stage_names(codes: set[str], cases: set[Any], key: str) -> Any:
    # Procedures share codes of stages; a case has only those that were opened for it.
    opened = Exists(Round.objects.filter(stage=OuterRef("pk"), case__in=cases))
    rows = Stage.objects.filter(opened, code__in=codes)
    return rows.values_list(_constant(key), "code", TextIn("names"), "procedure__version")


def _reminder_names(codes: set[str], cases: set[Any], key: str) -> Any:
    # A rule of reminders has a code and no name: a reader wants to know what it reminds of.
    return ReminderRule.objects.filter(code__in=codes).values_list(_constant(key), "code", "clock", Value(0))


_VERSION = itemgetter(3)
_NAME_QUERIES: Mapping[tuple[str, ...], Callable[[set[str], set[Any], str], Any]] = {
    ("seats", "seat", "body"): _body_names,
    ("procedure",): _procedure_names,
    ("stage",): _stage_names,
    ("rule",): _reminder_names,
}


def _transition_words(event: Event) -> str:
    return f"{_value_label(event.from_state)} → {_value_label(event.to_state)}" if event.to_state else ""


def _read_data(event: Event) -> Mapping[str, Any]:
    """What an event says; a reason of the clock, which programs get in every language, in that of the reader."""
    data: Mapping[str, Any] = event.data
    if event.kind != EventKind.LICENCE_SUSPENDED_UNMET:
        return data
    return {**data, "reason": choose_language_lines(data.get("reason", ""))}


def _detail_lines(data: Mapping[str, Any], names: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    for key, name in _DETAIL_LABELS.items():
        if data.get(key) not in (None, "", []):
            words = _WORDS.get(key, {})
            yield (
                str(name),
                ", ".join(
                    str(words.get(str(one)) or _format_value(names.get((key, str(one)), one))) for one in _as_list(data[key])
                ),
            )
    explanation = data.get("explanation")
    if isinstance(explanation, Mapping):
        yield _("why"), str(TranslatedText(explanation))


def _format_value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    # Why a position was voided is kept in every language.
    if isinstance(value, Mapping):
        return str(TranslatedText(value))
    return _value_label(str(value))


def _value_label(text: str) -> str:
    """A value of an event as people say it: the label of a choice, a day, or the text as it is."""
    if text in _LABELS:
        return str(_LABELS[text])
    try:
        return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT") if len(text) == len("2026-01-01") else text
    except ValueError:
        return text


_LABELS: Mapping[str, Any] = dict(
    chain.from_iterable(
        choices.choices
        for choices in (
            RecusalReason,
            RoundEnd,
            LicenceState,
            DecisionOutcome,
            NeedVerdict,
            StageOutcome,
            PositionChoice,
            CaseState,
            DeadlineKind,
        )
    )
)
# The parts of a request that an edit can bring, by the names that stand in its document.
_SECTIONS: Mapping[Any, Any] = {
    **dict(Section.choices),
    "title": gettext_lazy("Title"),
    "partner_country": gettext_lazy("Partner country"),
    "cooperation_form": gettext_lazy("Form of co-operation"),
    "plan": gettext_lazy("Plan"),
    "urgency": gettext_lazy("Urgency"),
    "projects": gettext_lazy("Projects"),
}
# What is said of a value under one key alone: elsewhere the same code is another choice.
_WORDS: Mapping[str, Mapping[Any, Any]] = {
    "sections": _SECTIONS,
    "consequence": CONSEQUENCES,
    # Not among the labels: “returned” is also a state of a request.
    "outcome": dict(VersionOutcome.choices),
}
_DETAIL_LABELS: Mapping[str, Any] = {
    "version": gettext_lazy("version"),
    "message": gettext_lazy("message"),
    "channel": gettext_lazy("channel"),
    "procedure": gettext_lazy("procedure"),
    "stage": gettext_lazy("stage"),
    "seats": gettext_lazy("seats"),
    "seat": gettext_lazy("seat"),
    "choice": gettext_lazy("position"),
    "ended_by": gettext_lazy("ended because"),
    "consequence": gettext_lazy("what followed"),
    "outcome": gettext_lazy("outcome"),
    "verdict": gettext_lazy("verdict"),
    "entries": gettext_lazy("control entries"),
    "body": gettext_lazy("body"),
    "number": gettext_lazy("number"),
    "grounds": gettext_lazy("grounds"),
    "reason": gettext_lazy("reason"),
    "because": gettext_lazy("because"),
    "due_on": gettext_lazy("answer by"),
    "more_time_until": gettext_lazy("asks for time until"),
    "complete": gettext_lazy("in full"),
    "until": gettext_lazy("until"),
    "resolution_no": gettext_lazy("resolution"),
    "resolution_on": gettext_lazy("of"),
    "valid_from": gettext_lazy("valid from"),
    "valid_until": gettext_lazy("valid until"),
    "line": gettext_lazy("line"),
    "quantity": gettext_lazy("quantity, in the unit of the line"),
    "left": gettext_lazy("left, in the unit of the line"),
    "declaration_no": gettext_lazy("declaration"),
    "cleared_on": gettext_lazy("cleared on"),
    "late": gettext_lazy("after it was in force"),
    "excess": gettext_lazy("beyond what is authorised, in the unit of the line"),
    "note": gettext_lazy("what was found"),
    "rule": gettext_lazy("rule"),
    "sections": gettext_lazy("sections"),
}
