"""Who speaks where a decision is looked at again: nobody who had a part in it, unless the procedure writes otherwise."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.signoff.windows import find_appeal_stage
from licensing.choices import CaseRole
from licensing.models import Assessment, CaseDuty, Mandate, Position, Recusal, Round, Stage, User


def explain_earlier_part(round: Round, person: UUID, *, body: str, at: datetime) -> str:
    """Why a person does not speak for a body in this round: they had a part in the decision that was appealed against.

    A position of theirs came before it, at whatever stage and for whatever body, or an assessment that it rested on.

    Empty where they may. A body can be too small to hear a case twice: where its procedure says so in writing, and nobody else
    of the body may speak on that day, those who had a part speak again. The record shows both positions.
    """
    before = _find_decided_round(round)
    if before is None or not _select_who_had_part(before).filter(pk=person).exists():
        return ""
    if _allows_same_persons(round) and not _has_others(round, body, before, at=at):
        return ""
    return _("You had a part in the decision that was appealed against; somebody else speaks now.")


def match_earlier_part(person: UUID) -> Q:
    """Seats of rounds in which a person is not heard: the same rule as `explain_earlier_part`, as a condition on rows.

    Where the procedure lets the same persons speak, the seat is theirs to look at: whether anybody else could, its page says.
    """
    decided = Round.objects.filter(case=OuterRef("round__case"), decision__isnull=False)
    since = decided.filter(number__gte=OuterRef("round__number"), number__lt=OuterRef(OuterRef("round__number")))
    spoken = Position.objects.filter(Exists(since), person=person, round__case=OuterRef("round__case"))
    assessed = Assessment.objects.filter(recorded_by=person, case=OuterRef("round__case"))
    assessed = assessed.filter(
        Exists(
            Round.objects.filter(
                case=OuterRef("case"),
                decision__decided_at__gte=OuterRef("recorded_at"),
                number__lt=OuterRef(OuterRef("round__number")),
            )
        )
    )
    same = Stage.objects.filter(
        procedure=OuterRef("round__stage__procedure"), escalation__contains={"triggers": ["appeal"], "same_persons": True}
    )
    return Q(Exists(spoken) | Exists(assessed), ~Exists(same), round__stage__government=True)


def _find_decided_round(round: Round) -> Round | None:
    """The last round that was decided before this one; None where this one is no appeal."""
    if not round.stage.government:
        return None
    decided = Round.objects.filter(case=round.case_id, decision__isnull=False, number__lt=round.number)
    return decided.select_related("decision").order_by("-number").first()


def _select_who_had_part(decided: Round) -> QuerySet[User]:
    """Whoever took a position on the way to a decision, also one that was voided since, or made an assessment before it."""
    spoke = Position.objects.filter(round__case=decided.case_id, round__number__lte=decided.number)
    assessed = Assessment.objects.filter(case=decided.case_id, recorded_at__lte=decided.decision.decided_at)
    return User.objects.filter(Q(pk__in=spoke.values("person")) | Q(pk__in=assessed.values("recorded_by")))


def _allows_same_persons(round: Round) -> bool:
    stage = find_appeal_stage(round.case)
    return bool(stage and stage.escalation.get("same_persons"))


def _has_others(round: Round, body: str, before: Round, *, at: datetime) -> bool:
    """Whether anybody else may speak for a body now: with a mandate for such a case, and without any part in this one."""
    case = round.case
    mandates = Mandate.objects.in_force(to_local_day(at)).filter(body=body, user__is_active=True)
    others = mandates.filter(Q(scope=[]) | Q(scope__contains=[case.kind_id]))
    others = others.exclude(user__in=Recusal.objects.filter(case=case).values("person"))
    others = others.exclude(user__in=CaseDuty.objects.filter(case=case).exclude(duty=CaseRole.SIGNED).values("person"))
    return others.exclude(user__in=_select_who_had_part(before).values("pk")).exists()
