"""What somebody found by a criterion: answers, likelihood, severity, mitigation and sources, and what does not fit together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from licensing.choices import CriterionAnswer, CriterionResult, RiskLevel
from licensing.errors import Gap
from licensing.messages import Message, Text
from licensing.policy.assessment.criteria.questionnaire import CriteriaSet, Criterion, index_criteria

LONGEST_MITIGATION: Final = 4_000
LONGEST_SOURCES: Final = 1_000
# From the least to the worst: what a request comes to is the worst of what was found.
_ORDER: Final = (CriterionResult.NONE, CriterionResult.MITIGATED, CriterionResult.CLEAR_RISK, CriterionResult.ABSOLUTE)


@dataclass(frozen=True, slots=True)
class CriterionFinding:
    """What was found by one criterion; `answers` by the code of the question. Empty is what nobody has said."""

    criterion: str
    result: str
    answers: Mapping[str, str] = field(default_factory=dict)
    likelihood: str = ""
    severity: str = ""
    mitigation: str = ""
    sources: str = ""

    @property
    def is_risk(self) -> bool:
        """Whether a risk was found, whatever was done about it."""
        return self.result != CriterionResult.NONE

    @property
    def label(self) -> str:
        """The result in words, in the reader's language."""
        return str(CriterionResult(self.result).label)

    @property
    def is_unmitigated(self) -> bool:
        """Whether a clear risk was found and nobody has written down what would lessen it."""
        return self.result == CriterionResult.CLEAR_RISK and not self.mitigation.strip()

    @property
    def stands_against_grant(self) -> bool:
        """Whether nobody can grant the request as long as this is what was found."""
        return self.result == CriterionResult.ABSOLUTE or self.is_unmitigated

    def as_data(self) -> dict[str, Any]:
        """As an assessment keeps it."""
        return {
            "criterion": self.criterion,
            "result": self.result,
            "answers": dict(sorted(self.answers.items())),
            "likelihood": self.likelihood,
            "severity": self.severity,
            "mitigation": self.mitigation.strip(),
            "sources": self.sources.strip(),
        }

    @classmethod
    def parse(cls, row: Mapping[str, Any]) -> CriterionFinding:
        """A finding as an assessment keeps it."""
        return cls(**row)


def sum_findings(found: Sequence[CriterionFinding]) -> str:
    """What a request comes to: the worst of what was found."""
    said = [result for result in _ORDER if any(one.result == result for one in found)]
    return (said or [CriterionResult.NONE])[-1].value


def derive_result(criterion: Criterion, answers: Mapping[str, str]) -> str:
    """The result to which answers leave no choice; empty where somebody has to say it."""
    said = [answers.get(question.code) for question in criterion.questions]
    if all(one == CriterionAnswer.NO for one in said):
        return CriterionResult.NONE.value
    return CriterionResult.ABSOLUTE.value if criterion.is_absolute and CriterionAnswer.YES in said else ""


def find_finding_gaps(
    sets: Sequence[CriteriaSet], cited: Mapping[str, str], found: Sequence[CriterionFinding]
) -> Iterator[Gap]:
    """What of findings names what there is not, is missing, or contradicts itself; paths name the criterion."""
    yield from _find_uncited(sets, cited)
    known = index_criteria(sets)
    given = {one.criterion: one for one in found}
    for one in found:
        if one.criterion not in known:
            words = Message("There is no criterion “%(code)s” by which this request is weighed.", code=one.criterion)
            yield Gap("unknown_code", f"criteria.{one.criterion}", words)
    if len(given) != len(found):
        yield Gap("twice", "criteria", Message("Of each criterion something is said once."))
    for code, (_set, criterion) in known.items():
        if code in given:
            yield from _find_gaps_of(criterion, given[code])
        else:
            yield Gap("required", f"criteria.{code}.result", Message("%(code)s: say what you found.", code=code))


def _find_uncited(sets: Sequence[CriteriaSet], cited: Mapping[str, str]) -> Iterator[Gap]:
    """Sets of which another version is in force than was read, and sets that do not cover the request."""
    for one in sets:
        if cited.get(one.code) != one.version:
            message = Message(
                "“%(set)s” is in force as version %(version)s. Read it, and cite it.", set=one.name, version=one.version
            )
            yield Gap("stale", f"sets.{one.code}", message)
    for code in sorted(cited.keys() - {one.code for one in sets}):
        yield Gap("unknown", f"sets.{code}", Message("No set “%(code)s” covers this request.", code=code))


