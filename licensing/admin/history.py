"""Events as lines of a history: what happened, and the few words of it that a reader wants beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from licensing.choices import (
    CaseState,
    DecisionOutcome,
    EventKind,
    LicenceState,
    NeedVerdict,
    PositionChoice,
    RecusalReason,
    RoundEnd,
    StageOutcome,
)
from licensing.models import Event

MOST = 400


@dataclass(frozen=True, slots=True)
class Line:
    """One happening."""

    event: Event
    what: str
    moved: str
    details: list[tuple[str, str]]


def lines(events: Iterable[Event]) -> list[Line]:
    return [Line(event, str(EventKind(event.kind).label), _moved(event), list(_details(event.data))) for event in events]


def _moved(event: Event) -> str:
    return f"{_word(event.from_state)} → {_word(event.to_state)}" if event.to_state else ""


def _details(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, name in _SHOWN.items():
        if data.get(key) not in (None, "", []):
            yield str(name), _shown(data[key])
    explanation = data.get("explanation")
    if isinstance(explanation, Mapping):
        yield _("why"), str(explanation.get(get_language() or "en") or explanation.get("en", ""))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_word(str(one)) for one in value)
    return _word(str(value))


def _word(text: str) -> str:
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
        )
    )
)
_SHOWN: Mapping[str, Any] = {
    "version": gettext_lazy("version"),
    "procedure": gettext_lazy("procedure"),
    "stage": gettext_lazy("stage"),
    "seats": gettext_lazy("seats"),
    "seat": gettext_lazy("seat"),
    "choice": gettext_lazy("position"),
    "ended_by": gettext_lazy("ended because"),
    "outcome": gettext_lazy("outcome"),
    "verdict": gettext_lazy("verdict"),
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
    "quantity": gettext_lazy("quantity"),
    "left": gettext_lazy("left"),
    "declaration_no": gettext_lazy("declaration"),
    "rule": gettext_lazy("rule"),
    "sections": gettext_lazy("sections"),
}
