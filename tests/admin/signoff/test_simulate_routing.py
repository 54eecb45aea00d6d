"""A changed decision table tried on past cases before it is published; nothing is kept."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.models import Event, Procedure, RoutingRow
from tests.admin.conftest import At, text_of
from tests.world import World

TABLE = reverse("admin:licensing_routingrow_try")


BY_HAND = """
[[rows]]
code = "tests"
priority = 10000
procedure = "{procedure}"
extra_seats = ["SBU"]
flags = ["large_value"]
because_en = "Large sales are heard by the Security Service"
because_uk = "Великі продажі розглядає СБУ"
valid_from = 2024-01-01
[rows.when]
kind = ["single_permit"]
tier = ["europe"]
value = {{ min = "{least}" }}
"""


def test_a_changed_table_names_rerouted_cases_and_their_rows(world: World, at: At) -> None:
    case = world.filed()
    before = Event.objects.count()

    page = text_of(at(world.pol).post(TABLE, {"table": BY_HAND.format(procedure="tests", least="1000000")}))

    expected = (
        "1 of the cases tried would be treated otherwise.",
        str(case.reference),
        "Further bodies: Security Service of Ukraine",
        "a large value",
        "Every case of the tests (covers every case).",
        "Large sales are heard by the Security Service",
        "(kind of case: Single permit; partner tier: Europe; value: EUR 3,300,000.00).",
    )
    assert [one for one in expected if one not in page] == []
    assert (Event.objects.count(), RoutingRow.objects.get(code="tests").extra_seats) == (before, [])


def test_a_row_that_is_retired_is_tried_as_gone(world: World, at: At) -> None:
    world.filed()
    retired = BY_HAND.format(procedure="tests", least="1").replace("[rows.when]", "retired_on = 2026-01-01\n[rows.when]")

    page = text_of(at(world.pol).post(TABLE, {"table": retired}))

    assert "1 of the cases tried would be treated otherwise." in page
    assert "Large sales are heard" not in page.partition("<textarea")[0]


def test_a_file_takes_the_place_of_the_text(world: World, at: At) -> None:
    world.filed()
    file = SimpleUploadedFile("table.toml", BY_HAND.format(procedure="tests", least="9000000").encode())

    page = text_of(at(world.pol).post(TABLE, {"table": "nonsense", "file": file}))

    assert "1 of 1 open cases" in page
    assert "9000000" in page


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("[[rows]\n", "This cannot be read as TOML"),
        (BY_HAND.format(procedure="nowhere", least="1"), "There is no published procedure “nowhere”."),
        ('[[rows]]\ncode = "x"\n', "Row 1 (x) valid_from: “valid_from” is missing here."),
        ('rows = "none"', "The table cannot be tried as it is written."),
    ],
)
def test_a_table_that_cannot_be_read_says_where_and_is_kept(world: World, at: At, table: str, sentence: str) -> None:
    response = at(world.pol).post(TABLE, {"table": table})

    page = text_of(response)
    assert (response.status_code, sentence in page) == (400, True)
    assert page.count(sentence) == 1
    assert table.splitlines()[-1].replace('"', "&quot;") in page


def test_a_row_of_the_table_begins_a_trial_that_changes_nothing(world: World, at: At) -> None:
    world.filed()
    client = at(world.pol)
    RoutingRow.objects.filter(code="tests").update(when={"value": {"max": "9"}, "kind": ["single_permit"]})
    row = client.get(TABLE, {"row": "tests"}).context["written"].replace("because_en", 'because_uk = "–"\nbecause_en')

    page = text_of(client.post(TABLE, {"table": row}))

    assert "0 of the cases tried would be treated otherwise." in page


def test_the_decision_table_is_read_in_words(world: World, at: At) -> None:
    RoutingRow.objects.filter(code="tests").update(
        when={"kind": ["single_permit"], "tier": "europe", "form": ["direct_sale", ""], "value": {"min": "5000"}},
        extra_seats=["GS"],
    )

    page = text_of(at(world.mira).get(reverse("admin:licensing_routingrow_changelist")))

    words = (
        "Kind of case: Single permit",
        "Partner tier: Europe",
        "Form of co-operation: Direct sale, none named",
        "Value: at least EUR 5,000",
    )
    expected = (*words, Procedure.objects.get(code="tests").name, "General Staff of the Armed Forces of Ukraine")
    assert [one for one in expected if one not in page] == []


@pytest.mark.walk
def test_a_dry_run_takes_as_many_statements_for_three_as_for_one(world: World, at: At) -> None:
    world.filed()
    client, sent = at(world.pol), {"table": BY_HAND.format(procedure="tests", least="1")}
    client.post(TABLE, sent)
    with CaptureQueriesContext(connection) as one:
        client.post(TABLE, sent)
    world.filed()
    world.filed()

    with CaptureQueriesContext(connection) as three:
        page = text_of(client.post(TABLE, sent))

    assert "3 of 3 open cases" in page
    assert len(three) == len(one)