def _find_gaps_of(criterion: Criterion, one: CriterionFinding) -> Iterator[Gap]:
    here = f"criteria.{criterion.code}"
    known = {question.code for question in criterion.questions}
    for code in sorted(one.answers.keys() - known):
        words = Message("%(code)s has no question “%(question)s” here.", code=criterion.code, question=code)
        yield Gap("unknown_code", f"{here}.{code}", words)
    missing = [question.code for question in criterion.questions if not one.answers.get(question.code)]
    for code in missing:
        yield Gap("required", f"{here}.{code}", Message("%(code)s: answer this question.", code=code))
    if not one.result and not missing:
        yield Gap("required", f"{here}.result", Message("%(code)s: say what you found.", code=criterion.code))
    odd = _find_unknown_words(one)
    for name in odd:
        yield Gap("unknown_code", f"{here}.{name}", Message("%(code)s: there is no such choice.", code=criterion.code))
    if one.result and not missing and not odd and one.answers.keys() <= known:
        yield from (Gap(code, f"{here}.{name}", words) for code, name, words in _find_contradictions(criterion, one))
    for name, text, most in (("mitigation", one.mitigation, LONGEST_MITIGATION), ("sources", one.sources, LONGEST_SOURCES)):
        if len(text) > most:
            yield Gap("too_long", f"{here}.{name}", Message("Say it in %(most)d characters.", most=most))


def _find_unknown_words(one: CriterionFinding) -> list[str]:
    """The names of what says something that is none of its choices."""
    closed: tuple[tuple[str, str, Collection[str]], ...] = (
        ("result", one.result, ("", *CriterionResult.values)),
        ("likelihood", one.likelihood, ("", *RiskLevel.values)),
        ("severity", one.severity, ("", *RiskLevel.values)),
        *((code, said, CriterionAnswer.values) for code, said in one.answers.items() if said),
    )
    return [name for name, said, choices in closed if said not in choices]


def _find_contradictions(criterion: Criterion, one: CriterionFinding) -> Iterator[tuple[str, str, Text]]:
    """Where result and answers of a finding cannot both be true, and what its result must be accompanied by."""
    code, said = criterion.code, set(one.answers.values())
    if criterion.is_absolute:
        yield from _find_absolute_contradictions(code, said, one)
        return
    if one.result == CriterionResult.ABSOLUTE:
        yield "differs", "result", Message("%(code)s is weighed: it prohibits nothing absolutely.", code=code)
    elif one.is_risk and said == {CriterionAnswer.NO.value}:
        yield "differs", "result", Message("%(code)s: every answer is no, so that no risk was found.", code=code)
    elif not one.is_risk and said != {CriterionAnswer.NO.value}:
        yield "differs", "result", Message("%(code)s: an answer is yes or unclear, so that there is a risk.", code=code)
    elif one.is_risk:
        yield from _find_missing_words(code, one)


def _find_absolute_contradictions(code: str, said: Collection[str], one: CriterionFinding) -> Iterator[tuple[str, str, Text]]:
    if CriterionAnswer.UNCLEAR.value in said:
        words = Message("%(code)s is absolute: it is answered with yes or no. Ask, and record the assessment then.", code=code)
        yield "unclear", "result", words
        return
    is_met = CriterionAnswer.YES.value in said
    if is_met and one.result != CriterionResult.ABSOLUTE:
        yield "differs", "result", Message("%(code)s is absolute, and an answer is yes: the transfer is prohibited.", code=code)
    elif not is_met and one.is_risk:
        yield "differs", "result", Message("%(code)s: every answer is no, so that no risk was found.", code=code)
    elif is_met and not one.sources.strip():
        yield "required", "sources", Message("%(code)s: say where this is known from.", code=code)


def _find_missing_words(code: str, one: CriterionFinding) -> Iterator[tuple[str, str, Text]]:
    """What a risk is described by. A clear risk may stand without mitigation: it is refused then, or mitigated later."""
    for name, level in (("likelihood", one.likelihood), ("severity", one.severity)):
        if not level:
            yield "required", name, Message("%(code)s: say how likely and how severe the risk is.", code=code)
    if not one.sources.strip():
        yield "required", "sources", Message("%(code)s: say where this is known from.", code=code)
    if one.result == CriterionResult.MITIGATED and not one.mitigation.strip():
        yield "required", "mitigation", Message("%(code)s: write down what mitigates the risk.", code=code)
    if one.result == CriterionResult.CLEAR_RISK and {one.likelihood, one.severity} == {RiskLevel.LOW.value}:
        words = Message("%(code)s: what is neither likely nor severe is no clear risk.", code=code)
        yield "differs", "result", words
