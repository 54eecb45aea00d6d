"""Supply plans: entered by the bodies that keep them, each a new version that supersedes the one before."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, generate_nonce, hold_right, to_local_day, translate_database_errors
from licensing.acts.supply.priority import list_cases_beyond
from licensing.acts.supply.promises import lock_supply
from licensing.errors import Gap, Invalid, NoMandate, ProgramRefused
from licensing.models import Body, Event, ItemFamily, SupplyPeriod, SupplyPlan, User, read_actor
from licensing.models.record.event import PendingEvent
from licensing.models.record.origin import require_step_up
from licensing.permissions import Actor
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.supply.plans import PlanInput, compute_plan_digest, find_plan_gaps


@guard_texts()
def enter_plan(user: User, family: ItemFamily, plan: PlanInput) -> SupplyPlan:
    """Enter the supply plan of a family: a new version, with the day of its data. The chain gets its digest, no figure.

    Raises NoMandate for whoever speaks for no body that keeps the plans, Invalid with everything that the plan cannot say.
    """
    with translate_database_errors(), transaction.atomic():
        at = database_now()
        actor, body = require_keeper(user, EventKind.SUPPLY_PLANNED, at=at)
        lock_supply([family.pk])
        # Under the lock: of two plans at once both would supersede the same one, with one number.
        newest = SupplyPlan.objects.filter(family=family).order_by("-number").first()
        _refuse_unfit_plan(family, plan, newest, at)
        stored = _store_plan(user, family, plan, body, number=newest.number + 1 if newest else 1, at=at)
        data = {
            "plan": str(stored.pk),
            "family": family.pk,
            "number": stored.number,
            "data_on": plan.data_on,
            "reference": plan.is_reference,
            "digest": stored.digest,
            "body": body.pk,
        }
        kind = EventKind.SUPPLY_PLANNED
        events = [PendingEvent(kind, data=data | {"under": hold_right(actor, kind, data)})]
        # Read after the new plan is stored, so that it is measured by that one.
        events += build_excess_events(family, today=to_local_day(at))
        Event.objects.chain(events, user, at=at)
    return stored


def find_plan_faults(family: ItemFamily, plan: PlanInput) -> list[Gap]:
    """All that a plan could not say if it were entered now; nothing is entered."""
    newest = SupplyPlan.objects.filter(family=family).order_by("-number").first()
    return _find_gaps_in_supply(family, plan, newest, database_now())


def build_excess_events(family: ItemFamily, *, today: date) -> list[PendingEvent]:
    """That more of a family is promised abroad than can be spared by now, with the cases concerned; none where it is not so."""
    cases = list_cases_beyond(family, today=today)
    newest = SupplyPlan.objects.filter(family=family).order_by("-number").first()
    if not cases or newest is None:
        return []
    return [PendingEvent(EventKind.SUPPLY_EXCEEDED, data={"plan": str(newest.pk), "family": family.pk, "cases": cases})]


def require_keeper(user: User, kind: EventKind, *, at: datetime) -> tuple[Actor, Body]:
    """The person as they are now, with the body for which they keep the supply plans; `kind` says how fresh the proof must be.

    Raises ProgramRefused for programs, NoMandate for whoever speaks for no such body, StepUpRequired.
    """
    actor = read_actor(user, on=to_local_day(at))
    if actor.is_program:
        raise ProgramRefused
    body = Body.objects.filter(pk__in=actor.bodies, plans_supply=True).order_by("pk").first()
    if body is None:
        raise NoMandate(_("Your body keeps no supply plans."))
    require_step_up(user, kind.declaration.step_up, at=at)
    return actor, body


def _refuse_unfit_plan(family: ItemFamily, plan: PlanInput, newest: SupplyPlan | None, at: datetime) -> None:
    if found := _find_gaps_in_supply(family, plan, newest, at):
        raise Invalid(gaps=found)


def _find_gaps_in_supply(family: ItemFamily, plan: PlanInput, newest: SupplyPlan | None, at: datetime) -> list[Gap]:
    return find_plan_gaps(
        plan,
        decimals=family.unit.decimals,
        today=to_local_day(at),
        newest_on=newest.data_on if newest else None,
        has_quota=family.quota_percent is not None,
    )


def _store_plan(user: User, family: ItemFamily, plan: PlanInput, body: Body, *, number: int, at: datetime) -> SupplyPlan:
    nonce = generate_nonce()
    stored = SupplyPlan.objects.create(
        family=family,
        number=number,
        body=body,
        data_on=plan.data_on,
        opening_stock=plan.opening_stock,
        reserve_floor=plan.reserve_floor,
        domestic_orders=plan.domestic_orders,
        verdict=plan.verdict or "",
        document_no=plan.document_no,
        note=plan.note,
        nonce=nonce,
        digest=compute_plan_digest(plan, family=family.pk, number=number, nonce=nonce),
        entered_by=user,
        entered_at=at,
    )
    SupplyPeriod.objects.bulk_create(
        SupplyPeriod(
            plan=stored,
            first_on=one.first_on,
            last_on=one.last_on,
            planned=one.planned,
            confirmed=one.confirmed,
            allocation=one.allocation,
        )
        for one in plan.periods
    )
    return stored
