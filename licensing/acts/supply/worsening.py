"""Statements of need of which less can be spared by now: found by the sweep, and lapsed one case after the other."""

from __future__ import annotations

from django.utils.translation import gettext as _

from licensing.acts.acting import acting, database_now, to_local_day
from licensing.acts.clocks.deadlines import cancel_reminders
from licensing.acts.supply.need_statements import ABOUT_NEED
from licensing.acts.supply.reservations import lock_supply_of
from licensing.acts.supply.sparing import assess_case, read_stated
from licensing.choices import REVIEW_STATES, Verb
from licensing.errors import WrongState
from licensing.models import Case, NeedLapse, NeedStatement
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.supply.spare import list_worse

_BATCH = 200


def find_computed_statements(after: NeedStatement | None = None) -> list[NeedStatement]:
    """The next batch of statements that could have worsened: the newest of each case under review, where it was computed."""
    holding = NeedStatement.objects.holding(on=to_local_day(database_now())).filter(case__state__in=REVIEW_STATES)
    newest = holding.order_by("case", "-stated_at", "-pk").distinct("case").values("pk")
    rows = NeedStatement.objects.filter(pk__in=newest).exclude(computed={}).select_related("case").order_by("case")
    return list((rows.filter(case__gt=after.case_id) if after else rows)[:_BATCH])


def has_worsened(statement: NeedStatement) -> bool:
    """Whether less can be spared now than a statement says. Nothing is locked: the act asks again before it lets it lapse."""
    return bool(list_worse(assess_case(statement.case, at=database_now(), ignores_age=True), read_stated(statement)))


def lapse_worsened_need(case: Case) -> Case:
    """Let the statements of a case lapse because less can be spared than the newest says; called by the clock.

    What was granted elsewhere, or a newer plan, voids a statement only where this case comes out worse. Those concerned are
    told, and it is stated again. Raises WrongState where nothing has worsened.
    """
    with acting(case, None, Verb.LAPSE_NEED) as act:
        act.perform()
        # Whoever promises or gives back surplus now is waited for, so that what lapses is worse for certain.
        lock_supply_of(act.case)
        stated = list(NeedStatement.objects.unlapsed().filter(case=act.case).order_by("-stated_at", "-pk"))
        need = assess_case(act.case, at=act.now, ignores_age=True)
        worse = list_worse(need, read_stated(stated[0])) if stated else []
        if not worse:
            raise WrongState(_("No less can be spared than the statement of need of this case says."))
        # The older ones too, or one of them would count again.
        NeedLapse.objects.bulk_create([NeedLapse(statement=one) for one in stated])
        cancel_reminders(act.case, ABOUT_NEED, at=act.now)
        act.record(EventKind.NEED_WORSENED, verdict=stated[0].verdict, items=worse)
    return act.case
