"""The one place that writes governed rows: list by list, in a number of statements that does not grow with the rows."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.reference.change_sets.applying import apply_lines
from licensing.acts.reference.change_sets.rows import load_present
from licensing.choices import ChangeAction
from licensing.models import CaseKind, ChangeLine, Country, Holiday, Procedure, RoutingRow

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 1)


def _exclude(codes: list[str]) -> list[ChangeLine]:
    rows = load_present("countries", codes)
    return [ChangeLine(list="countries", key=key, action="put", after=row | {"tier": "excluded"}) for key, row in rows.items()]


def test_rows_are_added_changed_and_ended() -> None:
    kind, holiday = CaseKind.objects.first(), Holiday.objects.order_by("pk").first()
    assert kind is not None
    assert holiday is not None
    day = f"{holiday.calendar_id}:{holiday.on}"
    new = load_present("countries", ["EE"])["EE"] | {"code": "XX", "alpha3": "XXX"}

    apply_lines(
        [
            ChangeLine(list="countries", key="XX", action="put", after=new),
            *_exclude(["EE"]),
            ChangeLine(list="case_kinds", key=kind.pk, action=ChangeAction.END),
            ChangeLine(list="routing", key="every-case", action=ChangeAction.END),
            ChangeLine(list="holidays", key=day, action=ChangeAction.END),
        ],
        on=DAY,
    )

    assert Country.objects.get(pk="XX").alpha3 == "XXX"
    assert Country.objects.get(pk="EE").tier == "excluded"
    assert not CaseKind.objects.get(pk=kind.pk).active
    assert RoutingRow.objects.get(pk="every-case").retired_on == DAY
    assert not Holiday.objects.filter(pk=holiday.pk).exists()


def test_a_procedure_is_published_as_its_next_version() -> None:
    document = load_present("procedures", ["fast-lane"])["fast-lane"]
    later = document | {"version": document["version"] + 1}

    apply_lines([ChangeLine(list="procedures", key="fast-lane", action="put", after=later)], on=DAY)

    assert Procedure.objects.filter(code="fast-lane").count() == 2
    assert load_present("procedures", ["fast-lane"])["fast-lane"]["version"] == later["version"]


def test_many_rows_of_a_list_take_no_statement_more() -> None:
    counts = []
    for codes in (["EE"], list(Country.objects.exclude(pk="EE").values_list("pk", flat=True)[:40])):
        lines = _exclude(codes)
        with CaptureQueriesContext(
            connection,
        ) as made:
            apply_lines(lines, on=DAY)
        counts.append(len(made))

    assert counts[0] == counts[1]
