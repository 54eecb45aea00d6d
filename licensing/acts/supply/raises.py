"""More output by investments: confirmed by the bodies that keep the supply plans, until one of their plans contains it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, hold_right, translate_database_errors
from licensing.acts.supply.plans import require_keeper
from licensing.acts.supply.promises import lock_supply
from licensing.errors import WrongState
from licensing.models import Event, ItemFamily, Project, ProjectInvestment, User
from licensing.models.record.event import PendingEvent
from licensing.policy.record.event_kinds import EventKind


def confirm_raise(investment: ProjectInvestment, user: User) -> ProjectInvestment:
    """Confirm, for a body that keeps the supply plans, what an investment adds: from now on it counts for what can be spared.

    Raises as `require_keeper` does, WrongState for one that raises nothing now or is confirmed already.
    """
    with _keep_raise(investment, user, EventKind.SUPPLY_RAISE_CONFIRMED) as (fresh, at):
        if fresh.confirmed_at is not None:
            raise WrongState(_("This output is confirmed already."))
        fresh.confirmed_by, fresh.confirmed_at = user, at
        fresh.save(update_fields=["confirmed_by", "confirmed_at"])
    return fresh


def take_raise_up(investment: ProjectInvestment, user: User) -> ProjectInvestment:
    """Say that the newest supply plan contains what an investment adds, so that it is not counted twice.

    Raises as `confirm_raise` does.
    """
    with _keep_raise(investment, user, EventKind.SUPPLY_RAISE_CONTAINED) as (fresh, at):
        fresh.contained_at = at
        fresh.save(update_fields=["contained_at"])
    return fresh


def lock_raised(projects: Collection[Project]) -> list[ItemFamily]:
    """The families whose confirmed output projects raise, locked for who reckons with what our own forces get of it."""
    raises = ProjectInvestment.objects.raising().filter(project__in=projects, confirmed_at__isnull=False)
    families = list(ItemFamily.objects.filter(pk__in=raises.values("family")).order_by("pk")) if projects else []
    lock_supply([one.pk for one in families])
    return families


@contextmanager
def _keep_raise(investment: ProjectInvestment, user: User, kind: EventKind) -> Iterator[tuple[ProjectInvestment, datetime]]:
    with translate_database_errors(), transaction.atomic():
        at = database_now()
        actor, body = require_keeper(user, kind, at=at)
        # Whoever reckons with the family waits, as for a new plan.
        lock_supply([investment.family_id] if investment.family_id else [])
        rows = ProjectInvestment.objects.raising().select_for_update(of=("self",), no_key=True)
        fresh = rows.filter(pk=investment.pk).first()
        if fresh is None:
            raise WrongState(_("This investment adds nothing to the output now."))
        yield fresh, at
        data = {"investment": str(fresh.pk), "family": fresh.family_id, "body": body.pk}
        Event.objects.chain([PendingEvent(kind, data=data | {"under": hold_right(actor, kind, data)})], user, at=at)
