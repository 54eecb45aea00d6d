"""Ceilings are computed a second time from what was filed and decided: each column that is changed is found, and each event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pytest
from django.db import IntegrityError, connection, transaction

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import appeal, government
from licensing.acts.plans.countries.deciding import decide_version, submit_version
from licensing.acts.plans.countries.opening import end_plan
from licensing.acts.plans.countries.projects import edit_project, move_project, read_draft
from licensing.acts.plans.parents.changing import Reduction, amend_authorisation
from licensing.acts.record.authorisations.ceilings import check_ceilings
from licensing.acts.record.report import Report
from licensing.choices import ParentChange, ProjectStatus, ProjectVerdict
from licensing.models import Case, Event, ParentAuthorisation, ParentCeiling, PlanVersion, Project
from licensing.policy.record.digests import compute_digest
from tests.acts.plans.countries.state import sign_off
from tests.acts.plans.countries.test_filling import approved
from tests.acts.record.spoiling import behind_the_back
from tests.interests import YEAR
from tests.parents import bring_framework, grant_framework
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, another_decider, use_procedure
from tests.world import World, resolution

# By the column, what somebody writes in its place; those of the goods of a line, which bind nothing, are left to the record.
_LINES: Final = {
    "authorisation_id": "(SELECT id FROM licensing_parentauthorisation WHERE id <> one.authorisation_id ORDER BY id LIMIT 1)",
    "line": "COALESCE(one.line, 0) + 90",
    "year": "COALESCE(one.year, 0) + 90",
    "unit_id": "CASE one.unit_id WHEN 'NAR' THEN 'KGM' ELSE 'NAR' END",
    "quantity": "COALESCE(one.quantity, 0) + 0.001",
    "currency_id": "CASE one.currency_id WHEN 'EUR' THEN 'USD' ELSE 'EUR' END",
    "value": "COALESCE(one.value, 0) + 0.000000001",
}
_OF_GOODS: Final = {"name", "model", "maker"}
_OF_FAMILY: Final = "(SELECT code FROM licensing_itemfamily WHERE code IS DISTINCT FROM one.family_id ORDER BY code LIMIT 1)"
_WHOLE: Final = {
    "binding": "NOT one.binding",
    "starts_on": "one.starts_on - 1",
    "ends_on": "one.ends_on + 1",
    "state": "CASE one.state WHEN 'ended' THEN 'in_force' ELSE 'ended' END",
}


def _find() -> str:
    """What this check alone finds, without those that compare rows with the record of changes."""
    return next((str(fault.sentence) for fault in check_ceilings(Report())), "")


def _find_after(statement: str, *values: object) -> str:
    """What it finds after a statement about one row, which is taken back again; or that a constraint refuses even that."""
    with transaction.atomic():
        try:
            with behind_the_back(), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
                assert cursor.rowcount == 1
        except IntegrityError as refusal:
            return str(refusal)
        found = _find()
        transaction.set_rollback(True)
    return found


def _bring_framework(world: World) -> ParentAuthorisation:
    framework = grant_framework(world)
    grant_framework(world, number="418-r")
    reduction = Reduction(line=1, year=3, quantity=Decimal("450.5"))
    decider = world.decider()
    amend_authorisation(framework, decider, ParentChange.REDUCE, reason="Less is made.", reductions=[reduction])
    amend_authorisation(Case.objects.get(pk=framework.pk), decider, ParentChange.SUSPEND, reason="For now.")
    return ParentAuthorisation.objects.get(case=framework)


def _bring_project(world: World) -> ParentAuthorisation:
    grant_framework(world)
    return ParentAuthorisation.objects.get(project=approved(world))


def _bring_project_by_year(world: World) -> ParentAuthorisation:
    """A project whose years were changed by another version: one of them is named no more."""
    grant_framework(world)
    years = {"uav": {YEAR + 1: Decimal(30), YEAR + 2: Decimal(90)}}
    project = approved(world, years=years, value_years={YEAR + 1: Decimal("9600000.00")})
    move_project(project, world.greta, ProjectStatus.DISCUSSED, reason="Amended.")
    draft = replace(read_draft(project), years={"uav": {YEAR + 2: Decimal(120)}}, value_years={})
    project = edit_project(Project.objects.get(pk=project.pk), world.rhea, draft)
    move_project(project, world.rhea, ProjectStatus.PROPOSED, reason="Agreed again.")
    version = sign_off(world, submit_version(project.plan, world.rhea))
    rulings = {1: (ProjectVerdict.APPROVE, "")}
    decide_version(version, world.dora, resolution_no="513-r", resolution_on=to_local_day(now()), rulings=rulings)
    return ParentAuthorisation.objects.get(project=project)


def _tamper(parent: ParentAuthorisation, columns: dict[str, str]) -> list[tuple[str, int]]:
    """The changes of one column of one ceiling that are not found."""
    rows = list(ParentCeiling.objects.filter(authorisation=parent).order_by("pk").values_list("pk", flat=True))
    tried = {*rows[:2], *rows[-1:]}
    change = "UPDATE licensing_parentceiling AS one SET {} = {} WHERE id = %s"
    return [(name, row) for name, value in columns.items() for row in tried if not _find_after(change.format(name, value), row)]


def test_every_column_that_binds_is_tried() -> None:
    columns = {field.attname for field in ParentCeiling._meta.concrete_fields} - {"id"}

    assert _LINES.keys() | _OF_GOODS | {"family_id", "price"} == columns


@pytest.mark.walk
def test_a_ceiling_of_a_framework_that_was_changed_is_found_in_every_column(world: World) -> None:
    parent = _bring_framework(world)

    assert _find() == ""
    assert _tamper(parent, _LINES | {"price": "COALESCE(one.price, 0) + 0.000001"}) == []
    change = "UPDATE licensing_parentauthorisation AS one SET {} = {} WHERE id = %s"
    assert [name for name, value in _WHOLE.items() if not _find_after(change.format(name, value), parent.pk)] == []


@pytest.mark.walk
@pytest.mark.parametrize("bring", [_bring_project, _bring_project_by_year])
def test_a_ceiling_of_a_project_that_was_changed_is_found_in_every_column(
    world: World, bring: Callable[[World], ParentAuthorisation]
) -> None:
    parent = bring(world)

    assert _find() == ""
    assert _tamper(parent, _LINES | {"family_id": _OF_FAMILY}) == []
    change = "UPDATE licensing_parentauthorisation AS one SET {} = {} WHERE id = %s"
    assert [name for name, value in _WHOLE.items() if not _find_after(change.format(name, value), parent.pk)] == []


def _stop(project: Project, world: World) -> None:
    move_project(project, world.greta, ProjectStatus.STOPPED, reason="Not any more.")


def _end(project: Project, world: World) -> None:
    end_plan(project.plan, world.rhea, reason="Another one begins.")


@pytest.mark.walk
@pytest.mark.parametrize("over", [_stop, _end])
def test_a_project_that_was_stopped_or_ended_with_its_plan_is_whole_and_does_not_come_back(
    world: World, over: Callable[[Project, World], None]
) -> None:
    parent = _bring_project(world)
    over(Project.objects.get(authorisation=parent), world)

    assert (ParentAuthorisation.objects.get(pk=parent.pk).state, _find()) == ("ended", "")
    assert _find_after("UPDATE licensing_parentauthorisation SET state = 'in_force' WHERE id = %s", parent.pk)


@pytest.mark.walk
@pytest.mark.parametrize("bring", [_bring_framework, _bring_project, _bring_project_by_year])
def test_a_ceiling_that_is_gone_and_one_that_nobody_granted_are_found(
    world: World, bring: Callable[[World], ParentAuthorisation]
) -> None:
    row = bring(world).ceilings.latest("pk").pk
    columns = ", ".join(field.column for field in ParentCeiling._meta.concrete_fields if field.column not in ("id", "line"))
    added = (
        f"INSERT INTO licensing_parentceiling (line, {columns}) SELECT 99, {columns} FROM licensing_parentceiling WHERE id = %s"
    )

    assert _find_after("DELETE FROM licensing_parentceiling WHERE id = %s", row)
    assert _find_after(added, row)


def _grant_in_part(world: World) -> None:
    case = bring_framework(world)
    government.grant_case(case, world.dora, resolution(quantities={1: Decimal(400)}, reasons="No more is made."))


def _add_by_appeal(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    _grant_in_part(world)
    case = appeal.appeal_case(Case.objects.get(), world.paula, reason="We need all of them.")
    more = resolution(number="501-r", quantities={1: Decimal(450)}, reasons="More is made by now.")
    appeal.decide_appeal(case, another_decider(), more)
    assert ParentCeiling.objects.get(year=3).quantity == 450


@pytest.mark.walk
@pytest.mark.parametrize(
    ("bring", "ceilings"),
    [
        (_grant_in_part, 11),
        (_add_by_appeal, 11),
        (lambda world: world.granted(kind="negotiation"), 2),
    ],
)
def test_what_was_granted_otherwise_is_whole_too(world: World, bring: Callable[[World], object], ceilings: int) -> None:
    bring(world)

    assert (_find(), ParentCeiling.objects.count()) == ("", ceilings)


def test_whoever_rewrites_row_and_event_alike_still_meets_what_was_filed_and_decided(world: World) -> None:
    parent = ParentAuthorisation.objects.get(case=grant_framework(world))
    row = parent.ceilings.get(line=1, year=4)
    event = Event.objects.get(kind="authorisation.granted")
    told = [[*one[:2], "600", *one[3:]] if one[:2] == [1, 4] else one for one in event.data["ceilings"]]
    with behind_the_back():
        ParentCeiling.objects.filter(pk=row.pk).update(quantity=600)
        Event.objects.filter(pk=event.pk).update(data=event.data | {"ceilings": told})

    assert _find() == "An event tells of other ceilings than were granted or left by a reduction."


def test_a_reduction_that_raises_is_found_though_its_event_tells_of_it(world: World) -> None:
    framework = grant_framework(world)
    reduction = Reduction(line=1, year=4, quantity=Decimal(400))
    amend_authorisation(framework, world.decider(), ParentChange.REDUCE, reason="Less is made.", reductions=[reduction])
    event = Event.objects.get(kind="authorisation.changed")
    told = [[*one[:2], "600", *one[3:]] if one[:2] == [1, 4] else one for one in event.data["ceilings"]]
    with behind_the_back():
        ParentCeiling.objects.filter(authorisation__case=framework, line=1, year=4).update(quantity=600)
        Event.objects.filter(pk=event.pk).update(data=event.data | {"ceilings": told})

    assert _find() == "An event tells of other ceilings than were granted or left by a reduction."


def test_what_no_event_granted_is_found(world: World) -> None:
    grant_framework(world)
    with behind_the_back():
        Event.objects.filter(kind="authorisation.granted").update(kind="case.granted")

    assert _find() == "No event tells of what was granted."


def test_a_project_that_is_gone_from_the_version_that_approved_it_is_found(world: World) -> None:
    _bring_project(world)
    version, event = PlanVersion.objects.get(), Event.objects.get(kind="plan.decided")
    with behind_the_back():
        content = version.content | {"projects": []}
        PlanVersion.objects.filter(pk=version.pk).update(content=content)
        Event.objects.filter(pk=event.pk).update(data=event.data | {"digest": compute_digest(content)})

    assert _find() == "The version of the plan that approved it is not what was decided."


def test_a_version_of_a_plan_that_was_rewritten_after_its_approval_is_found(world: World) -> None:
    parent, version = _bring_project(world), PlanVersion.objects.get()
    [project] = version.content["projects"]
    with behind_the_back():
        content = version.content | {"projects": [project | {"volumes": {"uav": "900"}}]}
        PlanVersion.objects.filter(pk=version.pk).update(content=content)
        ParentCeiling.objects.filter(authorisation=parent, line=1).update(quantity=900)

    assert _find() == "The version of the plan that approved it is not what was decided."
