"""One side and the other of what a trial finds otherwise, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Field, Model
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.admin.reference.code_words import BREACHES, OWNERS, name_code
from licensing.admin.reference.procedure_words import format_assessments, format_rule, format_term, list_threshold_words
from licensing.admin.reference.procedures.groups import NOBODY_REFERS, REFERRED_WHEN
from licensing.admin.reference.procedures.request_fields import describe_paths
from licensing.choices import (
    Audience,
    CapScope,
    Deemed,
    EvidenceKind,
    GateRule,
    OnFail,
    OnLimit,
    ReferralRank,
    SeatRole,
    TrialLook,
    Veto,
)
from licensing.messages import TranslatedText
from licensing.models import Condition, Seat
from licensing.policy.reference.texts import Texts, leave_out_places
from licensing.policy.reference.trials import Shift

_INSTANT = timedelta(microseconds=1)
_CHECKS: Mapping[str, Any] = {
    "need_stated": gettext_lazy("the statement of domestic need"),
    "no_open_question": gettext_lazy("the answers to open questions"),
}
_PROVISIONS: Final[Mapping[str, Any]] = {
    "number": gettext_lazy("place among the stages"),
    "deadline": gettext_lazy("deadline"),
    "term": gettext_lazy("legal time limit"),
    "cap_amount": gettext_lazy("hard maximum, calendar days"),
    "completeness": gettext_lazy("completeness check"),
    "calendar": gettext_lazy("calendar"),
    "on_limit": gettext_lazy("when the legal limit passes"),
    "requires_scan": gettext_lazy("documents count only when a scanner has cleared them"),
    "thresholds": gettext_lazy("what makes an amendment material (empty: any change)"),
    "government": gettext_lazy("part of the government's decision"),
    "on_fail": gettext_lazy("when the stage does not pass"),
    "deemed": gettext_lazy("outcome that is deemed"),
    "only_when_referred": gettext_lazy("opens only when a stage below refers the case up"),
    "escalation": gettext_lazy("how the case is referred up"),
    "assessments": gettext_lazy("assessments that it waits for"),
}
_WORDS: Final[Mapping[str, Any]] = {"on_limit": OnLimit, "on_fail": OnFail, "deemed": Deemed, "role": SeatRole, "veto": Veto}


def format_shift(shift: Shift, names: Mapping[str, Texts]) -> tuple[str, str]:
    """Both sides of a difference in words; of provisions only those that differ."""
    if shift.what.partition(":")[0] in ("terms", "procedure"):
        return _format_provisions(shift.before or {}, shift.after or {}, names)
    return _format(shift, shift.before, names), _format(shift, shift.after, names)


def find_name(key: str, names: Mapping[str, Texts]) -> str:
    """What people call a code of a list, as the trial has kept it."""
    return str(TranslatedText(names[key])) if key in names else key.partition(":")[2]


def _format_provisions(before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, Texts]) -> tuple[str, str]:
    seats = {key.partition("/")[0] for side in (before, after) for key in side if "/" in key}
    # Who sits there and who does not is told apart.
    lasting = {body for body in seats if all(f"{body}/role" in side for side in (before, after))}
    differing = [
        key
        for key in (before.keys() | after.keys())
        if before.get(key) != after.get(key) and ("/" not in key or key.partition("/")[0] in lasting)
    ]
    found = [
        "; ".join(f"{_label(key, names)}: {_format_provision(key, side.get(key), names)}" for key in sorted(differing))
        for side in (before, after)
    ]
    return found[0] or "–", found[1] or "–"


def _label(key: str, names: Mapping[str, Texts]) -> str:
    body, slash, column = key.partition("/")
    if not slash:
        return str(_PROVISIONS[key])
    return f"{find_name(f'body:{body}', names)}, {_name_column(Seat, column)}"


def _format_provision(key: str, value: Any, names: Mapping[str, Texts]) -> str:
    words = _WORDS.get(key.rpartition("/")[2])
    match value:
        case str() if value and key == "calendar":
            return find_name(f"calendar:{value}", names)
        case dict() if value and key == "escalation":
            return "; ".join(_format_escalation(value, names))
        case bool():
            return _("yes") if value else _("no")
        case _ if not value:
            return "–"
        case str() if words:
            return str(words(value).label)
        case [int() as amount, str() as unit, str() as roll]:
            return format_term({"amount": amount, "unit": unit, "roll": roll})
        case [*rows]:
            return _format_rows(key, rows, names)
    return str(value)


def _format_rows(key: str, rows: Sequence[Any], names: Mapping[str, Texts]) -> str:
    if key == "assessments":
        return format_assessments(rows, lambda code: find_name(f"body:{code}", names))
    return _format_thresholds(rows) if key == "thresholds" else "; ".join(describe_paths(rows))


def _format_escalation(way: Mapping[str, Any], names: Mapping[str, Texts]) -> Iterator[str]:
    """Where a stage leads up to, when, by whom and within which time."""
    if stage := way.get("to"):
        named = next((texts for key, texts in names.items() if key.startswith("stage:") and key.endswith(f"/{stage}")), None)
        yield _("up to “%(stage)s”") % {"stage": TranslatedText(named) if named else stage}
    yield from (str(REFERRED_WHEN[one]) for one in way.get("triggers", ()) if one in REFERRED_WHEN)
    yield from (find_name(f"body:{body}", names) for body in way.get("by", ()))
    if way.get("rank"):
        yield str(ReferralRank(way["rank"]).label)
    if way.get("only_dissent"):
        yield _("Only bodies that objected may")
    if way.get("same_persons"):
        yield _("On appeal, where a body has nobody else, who spoke before speaks again")
    if way.get("within"):
        yield f"{_('Within')} {format_term(way['within'])}"
    if way.get("above"):
        yield f"{_('Amount in EUR above which it may be referred up')}: {way['above']}"
    if way.get("default") in NOBODY_REFERS:
        yield f"{_('If nobody refers it up')}: {NOBODY_REFERS[way['default']]}"


def _format_thresholds(rows: Sequence[Mapping[str, Any]]) -> str:
    """Fields by how far they must change: there are dozens of them, and few such words."""
    fields: dict[str, list[str]] = {}
    for names, how in list_threshold_words(rows):
        fields.setdefault(how, []).append(names)
    return "; ".join(f"{how} ({'; '.join(names)})" for how, names in fields.items())


def _format(shift: Shift, value: Any, names: Mapping[str, Texts]) -> str:
    """One side of a difference in words."""
    kind = shift.what.partition(":")[0]
    if shift.look == TrialLook.REQUIRED and kind not in ("unit", "currency"):
        return _("missing") if value else _("not missing")
    if value is None:
        return "–"
    if shift.look == TrialLook.TIMED:
        return str(value) if isinstance(value, int) else _format_last_day(value)
    if shift.look == TrialLook.REMINDED:
        return _format_reminder(*value)
    return _format_asked(kind, value, names)


def _format_last_day(moment: str) -> str:
    """The last day of a term; its moment is the midnight after it."""
    return date_format(localtime(datetime.fromisoformat(moment) - _INSTANT), "SHORT_DATE_FORMAT")


def _format_reminder(
    at: str, audience: str, by_mail: bool, by_webhook: bool, every: int | str | None = None, until: int | None = None
) -> str:
    """One that was kept before it told how it repeats has the code of its quiet hours there."""
    ways = [word for word, is_used in ((_("mail"), by_mail), (_("webhook"), by_webhook)) if is_used]
    moment = date_format(localtime(datetime.fromisoformat(at)), "SHORT_DATETIME_FORMAT")
    if isinstance(every, int):
        ways.append(_("again after days: %(days)d") % {"days": every})
        ways += [_("until so many days after: %(days)d") % {"days": until}] if until is not None else []
    return " · ".join((moment, str(Audience(audience).label), *ways))


def _format_asked(kind: str, value: Any, names: Mapping[str, Texts]) -> str:
    match kind:
        case "seats" | "need":
            return ", ".join(find_name(f"body:{code}", names) for code in value) or "–"
        case "rule":
            return format_rule(value)
        case "checks":
            return ", ".join(str(_CHECKS.get(check, check)) for check in value) or "–"
        case "threshold":
            return _("yes") if value else _("no")
        case "ground":
            return _("absolute") if value else _("not absolute")
        case "condition":
            return " · ".join(_describe_condition(*value))
    return str(value)


def _describe_condition(
    texts: Texts, _parameters: Any, _due: str, owner: str, breach: str, blocks: bool, *bound: str
) -> Iterator[str]:
    """A condition of the library in words; one that was kept before customs was held to any says nothing of that."""
    words = leave_out_places(str(TranslatedText(texts)))
    yield _("%(condition)s (the licence waits for it)") % {"condition": words} if blocks else words
    said = {"owner": name_code(OWNERS, owner), "breach": name_code(BREACHES, breach)}
    gates = zip(("gate_rule", "cap_scope", "evidence_kind"), (GateRule, CapScope, EvidenceKind), bound, strict=False)
    said |= {column: name_code(dict(kind.choices), code) for column, kind, code in gates}
    yield from (f"{_name_column(Condition, column)}: {word}" for column, word in said.items() if word)


def _name_column(model: type[Model], column: str) -> str:
    field = model._meta.get_field(column)
    return str(field.verbose_name) if isinstance(field, Field) else column
