"""The decision table in a draft, at the desk: rows are written by fields, told in words, and what is wrong is pointed out."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.models import ChangeSet, RoutingRow
from tests.admin.conftest import At, text_of
from tests.change_sets import draft
from tests.world import World

pytestmark = pytest.mark.django_db


def _url(change_set: ChangeSet, what: str = "", *of: str) -> str:
    return reverse(f"admin:licensing_routingrow_draft{what}", args=[change_set.pk, *of])


def _form(**changes: Any) -> dict[str, Any]:
    return {
        "code": "small-sales",
        "kind": ["single_permit"],
        "tier": ["us", "europe"],
        "country": ["PL"],
        "country_except": "on",
        "form": ["direct_sale", ""],
        "most": "2 000 000",
        "procedure_code": "tests",
        "priority": "20000",
        "extra_seats": ["SBU"],
        "flags": ["large_value"],
        "because_en": "Small sales",
        "because_uk": "Невеликі продажі",
        "valid_from": to_local_day(now()).isoformat(),
    } | changes


def _write(at: At, world: World, change_set: ChangeSet, **changes: Any) -> HttpResponse:
    answer: HttpResponse = at(world.pol).post(_url(change_set, "_add"), _form(**changes))
    return answer


@pytest.mark.walk
def test_a_row_is_written_by_fields_tried_and_told_in_words(world: World, at: At) -> None:
    world.filed()
    change_set = draft(world.pol)

    assert _write(at, world, change_set).status_code == 302

    line = change_set.lines.get()
    assert line.after["when"] == {
        "kind": ["single_permit"],
        "tier": ["us", "europe"],
        "form": ["direct_sale", ""],
        "country": {"not": ["PL"]},
        "value": {"max": "2000000"},
    }
    page = text_of(at(world.pol).get(_url(change_set), {"try": "1"}))
    expected = (
        "Kind of case: Single permit; Partner tier: United States, Europe;",
        "Form of co-operation: Direct sale, none named; Country: not Poland; Value: at most EUR 2,000,000",
        "small-sales",
        "0 of the cases tried would be treated otherwise.",
    )
    assert [one for one in expected if one not in page] == []
    assert not RoutingRow.objects.filter(pk="small-sales").exists()


@pytest.mark.walk
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(world: World, at: At) -> None:
    change_set = draft(world.pol)
    wrong = {"least": "3 000 000", "because_uk": "", "tier": ["nobody"], "valid_from": "yesterday"}
    idle = {"procedure_code": "", "extra_seats": [], "flags": []}

    answer = _write(at, world, change_set, **wrong, **idle)
    unfit = _write(at, world, change_set, code="two words")

    form = answer.context["form"]  # type: ignore[attr-defined]  # of the test client
    assert (answer.status_code, set(form.errors)) == (400, {"most", "because_uk", "tier", "valid_from", "procedure_code"})
    assert (form["because_en"].value(), form["country"].value()) == ("Small sales", ["PL"])
    assert "A code has letters" in unfit.context["form"].errors["code"][0]  # type: ignore[attr-defined]
    assert not change_set.lines.exists()


@pytest.mark.walk
def test_a_row_in_force_is_superseded_and_its_end_undone(world: World, at: At) -> None:
    change_set, client = draft(world.pol), at(world.pol)
    started = client.get(_url(change_set, "_row", "treaty-partner-small-sale")).context["form"]
    typed = {name: started[name].value() for name in started.fields if started[name].value() not in (None, False)}

    assert client.post(_url(change_set, "_row", "treaty-partner-small-sale"), typed | {"priority": "300"}).status_code == 302

    assert {line.key: line.action for line in change_set.lines.all()} == {
        "treaty-partner-small-sale": "end",
        "treaty-partner-small-sale-2": "put",
    }
    after = change_set.lines.get(action="put").after
    assert (after["priority"], after["when"]) == (300, RoutingRow.objects.get(pk="treaty-partner-small-sale").when)
    client.post(_url(change_set, "_undo", "treaty-partner-small-sale-2"))
    assert not change_set.lines.exists()


@pytest.mark.walk
def test_shadowed_rows_and_uncovered_kinds_are_pointed_out(world: World, at: At) -> None:
    change_set, client = draft(world.pol), at(world.pol)
    _write(at, world, change_set, priority="5")
    for code in ("tests", "every-case"):
        client.post(_url(change_set, "_end", code))

    page = text_of(client.get(_url(change_set)))

    assert "So it could not come into force:" in page
    assert "No row gives a procedure to" in page
    RoutingRow.objects.filter(pk="tests").update(when={})
    client.post(_url(change_set, "_undo", "tests"))
    assert "Its procedure is never chosen: “Every case of the tests” always comes first." in text_of(
        client.get(_url(change_set))
    )


def test_a_condition_that_no_form_can_say_is_told_and_the_row_can_still_end(world: World, at: At) -> None:
    change_set, client = draft(world.pol), at(world.pol)
    RoutingRow.objects.filter(pk="tests").update(when={"value": {"not": ["5"]}})

    refused = client.get(_url(change_set, "_row", "tests"))

    assert (refused.status_code, "says more than the fields of a form can" in text_of(refused)) == (403, True)
    assert _url(change_set, "_end", "tests") in text_of(client.get(_url(change_set)))


def test_only_the_drafter_writes_and_only_officers_and_auditors_read(world: World, at: At) -> None:
    change_set = draft(world.pol)

    assert at(world.audra).get(_url(change_set)).status_code == 200
    assert at(world.audra).get(_url(change_set, "_add")).status_code == 403
    assert at(world.mira).get(_url(change_set)).status_code == 404
    assert at(world.audra).post(_url(change_set, "_end", "tests")).status_code == 403
    assert not change_set.lines.exists()
    assert at(world.pol).get(_url(change_set, "_row", "nowhere")).status_code == 404
    assert at(world.pol).get(_url(change_set, "_end", "tests")).status_code == 405
