"""The ledger over the API: asked, drawn, reported afterwards, reversed, looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.licences.licence import suspend_licence
from licensing.choices import StepResult
from licensing.models import Licence, Usage
from tests.acts.assessment.state import LISTED, publish_list_of
from tests.api.calling import Caller, code_of
from tests.certificates import issue_certified_licence, verify
from tests.world import REQUEST, World


@pytest.fixture
def licence(world: World) -> Licence:
    return world.licence()


def place(licence: Licence, rest: str = "") -> str:
    return f"licences/{licence.pk}/{rest}"


def message(number: int, quantity: Any, **changes: Any) -> dict[str, Any]:
    return {"message_id": f"M-{number}", "line": 1, "quantity": quantity, "declaration_no": f"D-{number}"} | changes


@pytest.mark.walk
def test_customs_asks_draws_repeats_and_tries_to_overdraw(world: World, licence: Licence) -> None:
    cus = Caller(world.cus)

    may = cus.get(place(licence, "may-leave/?line=1&quantity=30")).json()
    drawn = cus.post(place(licence, "usages/"), message(1, "30"))
    repeated = cus.post(place(licence, "usages/"), message(1, "30"))
    too_much = cus.post(place(licence, "usages/"), message(2, "11"))
    may_not = cus.get(place(licence, "may-leave/?line=1&quantity=11")).json()

    assert may == {
        "may_leave": True,
        "code": None,
        "because": "",
        "quantity": "30",
        "left": "40",
        "unit": "NAR",
        "state": None,
        "since": None,
        "condition": None,
        "needs": "",
        "left_now": None,
        "reason": "",
    }
    assert (drawn.status_code, drawn.json()["left_after"]) == (201, "10")
    assert repeated.json() == drawn.json()
    assert (*code_of(too_much), too_much.json()["left"], too_much.json()["unit"]) == (409, "overdrawn", "10", "NAR")
    assert (may_not["may_leave"], may_not["code"], may_not["left"]) == (False, "overdrawn", "10")
    assert "Only 10 pieces are left" in may_not["because"]
    assert Usage.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"quantity": "1.5"}, 422),
        ({"line": 7}, 422),
        ({"unit": "KGM"}, 422),
        ({"quantity": "41"}, 409),
        ({"unit": "NAR"}, 201),
    ],
)
def test_whether_it_may_leave_is_what_a_draw_down_says(
    world: World, licence: Licence, asked: dict[str, Any], status: int
) -> None:
    cus = Caller(world.cus)
    given = {"line": 1, "quantity": "1"} | asked

    may = cus.get(place(licence, "may-leave/?" + "&".join(f"{name}={value}" for name, value in given.items()))).json()
    drawn = cus.post(place(licence, "usages/"), message(1, "1") | asked)

    assert (drawn.status_code, drawn.json().get("code")) == (status, may["code"])
    assert may["may_leave"] == (status == 201)


def test_a_halt_is_told_alike_by_the_question_and_the_draw_down(world: World, licence: Licence) -> None:
    suspend_licence(licence, world.otto, reason="Urgent need.")
    cus = Caller(world.cus)

    may = cus.get(place(licence, "may-leave/?line=1&quantity=1")).json()
    drawn = cus.post(place(licence, "usages/"), message(1, "1")).json()

    told = {name: drawn[name] for name in ("code", "state", "since", "reason")}
    assert told == {name: may[name] for name in told}
    assert (told["code"], told["state"], told["reason"]) == ("not_in_force", "suspended", "Urgent need.")
    assert told["since"] is not None


def test_the_holder_reads_what_stops_the_goods_in_words_meant_for_them(world: World) -> None:
    licence = issue_certified_licence(world)
    verify(world, licence.case, StepResult.DENIES)
    asked = place(licence, "may-leave/?line=1&quantity=1")

    holder, customs = Caller(world.paula).get(asked).json(), Caller(world.cus).get(asked).json()

    told = "The authority does not rest deliveries on certificate EE-EUC-7."
    assert (holder["code"], holder["because"]) == ("stopped_by_certificate", told)
    assert (customs["code"], customs["because"]) == ("stopped_by_certificate", "Certificate EE-EUC-7 was found to be false.")


def test_the_holder_does_not_read_what_only_the_authority_may(world: World, licence: Licence) -> None:
    publish_list_of(world, LISTED)
    asked = place(licence, "may-leave/?line=1&quantity=1")

    holder, customs = Caller(world.paula).get(asked).json(), Caller(world.cus).get(asked).json()

    told = "Nothing may leave now. The authority looks into it and tells you when deliveries may go on."
    assert (holder["may_leave"], holder["code"], holder["because"]) == (False, "held_back", told)
    assert customs["code"] == "stopped_by_screening"
    Caller(world.cus).post(place(licence, "clearances/"), message(1, "1", cleared_on=to_local_day(now()).isoformat()))
    [read], [known] = [Caller(one).get(place(licence, "usages/")).json()["results"] for one in (world.paula, world.cus)]
    assert (read["stopped_by"], read["stopped_because"]) == ("held_back", told)
    assert (known["stopped_by"], known["stopped_because"]) == ("stopped_by_screening", customs["because"])


@pytest.mark.walk
def test_tonnes_are_drawn_from_a_line_in_kilograms(world: World) -> None:
    licence = world.licence(items=[REQUEST["items"][0] | {"unit": "KGM", "quantity": "2000"}])
    cus = Caller(world.cus)

    may = cus.get(place(licence, "may-leave/?line=1&quantity=1.5&unit=TNE")).json()
    drawn = cus.post(place(licence, "usages/"), message(1, "1.5", unit="TNE")).json()

    assert (may["quantity"], may["unit"]) == ("1500", "KGM")
    assert (drawn["quantity"], drawn["unit"], drawn["left_after"]) == ("1500", "KGM", "500")


@pytest.mark.parametrize(
    ("changes", "differs"),
    [
        ({"quantity": "5"}, "quantity"),
        ({"declaration_no": "other"}, "declaration_no"),
        ({"customs_office": "UA209"}, "customs_office"),
        ({"cleared_on": "2020-01-01"}, "cleared_on"),
        ({"line": 2}, "line"),
        ({"unit": "KGM"}, "quantity"),
    ],
)
def test_a_message_id_that_was_used_for_something_else_is_refused(
    world: World, licence: Licence, changes: dict[str, Any], differs: str
) -> None:
    cus = Caller(world.cus)
    first = cus.post(place(licence, "usages/"), message(1, "30")).json()["id"]

    refused = cus.post(place(licence, "usages/"), message(1, "30") | changes)

    assert (code_of(refused), refused.json()["differs"]) == ((422, "message_reused"), [differs])
    assert refused.json()["usage"] == first


def test_an_entry_is_reversed_by_an_entry_and_says_so_ever_after(world: World, licence: Licence) -> None:
    cus, paula = Caller(world.cus), Caller(world.paula)
    drawn = cus.post(place(licence, "usages/"), message(1, "40")).json()["id"]

    reversal = cus.post(place(licence, f"usages/{drawn}/reverse/"), {"message_id": "M-1-R"})
    ledger = paula.get(place(licence, "usages/")).json()["results"]
    repeated = cus.post(place(licence, "usages/"), message(1, "40"))
    twice = cus.post(place(licence, f"usages/{drawn}/reverse/"), {"message_id": "M-2-R"})

    assert (reversal.status_code, reversal.json()["quantity"], reversal.json()["reverses"]) == (201, "-40", drawn)
    assert [(entry["quantity"], entry["reversed_by"]) for entry in ledger] == [("-40", None), ("40", reversal.json()["id"])]
    assert [code_of(one) for one in (repeated, twice)] == [(409, "reversed")] * 2
    assert repeated.json()["reversal"] == reversal.json()["id"]


@pytest.mark.parametrize("quantity", ["0", "-1", "1e2", "NaN", "Infinity", "99999999999999999", "", 5, None, "0.0001"])
def test_a_quantity_that_cannot_be_drawn_is_refused(world: World, licence: Licence, quantity: Any) -> None:
    refused = Caller(world.cus).post(place(licence, "usages/"), message(1, quantity))

    assert (code_of(refused), Usage.objects.count()) == ((400, "invalid"), 0)


def test_what_had_left_before_a_halt_is_reported_and_looked_at(world: World, licence: Licence) -> None:
    begun = now()
    day = to_local_day(begun).isoformat()
    with at_time(begun + timedelta(days=1)):
        suspend_licence(licence, world.otto, reason="Urgent need.")
        cus, otto = Caller(world.cus), Caller(world.otto)

        drawn = cus.post(place(licence, "usages/"), message(1, "5", cleared_on=day))
        reported = cus.post(place(licence, "clearances/"), message(1, "5", cleared_on=day))
        looked = otto.post(place(licence, f"usages/{reported.json()['id']}/review/"), {"note": "Left before the halt."})
        again = otto.post(place(licence, f"usages/{reported.json()['id']}/review/"), {"note": "Again."})

    assert code_of(drawn) == (409, "not_in_force")
    entry = reported.json()
    assert (reported.status_code, entry["irregular"], entry["late"], entry["cleared_on"]) == (201, True, True, day)
    assert (entry["stopped_by"], entry["stopped_because"]) == ("not_in_force", "The licence is not in force: Suspended.")
    assert (looked.status_code, looked.json()["reviewed_at"] is not None, code_of(again)) == (200, True, (400, "invalid"))


def test_a_report_goes_beyond_the_balance(world: World, licence: Licence) -> None:
    cus, day = Caller(world.cus), to_local_day(now()).isoformat()

    entry = cus.post(place(licence, "clearances/"), message(1, "45", cleared_on=day)).json()
    line = cus.get(place(licence)).json()["lines"][0]

    assert (entry["left_after"], entry["excess_after"], entry["irregular"], entry["late"]) == ("0", "5", True, False)
    assert (line["used"], line["left"], line["excess"]) == ("40", "0", "5")


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2020-01-01", (422, "outside_validity")), ("2199-01-01", (400, "invalid")), (None, (400, "invalid"))],
)
def test_a_report_needs_a_day_of_the_licence(
    world: World, licence: Licence, day: str | None, expected: tuple[int, str]
) -> None:
    given = message(1, "1") | ({"cleared_on": day} if day else {})

    assert code_of(Caller(world.cus).post(place(licence, "clearances/"), given)) == expected


def test_reports_are_for_customs_and_looks_for_officers(world: World, licence: Licence) -> None:
    day = to_local_day(now()).isoformat()
    entry = Caller(world.cus).post(place(licence, "clearances/"), message(1, "45", cleared_on=day)).json()["id"]

    refused = [
        Caller(world.otto).post(place(licence, "clearances/"), message(2, "1", cleared_on=day)),
        Caller(world.paula).post(place(licence, "clearances/"), message(3, "1", cleared_on=day)),
        Caller(world.cus).post(place(licence, f"usages/{entry}/review/"), {"note": "Fine."}),
        Caller(world.paula).post(place(licence, f"usages/{entry}/review/"), {"note": "Fine."}),
    ]

    assert [one.status_code for one in refused] == [403] * 4


@pytest.mark.parametrize(
    "query",
    ["line=x&quantity=1", "line=0&quantity=1", "line=1&quantity=-1", "line=1&quantity=1&as=x", "quantity=1", "line=1", ""],
)
def test_a_check_with_absurd_or_missing_parameters_is_refused(world: World, licence: Licence, query: str) -> None:
    assert code_of(Caller(world.cus).get(place(licence, f"may-leave/?{query}"))) == (400, "invalid")


@pytest.mark.walk
def test_a_ledger_takes_as_many_queries_for_three_entries_as_for_one(world: World, licence: Licence) -> None:
    cus, counts = Caller(world.cus), []
    for number in range(3):
        cus.post(place(licence, "usages/"), message(number, "1"))
        with CaptureQueriesContext(connection) as queries:
            read = cus.get(place(licence, "usages/")).json()["results"]
        counts.append((len(read), len(queries)))

    assert [entries for entries, _queries in counts] == [1, 2, 3]
    assert len({queries for _entries, queries in counts}) == 1
