"""Mandates, offices and memberships at the desk: read by the authority, ended by administrators, edited by nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.models import Appointment, Body, CaseKind, Mandate, Membership, Registration, User, read_actor
from tests.admin.conftest import At, execute_act, text_of
from tests.administrators import today
from tests.by_hand import by_hand
from tests.world import World

MANDATES = reverse("admin:licensing_mandate_changelist")
TABLES = {"mandate": Mandate, "appointment": Appointment, "membership": Membership}
FORGED = {
    "user": "",
    "body": "MFA",
    "kind": "decider",
    "order": "1",
    "role": "administrator",
    "period_lower": "2020-01-01",
    "period_upper": "2199-01-01",
    "post": "yes",
}


@pytest.mark.parametrize("table", TABLES)
def test_no_page_adds_changes_or_deletes_a_right(world: World, at: At, ada: User, table: str) -> None:
    client, row = at(ada), TABLES[table].objects.order_by("pk").first()
    before = list(TABLES[table].objects.order_by("pk").values())

    for name, ids in (("add", []), ("change", [row.pk]), ("delete", [row.pk])):
        response = client.post(reverse(f"admin:licensing_{table}_{name}", args=ids), FORGED | {"user": str(ada.pk)})
        assert response.status_code in (403, 405)

    assert list(TABLES[table].objects.order_by("pk").values()) == before


@pytest.mark.walk
@pytest.mark.parametrize("table", TABLES)
def test_an_administrator_ends_a_right_with_a_reason(world: World, at: At, ada: User, table: str) -> None:
    right = TABLES[table].objects.order_by("pk").first()
    client, page = at(ada), reverse(f"admin:licensing_{table}_change", args=[right.pk])
    url = reverse(f"admin:licensing_{table}_end", args=[right.pk])

    refused = execute_act(client, url, reason=" ")
    done = execute_act(client, url, reason="The person left.", end_on="")

    right.refresh_from_db()
    assert (refused.status_code, done.status_code, done["Location"]) == (400, 302, page)
    assert right.ended_at is not None
    assert url not in client.get(page).content.decode()


def test_the_kinds_to_which_a_mandate_is_limited_are_named_and_read_once(world: World, at: At, ada: User) -> None:
    client, mandates = at(ada), list(Mandate.objects.order_by("pk")[:3])
    page = reverse("admin:licensing_mandate_change", args=[mandates[0].pk])
    assert "every kind of case" in text_of(client.get(page))

    counts = []
    for limited in (1, 3):
        with by_hand():
            Mandate.objects.filter(pk__in=[one.pk for one in mandates[:limited]]).update(scope=["single_permit", "transit"])
        with CaptureQueriesContext(connection) as statements:
            shown = text_of(client.get(MANDATES))
        counts.append(len(statements))

    names = ", ".join(CaseKind.objects.get(pk=code).name for code in ("single_permit", "transit"))
    assert counts[0] == counts[1]
    assert (shown.count(names), names in text_of(client.get(page))) == (3, True)


def test_a_mandate_may_end_on_a_later_day_and_no_earlier_one(world: World, at: At, ada: User) -> None:
    mandate = Mandate.objects.get(user=world.mira)
    url = reverse("admin:licensing_mandate_end", args=[mandate.pk])
    later, earlier = today() + timedelta(days=9), today() - timedelta(days=150)

    refused = execute_act(at(ada), url, reason="She leaves.", end_on=earlier.isoformat())
    execute_act(at(ada), url, reason="She leaves.", end_on=later.isoformat())

    mandate.refresh_from_db()
    assert refused.status_code == 400
    assert "The past is corrected by an act of its own." in text_of(refused)
    assert (mandate.period.upper, mandate.ended_at) == (later, None)


def test_an_officer_reads_mandates_and_ends_none(world: World, at: At) -> None:
    client, mandate = at(world.otto), Mandate.objects.get(user=world.mira)
    url = reverse("admin:licensing_mandate_end", args=[mandate.pk])

    assert client.get(MANDATES).status_code == 200
    assert client.get(reverse("admin:licensing_mandate_change", args=[mandate.pk])).status_code == 200
    assert (client.get(url).status_code, client.post(url, {"reason": "x"}).status_code) == (404, 404)
    assert read_actor(world.mira, on=today()).bodies == {"MFA": "holder"}


def test_database_keeps_mandates_apart_whatever_is_written(world: World) -> None:
    first = Mandate.objects.get(user=world.mira)

    with pytest.raises(IntegrityError, match="mandates_of_a_person_do_not_overlap"), transaction.atomic():
        Mandate.objects.create(user=world.mira, body=Body.objects.get(pk="MFA"), period=first.period)


@pytest.mark.walk
def test_lists_take_as_many_statements_for_three_rows_as_for_one(world: World, at: At, ada: User) -> None:
    client = at(ada)
    Mandate.objects.exclude(user=world.mira).delete()
    client.get(MANDATES)
    with CaptureQueriesContext(connection) as one:
        client.get(MANDATES)
    for user, body in ((world.rhea, "MOD"), (world.greta, "GS")):
        Mandate.objects.create(user=user, body_id=body, period=Mandate.objects.get(user=world.mira).period)

    with CaptureQueriesContext(connection) as three:
        client.get(MANDATES)

    assert len(three) == len(one)


# Of a registration only the time ends in which its organisation may send it.
_ENDS = {"period": "until", "end_on": "until", "due_at": "due", "until": "open_until", "ends_at": "due"}


def test_lists_of_people_and_programs_show_the_end_of_whatever_ends() -> None:
    hidden = [
        f"{model.__name__}.{name}"
        for model, listed in admin.site._registry.items()
        if listed.__module__.startswith("licensing.admin.people") and model is not Registration
        for name in {one.name for one in model._meta.get_fields()} & _ENDS.keys()
        if not {_ENDS[name], "ends"} & set(listed.list_display)
    ]

    assert hidden == []
