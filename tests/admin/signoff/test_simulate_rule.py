"""Trying before publishing: a rule on imagined seats, and a changed decision table on past cases. Nothing is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.models import Event, Procedure, RoutingRow
from tests.admin.conftest import At, page_of, text_of
from tests.world import World

RULE = reverse("admin:licensing_procedure_try")
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


def _seats(*rows: dict[str, str], **rule: str) -> dict[str, Any]:
    """What the page sends: a rule, and one row of fields for each seat."""
    sent = {f"rule-{name}": value for name, value in {"kind": "majority_cast", **rule}.items()}
    for number, row in enumerate(rows):
        sent |= {f"seat-{number}-{name}": value for name, value in {"role": "deliberative", "weight": "1", **row}.items()}
    return sent | {"rows": str(len(rows)), "try": "1"}


def _seat(code: str, choice: str = "", **more: str) -> dict[str, str]:
    return {"code": code, "choice": choice, **more}


# A rule


def test_a_rule_says_before_the_end_that_it_is_decided_and_what_it_comes_to_at_the_end(world: World, at: At) -> None:
    sent = _seats(_seat("MOD", "approve"), _seat("GS", "approve"), _seat("MFA"), kind="majority_seats")

    page = text_of(at(world.pol).post(RULE, sent))

    told = ("While the round is open", "When its deadline has passed", "Already decided, whatever the rest say.", "Passed")
    assert [one for one in told if one not in page] == []


def test_a_rule_says_that_it_can_no_longer_pass(world: World, at: At) -> None:
    sent = _seats(_seat("MOD", "object"), _seat("GS", "object"), _seat("MFA"), kind="k_of_n", k="2", tie="escalate")

    page = text_of(at(world.pol).post(RULE, sent))

    assert "Already decided, whatever the rest say." in page
    assert "Not passed" in page


def test_a_casting_vote_breaks_a_tie(world: World, at: At) -> None:
    sent = _seats(_seat("MOD", "approve", chair="on", casting="approve"), _seat("GS", "object"), tie="chair")

    page = text_of(at(world.pol).post(RULE, sent))

    assert "<dt>Casting vote</dt><dd>Approve</dd>" in page
    assert "Passed" in page


def test_a_rule_that_could_never_be_met_says_why_beside_its_field_and_keeps_what_was_typed(world: World, at: At) -> None:
    response = at(world.pol).post(RULE, _seats(_seat("MOD", "approve"), _seat("GS"), kind="k_of_n", k="5"))

    page = text_of(response)
    told = ("5 approvals can never be reached: 2 have a vote.", 'value="5"', 'value="MOD"', '<option value="approve" selected>')
    assert (response.status_code, [one for one in told if one not in page]) == (422, [])


def test_what_cannot_be_read_is_named_at_its_seat_though_rows_are_left_blank(world: World, at: At) -> None:
    sent = _seats(_seat(""), _seat("MOD", "approve", weight="much"), _seat("GS", "approve", casting="approve"), quorum="7/3")

    response = at(world.pol).post(RULE, sent)

    page = text_of(response)
    assert response.status_code == 400
    assert page.index('value="much"') < page.index("Give a weight of 0 or more.") < page.index('value="GS"')
    assert "A casting vote is for or against, and the chair&#x27;s." in page
    assert 'value="7/3"' in page


def test_a_published_stage_begins_a_trial(world: World, at: At) -> None:
    stage = world.stages[0]

    page = text_of(at(world.pol).get(RULE, {"stage": stage.pk}))

    assert [f'value="{body}"' in page for body in ("MOD", "GS", "MFA")] == [True] * 3
    assert 'name="seat-1-explicit" id="id_seat-1-explicit" value="on" checked' in page


def test_more_rows_are_added_and_nothing_is_lost(world: World, at: At) -> None:
    sent = _seats(_seat("MOD", "object"), quorum="2/3") | {"more": "1"}

    page = text_of(at(world.pol).post(RULE, sent))

    assert [one in page for one in ('name="seat-3-code"', 'value="MOD"', 'value="2/3"')] == [True] * 3
    assert "While the round is open" not in page


# The decision table


def test_a_changed_table_names_the_cases_that_would_go_another_way_and_the_rows_that_say_so(world: World, at: At) -> None:
    case = world.filed()
    before = Event.objects.count()

    page = text_of(at(world.pol).post(TABLE, {"table": BY_HAND.format(procedure="tests", least="1000000")}))

    told = (
        "1 of 1 filed cases would have taken another way.",
        str(case.reference),
        "Further bodies: Security Service of Ukraine",
        "a large value",
        "Every case of the tests (covers every case).",
        "Large sales are heard by the Security Service",
        "(kind of case: Single permit; partner tier: Europe; value: EUR 3,300,000.00).",
    )
    assert [one for one in told if one not in page] == []
    assert (Event.objects.count(), RoutingRow.objects.get(code="tests").extra_seats) == (before, [])


def test_a_row_that_is_retired_is_tried_as_gone(world: World, at: At) -> None:
    world.filed()
    retired = BY_HAND.format(procedure="tests", least="1").replace("[rows.when]", "retired_on = 2026-01-01\n[rows.when]")

    page = text_of(at(world.pol).post(TABLE, {"table": retired}))

    assert "1 of 1 filed cases would have taken another way." in page
    assert "Large sales are heard" not in page.partition("<textarea")[0]


def test_a_file_takes_the_place_of_the_text(world: World, at: At) -> None:
    world.filed()
    file = SimpleUploadedFile("table.toml", BY_HAND.format(procedure="tests", least="9000000").encode())

    page = text_of(at(world.pol).post(TABLE, {"table": "nonsense", "file": file}))

    assert "1 of 1 filed cases" in page or "0 of 1 filed cases" in page
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

    assert "0 of 1 filed cases would have taken another way." in page


# The table and a case, read in plain words


def test_the_decision_table_says_its_conditions_and_procedures_in_words(world: World, at: At) -> None:
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
    told = (*words, Procedure.objects.get(code="tests").name, "General Staff of the Armed Forces of Ukraine")
    assert [one for one in told if one not in page] == []


def test_a_case_says_why_these_bodies_and_what_happened_without_codes(world: World, at: At) -> None:
    RoutingRow.objects.filter(code="tests").update(when={"tier": "europe", "country": "EE"}, flags=["large_value"])
    case = world.accepted()

    page = text_of(at(world.otto).get(page_of(case)))

    told = ("(partner tier: Europe; country: Estonia).", "a large value", "seats: MoD, General Staff, MFA", "stage: Ministries")
    assert [one for one in told if one not in page] == []


# Who may


def test_policy_officers_and_auditors_try_and_nobody_else(world: World, at: At) -> None:
    statuses = {
        user.name: [at(user).get(url).status_code for url in (RULE, TABLE)]
        for user in (world.pol, world.audra, world.otto, world.dora, world.mira)
    }

    assert statuses == {"Pol": [200] * 2, "Audra": [200] * 2, "Otto": [403] * 2, "Dora": [403] * 2, "Mira": [403] * 2}


def test_a_dry_run_takes_as_many_statements_for_three_cases_as_for_one(world: World, at: At) -> None:
    world.filed()
    client, sent = at(world.pol), {"table": BY_HAND.format(procedure="tests", least="1")}
    client.post(TABLE, sent)
    with CaptureQueriesContext(connection) as one:
        client.post(TABLE, sent)
    world.filed()
    world.filed()

    with CaptureQueriesContext(connection) as three:
        page = text_of(client.post(TABLE, sent))

    assert "3 of 3 filed cases" in page
    assert len(three) == len(one)
