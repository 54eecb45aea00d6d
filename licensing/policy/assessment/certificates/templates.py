"""Templates of end-user certificates: which elements one must have, and which steps show that it is genuine."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from licensing.choices import Authenticity, AuthenticityStep, CertificateElement, ElementFinding, StepResult
from licensing.messages import Message


@dataclass(frozen=True, slots=True)
class Template:
    """What is asked of a certificate. Each `required` element must be there; those of `optional` are looked at beside.

    One step of `confirmed_by` that confirms it shows that it is genuine, as long as none denies it.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...]
    confirmed_by: tuple[str, ...]

    @property
    def elements(self) -> tuple[str, ...]:
        """Every element that is looked at, in the order of their codes."""
        return tuple(sorted({*self.required, *self.optional}))

    def list_missing(self, findings: Mapping[str, str]) -> list[str]:
        """The required elements that nobody found present; what is unclear is not there."""
        return [one for one in self.required if findings.get(one) != ElementFinding.PRESENT]


def judge_authenticity(results: Mapping[str, str], confirmed_by: Collection[str]) -> Authenticity:
    """What the steps come to; `results` has of each kind of step what was recorded last.

    A denial outweighs any confirmation, until a later step of the same kind says otherwise.
    """
    if StepResult.DENIES in results.values():
        return Authenticity.FALSE
    if any(results.get(one) == StepResult.CONFIRMS for one in confirmed_by):
        return Authenticity.GENUINE
    return Authenticity.UNCONFIRMED


def find_template_gaps(row: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """What a row of the list of templates cannot mean, by column."""
    required, optional = _read_codes(row.get("required")), _read_codes(row.get("optional"))
    elements = list(CertificateElement.values)
    for column, codes in (("required", required), ("optional", optional)):
        if codes is None or not set(codes) <= set(elements) or len(set(codes)) != len(codes):
            yield column, Message("Name each of the elements E01 to E20 at most once, and nothing else.")
    # Without them no two certificates can be told apart, and nothing can be counted on one.
    if CertificateElement.E01 not in (required or ()) or CertificateElement.E07 not in (required or ()):
        yield "required", Message("The number (E01) and the goods (E07) are always required.")
    if both := sorted({*(required or ())} & {*(optional or ())}):
        yield "optional", Message("“%(code)s” is required already.", code=both[0])
    steps = _read_codes(row.get("confirmed_by"))
    if not steps or not set(steps) <= set(AuthenticityStep.values) or len(set(steps)) != len(steps):
        yield "confirmed_by", Message("Name at least one kind of step, each at most once: specimen, embassy, authority.")


def _read_codes(value: Any) -> Sequence[str] | None:
    return value if isinstance(value, list) and all(isinstance(one, str) for one in value) else None
