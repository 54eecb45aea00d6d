"""Country plans that partners filed, carried over once partners file none: what is under way ends, and goes on elsewhere.

What was not decided ends, and its applicant goes on with an expression of interest. What was granted stays as it is, and still
carries the requests under it; its projects become ideas of the plan of the state for that country.
"""

from __future__ import annotations

from django.db.models import Max

from licensing.acts.acting import acting
from licensing.acts.clocks.sweeps import run_each
from licensing.acts.plans.countries.working import lock_plan, read_group
from licensing.acts.plans.parents.drawing import give_back_parent
from licensing.acts.plans.parents.telling import tell_children_of_refused
from licensing.acts.requests.submission import stop_work
from licensing.acts.supply.reservations import give_back_supply
from licensing.choices import CaseState, PlanState, Verb
from licensing.models import Case, CountryPlan, Event, PlanProject, Project
from licensing.models.record.event import PendingEvent
from licensing.policy.record.event_kinds import EventKind


def carry_over_plans() -> int:
    """Carry over whatever is left of the country plans of partners, each case in a transaction; how many rows that were.

    Called by the clock: what was carried over is found no more, and projects wait until their country has a plan that is worked
    on. A case under appeal is decided as it was filed.
    """
    # Its applicant may have withdrawn it, or the government decided it, since it was read: then it is refused, and left.
    done = run_each(carry_case_over, Case.objects.open().filter(kind__is_plan=True, decisions__isnull=True).order_by("pk"))
    written: list[Project] = []
    run_each(lambda pair: written.extend(carry_projects_over(pair[1], pair[0])), _list_granted())
    return done + len(written)


def carry_case_over(case: Case) -> Case:
    """End a country plan of a partner that is under way, as carried over; its applicant goes on with an interest.

    Raises WrongState for a case of another kind, and for one that is decided or gone.
    """
    with acting(case, None, Verb.CARRY_OVER) as act:
        if not act.case.kind.is_retired:
            raise act.case.build_wrong_state(Verb.CARRY_OVER)
        before = act.case.state
        act.perform()
        stop_work(act)
        act.record(EventKind.CASE_CARRIED_OVER, before=before)
        give_back_supply(act)
        give_back_parent(act)
        tell_children_of_refused(act)
    return act.case


def carry_projects_over(case: Case, plan: CountryPlan) -> list[Project]:
    """Write the projects of a granted country plan of a partner into the plan of the state, as ideas that name their origin.

    Gives those that were not there yet; none while a version of the plan is in review, or once it has ended.
    """
    with lock_plan(plan.pk) as (locked, at):
        asked = case.projects.filter(carried_to__isnull=True).order_by("number")
        if locked.state != PlanState.WORKING or not asked:
            return []
        last = locked.projects.aggregate(last=Max("number"))["last"] or 0
        written = [_build_idea(locked, one, number) for number, one in enumerate(asked, start=last + 1)]
        Project.objects.bulk_create(written)
        locked.revision += 1
        locked.save(update_fields=["revision"])
        data = {
            "plan": str(locked.pk),
            "code": locked.code,
            "bodies": read_group(locked),
            "origin": case.reference,
            "projects": [one.number for one in written],
        }
        Event.objects.chain([PendingEvent(EventKind.PROJECTS_CARRIED_OVER, data=data)], None, at=at)
    return written


def _list_granted() -> list[tuple[CountryPlan, Case]]:
    """Plans of the state that are worked on, each with a granted plan of a partner of which projects wait for it."""
    waiting = PlanProject.objects.filter(case__kind__is_plan=True, case__state=CaseState.GRANTED, carried_to__isnull=True)
    cases = Case.objects.filter(pk__in=waiting.values("case")).order_by("closed_at", "pk")
    plans = {one.country_id: one for one in CountryPlan.objects.filter(state=PlanState.WORKING)}
    return [(plans[case.partner_country_id], case) for case in cases if case.partner_country_id in plans]


def _build_idea(plan: CountryPlan, asked: PlanProject, number: int) -> Project:
    """What was asked for, as an idea: what it is for in the words of the partner, without a family, volume or priority."""
    has_value = asked.value is not None and asked.value > 0 and asked.currency_id is not None
    return Project(
        plan=plan,
        number=number,
        title=asked.title,
        form=asked.form,
        purpose=asked.goods,
        value=asked.value if has_value else None,
        currency_id=asked.currency_id if has_value else None,
        origin=asked,
    )
