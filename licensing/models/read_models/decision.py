"""A decision as its reader may know it: as it was recorded, and as it reads after its corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from licensing.choices import ConditionRuling, DecisionOutcome
from licensing.messages import TranslatedText
from licensing.models.decisions.correction import AppliedCorrection, Wording, get_wording, list_corrections
from licensing.models.decisions.decision import Decision
from licensing.models.read_models.views import (
    ChargeView,
    ConditionView,
    ContestedConditionView,
    CorrectionView,
    DecisionLineView,
    DecisionView,
    GroundView,
    NamedCriterionView,
    PersonView,
    WordingView,
)
from licensing.models.reference.lists import RefusalGround
from licensing.models.reference.texts import in_reader_language
from licensing.models.requests.case import Case
from licensing.policy.exact import format_decimal


def read_decision(decision: Decision, *, applicant: bool, contested: Sequence[int] = ()) -> DecisionView:
    """A decision with its grounds, conditions and lines. The applicant hears neither who corrected it nor of our own need.

    `contested` are the numbers of its conditions that an open appeal is against.
    """
    grounds = RefusalGround.objects.filter(pk__in=decision.grounds).order_by("pk") if decision.grounds else ()
    corrections = list_corrections(decision)
    wording = get_wording(decision, corrections)
    return DecisionView(
        id=decision.pk,
        outcome=DecisionOutcome(decision.outcome),
        resolution_no=wording.resolution_no,
        resolution_on=wording.resolution_on,
        grounds=[GroundView(code=one.pk, text=one.text) for one in grounds],
        criteria=read_named_criteria(decision.criteria),
        conditions=[ConditionView(code=one["code"], text=str(TranslatedText(one["words"]))) for one in decision.conditions],
        contested=list(contested),
        rulings=read_rulings(decision.rulings),
        reasons=wording.reasons,
        need_override=None if applicant else decision.need_override,
        valid_until=decision.valid_until,
        lines=[
            # A line that got less carries the reasons of the decision, so their correction is one of the line too.
            DecisionLineView(
                item=line.item.number, quantity=format_decimal(line.quantity), reason=wording.reasons if line.reason else ""
            )
            for line in decision.lines.select_related("item").order_by("item__number")
        ],
        charges=read_charges(decision.charges),
        corrections=[_read_correction(one, named=not applicant) for one in corrections],
        decided_at=decision.decided_at,
        digest=decision.digest,
    )


def read_named_criteria(named: Sequence[Mapping[str, Any]]) -> list[NamedCriterionView]:
    """The criteria that a refusal names, in the language of their reader; nothing of what was found by them."""
    return [
        NamedCriterionView(code=one["code"], title=in_reader_language(one["titles"]), set=one["set"], version=one["version"])
        for one in named
    ]


def read_rulings(rulings: Sequence[Mapping[str, Any]]) -> list[ContestedConditionView]:
    """What became of conditions that were appealed against, in the language of their reader."""
    return [
        ContestedConditionView(
            number=one["number"],
            code=one["code"],
            ruling=ConditionRuling(one["ruling"]),
            text=str(TranslatedText(one["words"])),
            changed_into=str(TranslatedText(one["now"])) if one["now"] else "",
        )
        for one in rulings
    ]


def read_charges(charges: Sequence[Mapping[str, Any]]) -> list[ChargeView]:
    """The duties of measures that a decision names, in the language of their reader."""
    return [
        ChargeView(
            measure=one["measure"],
            version=one["version"],
            title=in_reader_language(one["titles"]),
            percent=one["percent"],
            value=one["value"],
            amount=one["amount"],
            currency=one["currency"],
        )
        for one in charges
    ]


def read_former_decisions(case: Case, *, applicant: bool) -> list[DecisionView]:
    """The decisions that hold no more, oldest first: after an appeal, what was appealed against is still to be read."""
    former = [one for one in case.decisions.order_by("decided_at") if one.pk != case.decision_id]
    return [read_decision(one, applicant=applicant) for one in former]


def _read_correction(one: AppliedCorrection, *, named: bool) -> CorrectionView:
    author = one.row.corrected_by
    return CorrectionView(
        corrected_at=one.row.corrected_at,
        corrected_by=PersonView(id=author.pk, name=author.name) if named else None,
        reason=one.row.reason,
        before=_read_wording(one.before),
        after=_read_wording(one.after),
    )


def _read_wording(wording: Wording) -> WordingView:
    return WordingView(resolution_no=wording.resolution_no, resolution_on=wording.resolution_on, reasons=wording.reasons)
