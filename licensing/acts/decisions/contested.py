"""Conditions of a grant that its applicant appeals against: which they are, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from licensing.acts.requests.codes import find_condition_gaps
from licensing.choices import ConditionRuling, DecisionOutcome
from licensing.errors import Gap, Invalid
from licensing.models import Case, Condition, Decision
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.policy.licences import conditions
from licensing.policy.licences.customs.strictness import list_stricter
from licensing.policy.reasons import build_reason_gap

_SAID: Final = frozenset({"ruling", "parameters", "text"})
Library = Mapping[str, conditions.LibraryCondition]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A condition with what became of it; `after` is what it was changed into, None where it was not changed."""

    number: int
    ruling: ConditionRuling
    before: Mapping[str, Any]
    after: dict[str, Any] | None = None

    @property
    def is_relief(self) -> bool:
        """Whether its holder got what they asked for, in whole or in part."""
        return self.ruling != ConditionRuling.UPHELD

    def as_data(self) -> dict[str, Any]:
        """As the decision keeps it, under its digest."""
        now = self.after["words"] if self.after else {}
        said = {"number": self.number, "code": self.before["code"], "ruling": self.ruling.value}
        return said | {"words": self.before["words"], "now": now}


def choose_contested(decision: Decision, named: Sequence[int]) -> list[int]:
    """The conditions that an appeal names, each once and in order.

    Raises Invalid for one that the decision does not have, and where a whole grant is appealed against without naming any.
    """
    known = range(1, len(decision.conditions) + 1)
    found = [
        Gap("unknown", f"conditions.{place}", _("The decision has no condition %(number)d.") % {"number": number})
        for place, number in enumerate(named)
        if number not in known
    ]
    if not named and decision.outcome == DecisionOutcome.GRANT:
        found.append(Gap("required", "conditions", _("Name the conditions that you appeal against.")))
    if found:
        raise Invalid(gaps=found)
    return sorted(set(named))


def build_rulings(
    case: Case, decision: Decision, contested: Sequence[int], said: Mapping[int, Mapping[str, Any]], *, reasons: str
) -> list[Ruled]:
    """What becomes of each condition that was appealed against: upheld, with reasons, changed into another, or struck out.

    It is changed in its figures or its words, and never so that it asks for more. Raises Invalid with each gap, at
    `rulings.<number>`.
    """
    found = list_uncontested_gaps(said, contested)
    # The library is not asked for where nothing was appealed against.
    rows = list(Condition.objects.all()) if contested else []
    ruled: list[Ruled] = []
    for number in contested:
        try:
            ruled.append(_build_ruled(case, number, decision.conditions[number - 1], said.get(number), rows))
        except Invalid as refusal:
            found += refusal.gaps
    if any(not one.is_relief for one in ruled) and not reasons.strip():
        found.append(build_reason_gap(_("Say why a condition is upheld."), "reasons"))
    if gaps := found or list(_find_clashes(decision, ruled, {row.pk: row.as_policy() for row in rows})):
        raise Invalid(gaps=gaps)
    return ruled


def list_uncontested_gaps(said: Iterable[int], contested: Sequence[int]) -> list[Gap]:
    """That something is to become of conditions against which nobody appealed."""
    strangers = [number for number in said if number not in contested]
    return [_build_ruling_gap(number, _("Nobody appealed against condition %(number)d."), "unknown") for number in strangers]


def apply_to_conditions(decision: Decision, ruled: Iterable[Ruled]) -> list[dict[str, Any]]:
    """The conditions after an appeal: those that were not struck out or changed, and at the end what others became.

    The conditions of a licence are numbered in the same order, so that each of these is one of those that bind it.
    """
    relieved = [one for one in ruled if one.is_relief]
    gone = {one.number for one in relieved}
    kept = [one for number, one in enumerate(decision.conditions, 1) if number not in gone]
    return kept + [one.after for one in relieved if one.after is not None]


def _build_ruled(
    case: Case, number: int, before: Mapping[str, Any], said: Mapping[str, Any] | None, rows: Sequence[Condition]
) -> Ruled:
    if said is None:
        raise Invalid(gaps=[_build_ruling_gap(number, _("Say what becomes of condition %(number)d."), "required")])
    if said.get("ruling") not in ConditionRuling.values or not set(said) <= _SAID:
        sentence = _("Condition %(number)d is upheld, changed or struck out.")
        raise Invalid(gaps=[_build_ruling_gap(number, sentence, "invalid")])
    ruling = ConditionRuling(said["ruling"])
    if ruling != ConditionRuling.CHANGED:
        return Ruled(number, ruling, before)
    return Ruled(number, ruling, before, _build_changed(case, number, before, said, rows))


def _build_changed(
    case: Case, number: int, before: Mapping[str, Any], said: Mapping[str, Any], rows: Sequence[Condition]
) -> dict[str, Any]:
    """What a condition is changed into, with its words in every language; of the same duty, so that records on it count on."""
    after = {
        "code": before["code"],
        "parameters": dict(said.get("parameters", before["parameters"]) or {}),
        "text": str(said.get("text", before["text"]) or "").strip(),
    }
    # The path names the one condition that was looked at as the first of a list.
    found = [
        Gap(gap.code, gap.path.replace("conditions.0", f"rulings.{number}", 1), gap.message)
        for gap in find_condition_gaps([after], rows, case=case)
    ]
    library = {row.pk: row.as_policy() for row in rows}
    if not found and all(after[name] == before[name] for name in after):
        sentence = _("Condition %(number)d reads as before. Change its figures or its words, or uphold it.")
        found.append(_build_ruling_gap(number, sentence, "invalid"))
    if not found and (entry := library.get(after["code"])):
        sentence = _("An appeal changes condition %(number)d to ask for less, never for more.")
        stricter = list_stricter(entry.terms, before["parameters"], after["parameters"])
        found += [_build_ruling_gap(number, sentence, "invalid", f".parameters.{name}") for name in stricter]
    if found:
        raise Invalid(gaps=found)
    words = render_in_every_language(conditions.render_condition(after, library))
    return after | {"authors": ["government"], "conflict": False, "words": words}


def _find_clashes(decision: Decision, ruled: Sequence[Ruled], library: Library) -> Iterator[Gap]:
    """What was changed must not contradict what stays."""
    changed = [one for one in ruled if one.after is not None]
    if not changed:
        return
    merged = conditions.merge_conditions([("", apply_to_conditions(decision, ruled))], library)
    clashing = {one["code"] for one in merged if one["conflict"]}
    for one in changed:
        if one.before["code"] in clashing:
            yield _build_ruling_gap(one.number, _("Condition %(number)d would contradict another that stays."), "conflict")


def _build_ruling_gap(number: int, sentence: str, code: str, place: str = "") -> Gap:
    return Gap(code, f"rulings.{number}{place}", sentence % {"number": number})
