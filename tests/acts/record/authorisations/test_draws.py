"""The takings of authorisations and projects are computed a second time: every column of an entry that is changed is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction

from licensing.acts.acting import at_time
from licensing.acts.clocks.reminders import close_due_rounds
from licensing.acts.decisions import government
from licensing.acts.licences import ledger
from licensing.acts.licences.licence import revoke_licence
from licensing.acts.plans.countries.filling import fill_project, take_case_out
from licensing.acts.record.authorisations.draws import check_draws
from licensing.acts.record.report import Report
from licensing.acts.requests import submission
from licensing.acts.requests.amending import amend_case
from licensing.choices import ClockKind
from licensing.models import Case, CeilingDraw, Licence, ParentAuthorisation, Project
from tests.acts.plans.countries.test_filling import approved
from tests.acts.record.spoiling import behind_the_back, find_fault
from tests.interests import YEAR
from tests.parents import grant_framework, yearly
from tests.world import World, clearance, resolution

_OTHERS = "SELECT id FROM {table} WHERE id <> draw.{column} ORDER BY id LIMIT 1"
# By the column, what somebody writes in its place; all values that the constraints of the table allow.
TAMPERED = {
    "authorisation_id": f"({_OTHERS.format(table='licensing_parentauthorisation', column='authorisation_id')})",
    "case_id": f"({_OTHERS.format(table='licensing_case', column='case_id')})",
    "item": "draw.item + 1",
    "line": "draw.line + 1",
    "year": "COALESCE(draw.year, 0) + 1",
    "unit_id": "CASE draw.unit_id WHEN 'NAR' THEN 'KGM' ELSE 'NAR' END",
    "price": "COALESCE(draw.price, 0) + 1",
    "currency_id": "CASE draw.currency_id WHEN 'EUR' THEN 'USD' ELSE 'EUR' END",
    "source": "(SELECT one FROM unnest(ARRAY['left', 'reserved', 'committed', 'used']) AS one"
    " WHERE one NOT IN (draw.source, draw.target) ORDER BY one LIMIT 1)",
    "target": "(SELECT one FROM unnest(ARRAY['left', 'reserved', 'committed', 'used']) AS one"
    " WHERE one NOT IN (draw.source, draw.target) ORDER BY one LIMIT 1)",
    "quantity": "draw.quantity + 0.001",
    "drawn_at": "draw.drawn_at + interval '1 second'",
}


def _find() -> str:
    """What this check alone finds, without those that compare rows with the record of changes."""
    return next((str(fault.sentence) for fault in check_draws(Report())), "")


def _find_after(statement: str, row: int) -> str:
    """What it finds after a statement about one entry, which is taken back again."""
    with transaction.atomic():
        with behind_the_back(), connection.cursor() as cursor:
            cursor.execute(statement, [row])
            assert cursor.rowcount == 1
        found = _find()
        transaction.set_rollback(True)
    return found


def _bring_framework(world: World) -> None:
    """A framework with a request that was amended, granted in part, cleared, reversed, and one that waits."""
    framework = grant_framework(world)
    grant_framework(world, number="418-r")
    case = world.before_government(**yearly(framework, quantity="100"))
    government.grant_case(case, world.dora, resolution(quantities={1: Decimal(60)}, reasons="No more can be made."))
    licence = Licence.objects.get(case=case)
    ledger.draw_down_licence(licence, world.cus, clearance("m-1", 10))
    wrong = ledger.draw_down_licence(licence, world.cus, clearance("m-2", 5))
    ledger.reverse_usage(licence, world.cus, wrong.pk, message_id="m-3")
    waiting = world.accepted(**yearly(framework, quantity="100"))
    amend_case(waiting, world.paula, {"items": yearly(framework, quantity="120")["items"], "plan_year": 3}, reason="Later")


def _bring_project(world: World) -> None:
    """A project with a request that was taken out again, and one that was granted and cleared, and a framework beside it."""
    grant_framework(world)
    project = approved(world)
    apart = world.accepted()
    fill_project(project, world.rhea, reference=str(apart.reference))
    take_case_out(apart, world.greta, reason="It is another sale.")
    case = world.before_government()
    fill_project(project, world.rhea, reference=str(case.reference))
    government.grant_case(Case.objects.get(pk=case.pk), world.dora, resolution(number="419-r"))
    ledger.draw_down_licence(Licence.objects.get(case=case), world.cus, clearance("m-1", 10))


def _bring_project_by_year(world: World) -> None:
    """A project that is given by year, with a request for two of them, granted in part; some of it leaves a year early."""
    grant_framework(world)
    approved(world, years={"uav": {YEAR + 1: Decimal(30), YEAR + 2: Decimal(90)}})
    days = [(f"{YEAR + 1}-03-01", "15"), (f"{YEAR + 2}-03-01", "25")]
    rows = [{"item": 1, "first_on": day, "last_on": day, "quantity": quantity} for day, quantity in days]
    world.accepted(title="Another")
    case, project = world.before_government(deliveries=rows), Project.objects.get()
    fill_project(project, world.rhea, reference=str(case.reference))
    granted = resolution(number="419-r", quantities={1: Decimal(30)}, reasons="No more can be made.")
    government.grant_case(Case.objects.get(pk=case.pk), world.dora, granted)
    with at_time(datetime(YEAR + 1, 1, 2, 12, tzinfo=UTC)):
        ledger.draw_down_licence(Licence.objects.get(case=case), world.cus, clearance("m-1", 18))


BRINGERS = [
    pytest.param(_bring_framework, id="framework"),
    pytest.param(_bring_project, id="project"),
    pytest.param(_bring_project_by_year, id="by_year"),
]


def test_every_column_of_an_entry_is_tried() -> None:
    assert set(TAMPERED) == {field.attname for field in CeilingDraw._meta.concrete_fields} - {"id"}


@pytest.mark.walk
@pytest.mark.parametrize("bring", BRINGERS)
def test_every_column_of_every_entry_that_is_changed_is_found(world: World, bring: Callable[[World], None]) -> None:
    bring(world)
    assert find_fault() is None
    rows = list(CeilingDraw.objects.order_by("pk").values_list("pk", flat=True))

    unfound = [
        (column, row)
        for column, value in TAMPERED.items()
        for row in rows
        if not _find_after(f"UPDATE licensing_ceilingdraw AS draw SET {column} = {value} WHERE id = %s", row)
    ]

    assert (len(rows) >= 5, unfound) == (True, [])


@pytest.mark.walk
@pytest.mark.parametrize("bring", BRINGERS)
def test_an_entry_that_is_gone_and_one_that_nobody_made_are_found(world: World, bring: Callable[[World], None]) -> None:
    bring(world)
    columns = ", ".join(field.column for field in CeilingDraw._meta.concrete_fields if field.column != "id")
    rows = list(CeilingDraw.objects.order_by("pk").values_list("pk", flat=True))
    ways = [
        "DELETE FROM licensing_ceilingdraw WHERE id = %s",
        f"INSERT INTO licensing_ceilingdraw ({columns}) SELECT {columns} FROM licensing_ceilingdraw WHERE id = %s",
    ]

    assert [(way[:6], row) for way in ways for row in rows if not _find_after(way, row)] == []


@pytest.mark.walk
def test_takings_that_come_to_nothing_are_whole(world: World) -> None:
    framework = grant_framework(world)
    withdrawn = world.accepted(**yearly(framework, quantity="100"))
    submission.withdraw_case(withdrawn, world.paula, reason="Not wanted")
    lapsed = world.before_government(**yearly(framework, quantity="100"))
    with at_time(lapsed.clocks.get(kind=ClockKind.RESERVATION).due_at):
        close_due_rounds()
    ended = Licence.objects.get(case=world.granted(**yearly(framework, quantity="50")))
    ledger.draw_down_licence(ended, world.cus, clearance("m-1", 10))
    revoke_licence(ended, world.decider(), reason="Diverted")

    assert (_find(), ParentAuthorisation.objects.count()) == ("", 1)


def test_what_is_reserved_without_waiting_for_anything_is_found(world: World) -> None:
    framework = grant_framework(world)
    case = world.accepted(**yearly(framework, quantity="100"))
    with behind_the_back(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE licensing_clock SET ended_at = started_at WHERE case_id = %s AND kind = 'reservation'", [case.pk]
        )
        assert cursor.rowcount == 1

    assert _find() == "Item 1 has 100 reserved, which is not what was filed and waits."
