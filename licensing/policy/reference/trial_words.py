"""What a trial of changed governed data tells, in words: what it is that would be otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext_noop

from licensing.choices import ClockKind, DeadlineKind, TrialLook
from licensing.messages import JoinedText, Message, Text, TranslatedText
from licensing.policy.reference.texts import Texts
from licensing.policy.reference.trials import ACCEPTANCE, STAGE_SUBJECTS, Shift
from licensing.policy.requests.fields import Part, Record, Rows
from licensing.policy.requests.sections import REQUEST


def describe_subject(shift: Shift, names: Mapping[str, Texts]) -> Text:
    """What it is that would be otherwise."""
    kind, _colon, code = shift.what.partition(":")
    match shift.look, kind:
        case TrialLook.ROUTED, _:
            return Message("Procedure, further bodies and flags")
        case TrialLook.TIMED, _:
            return _TERMS.get(kind) or ClockKind(kind).label
        case TrialLook.REMINDED, _:
            deadline, _slash, rule = shift.what.rpartition(":")[2].partition("/")
            said = _find_name(f"reminder:{rule}", rule, names)
            return Message("Reminder of “%(deadline)s” (%(rule)s)", deadline=DeadlineKind(deadline).label, rule=said)
        case TrialLook.REQUIRED, "scan":
            return Message("Only documents that a scanner has cleared")
        case TrialLook.REQUIRED, "unit" | "currency":
            return Message(_DECIMALS[kind], of=_find_name(shift.what, code, names))
        case TrialLook.REQUIRED, "precision":
            return Message("Fewer decimals: %(path)s", path=_describe_place(code))
        case TrialLook.REQUIRED, _:
            return _find_name(shift.what, code, names)
    return _describe_asked(kind, code, names)


def _describe_asked(kind: str, code: str, names: Mapping[str, Texts]) -> Text:
    key = f"stage:{code}" if kind in STAGE_SUBJECTS else f"{kind}:{code}"
    return Message(_ASKED[kind], of=_find_name(key, code, names))


def _find_name(key: str, code: str, names: Mapping[str, Texts]) -> Text:
    return TranslatedText(names[key]) if key in names else code


def _describe_place(path: str) -> Text:
    """A place of a request, such as `items.0.quantity`, by the labels of its form; rows by their number from 1 on."""
    return JoinedText(*_list_steps(path.split("."), REQUEST), separator=" / ")


def _list_steps(steps: list[str], record: Record | None) -> Iterator[Text]:
    while steps:
        name, *steps = steps
        field = record.get(name) if record else None
        record = field.type.record if field and isinstance(field.type, Part | Rows) else None
        label: Text = field.label if field and field.label else name
        if steps and steps[0].isdigit():
            label = JoinedText(label, str(int(steps.pop(0)) + 1))
        yield label


_TERMS: Final[Mapping[str, Text]] = {
    ACCEPTANCE: Message("Legal time limit, were it accepted today"),
    "validity": Message("Longest validity of its permit, in months"),
    "usual": Message("Usual validity of its permit, in months"),
    "report": Message("Months in which its holder reports"),
}
_DECIMALS: Final = {
    "unit": gettext_noop("Decimals of a quantity in “%(of)s”"),
    "currency": gettext_noop("Decimals of an amount in “%(of)s”"),
}
_ASKED: Final = {
    "procedure": gettext_noop("Provisions of “%(of)s”"),
    "need": gettext_noop("Who states domestic need"),
    "seats": gettext_noop("Seats of “%(of)s”"),
    "quorum": gettext_noop("Quorum of “%(of)s”"),
    "rule": gettext_noop("Rule of “%(of)s”"),
    "checks": gettext_noop("What “%(of)s” waits for"),
    "threshold": gettext_noop("“%(of)s” may be referred up because of the value"),
    "terms": gettext_noop("Provisions of “%(of)s”"),
    "condition": gettext_noop("Condition “%(of)s”, which a seat has asked for"),
    "ground": gettext_noop("Ground “%(of)s”, on which a seat objects"),
}
