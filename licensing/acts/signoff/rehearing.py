"""Who speaks where a decision is looked at again: nobody who had a part in it, unless the procedure writes otherwise."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.signoff.windows import find_appeal_stage
from licensing.choices import CaseRole
from licensing.models import CaseDuty, Mandate, Position, Recusal, Round


def explain_earlier_part(round: Round, person: UUID, *, body: str, at: datetime) -> str:
    """Why a person does not speak for a body in this round: they took a position before the decision that was appealed against.

    Empty where they may. A body can be too small to hear a case twice: where its procedure says so in writing, and nobody else
    of the body may speak on that day, those who had a part speak again. The record shows both positions.
    """
    before = _find_decided_round_number(round)
    if before is None or not _select_speakers(round, before).filter(person=person).exists():
        return ""
    if _allows_same_persons(round) and not _has_others(round, body, before, at=at):
        return ""
    return _("You spoke in the decision that was appealed against; somebody else speaks now.")


def _find_decided_round_number(round: Round) -> int | None:
    """The number of the last round that was decided before this one; None where this one is no appeal."""
    if not round.stage.government:
        return None
    decided = Round.objects.filter(case=round.case_id, decision__isnull=False, number__lt=round.number)
    number: int | None = decided.order_by("-number").values_list("number", flat=True).first()
    return number


def _select_speakers(round: Round, before: int) -> QuerySet[Position]:
    """Positions of the course that led to the decision, at every stage of it, also those that were voided since."""
    return Position.objects.filter(round__case=round.case_id, round__number__lte=before)


def _allows_same_persons(round: Round) -> bool:
    stage = find_appeal_stage(round.case)
    return bool(stage and stage.escalation.get("same_persons"))


def _has_others(round: Round, body: str, before: int, *, at: datetime) -> bool:
    """Whether anybody else may speak for a body now: with a mandate for such a case, and without any part in this one."""
    case = round.case
    mandates = Mandate.objects.in_force(to_local_day(at)).filter(body=body, user__is_active=True)
    others = mandates.filter(Q(scope=[]) | Q(scope__contains=[case.kind_id]))
    others = others.exclude(user__in=Recusal.objects.filter(case=case).values("person"))
    others = others.exclude(user__in=CaseDuty.objects.filter(case=case).exclude(duty=CaseRole.SIGNED).values("person"))
    return others.exclude(user__in=_select_speakers(round, before).values("person")).exists()
