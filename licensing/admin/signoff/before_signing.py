"""What a member has before them when they sign: the file, the other positions, and what each choice would do at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from licensing.acts.signoff.ballots import prefetch_rounds
from licensing.acts.signoff.positions import SeatStatus
from licensing.acts.signoff.previews import PositionPreview, preview_positions
from licensing.acts.signoff.rounds import NextStep
from licensing.admin.requests.clock_badge import prefetch_clocks
from licensing.admin.requests.file_rows import (
    NeedRow,
    QuestionRow,
    list_need_rows,
    read_documents,
    read_questions,
)
from licensing.admin.requests.version_view import VersionView
from licensing.admin.signoff.ballot_view import RoundView, read_rounds
from licensing.choices import StageOutcome
from licensing.models import Case, Document, Stage
from licensing.models.read_models.excerpts import Excerpt
from licensing.policy.signoff.tally_types import Tally


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One choice: how the round would count, and what would follow."""

    choice: str
    counts: str
    follows: str
    ends: bool


@dataclass(frozen=True, slots=True)
class BeforeSigning:
    """The file as the templates of a case's page show it, the open round, and the choices."""

    documents: Excerpt[tuple[Document, str]]
    need: Sequence[NeedRow]
    questions: Excerpt[QuestionRow]
    rounds: Sequence[RoundView]
    now_counts: str
    choices: Sequence[ChoiceRow]
    recusals: Sequence[Any] = ()


def build_before_signing(case: Case, own: SeatStatus, version: VersionView, *, now: datetime) -> BeforeSigning:
    """All that a member reads before they sign for a seat of the open round."""
    prefetch_related_objects([case], prefetch_rounds(), prefetch_clocks())
    previews = list(preview_positions(case, own.seat, at=now))
    return BeforeSigning(
        documents=read_documents(case, version, {}),
        need=list(list_need_rows(case, version, now=now)),
        questions=read_questions(case, {}, now=now),
        rounds=[one for one in read_rounds(case, case.clocks.all(), now=now) if one.round.is_open],
        now_counts=_count_words(previews[0].before),
        choices=[_build_choice_row(one) for one in previews],
    )


def _build_choice_row(preview: PositionPreview) -> ChoiceRow:
    return ChoiceRow(
        choice=str(preview.choice.label),
        counts=_count_words(preview.after),
        follows=_step_words(preview.after, preview.step),
        ends=preview.step.closes,
    )


def _count_words(counted: Tally) -> str:
    numbers = counted.numbers
    words = _("%(approvals)d for, %(against)d against, %(silent)d not spoken") % {
        "approvals": numbers.votes_for,
        "against": numbers.votes_against,
        "silent": numbers.silent,
    }
    if numbers.quorum_needed is None:
        return words
    quorum = _("quorum: %(present)d of %(needed)d") % {"present": numbers.quorum_present, "needed": numbers.quorum_needed}
    return f"{words} · {quorum}"


def _step_words(counted: Tally, step: NextStep) -> str:
    """What would happen at once, in one sentence."""
    words = {"outcome": str(StageOutcome(counted.outcome).label).lower()}
    if not step.closes:
        return _("The round stays open.")
    if step.opens_window:
        return _("Ends the round (%(outcome)s). It may then be referred up for some days.") % words
    if step.stage is None:
        return _("Ends the round (%(outcome)s).") % words
    return _stage_sentence(step.stage, words)


def _stage_sentence(stage: Stage, words: dict[str, str]) -> str:
    if stage.government:
        sentence = _("Ends the round (%(outcome)s) and forwards the case to the government: “%(stage)s”.")
    else:
        sentence = _("Ends the round (%(outcome)s) and opens the next stage: “%(stage)s”.")
    return sentence % (words | {"stage": stage.name})
