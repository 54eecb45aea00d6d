"""The desk as people stand at it: each of the known people signed in, and an act sent as its page would send it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import sittings
from licensing.choices import DecisionOutcome, Office
from licensing.models import Appointment, Body, Case, Licence, Sitting, User
from tests.scenes import scene
from tests.signing_in import sign_in
from tests.world import ALWAYS, World

At = Callable[[User], Client]


class Hidden(HTMLParser):
    """The hidden values that a form brings along."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.values[str(given["name"])] = given.get("value") or ""


@pytest.fixture
def at() -> At:
    def signed_in(user: User) -> Client:
        client = Client()
        sign_in(client, user)
        return client

    return signed_in


@pytest.fixture
def ada(world: World) -> User:
    """An administrator of people."""
    user = User.objects.create_user("ada@example.org", name="Ada", is_staff=True)
    Appointment.objects.create(user=user, kind=Office.ADMINISTRATOR, period=ALWAYS)
    return user


def page_of(case: Case) -> str:
    return reverse("admin:licensing_case_change", args=[case.pk])


def act_of(case: Case, verb: str) -> str:
    return reverse("admin:licensing_case_act", args=[case.pk, verb])


def act_on(licence: Licence, verb: str) -> str:
    return reverse("admin:licensing_licence_act", args=[licence.pk, verb])


def open_form(client: Client, url: str) -> dict[str, str]:
    """Open a form, and take the hidden values it would send."""
    response = client.get(url)
    assert response.status_code == 200, response.content.decode()[:2000]
    return Hidden(response.content.decode()).values


def execute_act(client: Client, url: str, **typed: Any) -> HttpResponse:
    """Open the form of an act, fill it in, and press its button."""
    return press(client, url, open_form(client, url), **typed)


def press(client: Client, url: str, hidden: dict[str, str], **typed: Any) -> HttpResponse:
    response: Any = client.post(url, hidden | typed)
    return response  # type: ignore[no-any-return]


def text_of(response: HttpResponse) -> str:
    """The page in one line, as a browser takes it: a space is a space, and around a term there is none."""
    in_one_line = re.sub(r"\s+", " ", response.content.decode()).replace(" >", ">")
    return re.sub(r" ?(</?d[dlt]\b[^>]*>) ?", r"\1", in_one_line)


def today() -> date:
    """The day at the authority, which may be another than the day in UTC."""
    return to_local_day(now())


def reload_case(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def fill_in_grant(**typed: Any) -> dict[str, Any]:
    """What the form of a grant sends when everything that was asked for is granted."""
    return {
        "resolution_no": "417-r",
        "resolution_on": today().isoformat(),
        "valid_until": (today() + timedelta(days=200)).isoformat(),
        "quantity_1": "40",
        "quantity_2": "4",
    } | typed


def sitting_page(sitting: Sitting, page: str, *more: Any) -> str:
    return reverse(f"admin:licensing_sitting_{page}", args=[sitting.pk, *more])


@scene
def call_sitting(world: World, *cases: Case, quorum: int = 1, **changes: Any) -> Sitting:
    """A sitting of the cabinet today, attended by Dora, with each of the cases proposed to be granted."""
    cabinet = Body.objects.get(pk="CMU")
    about = {"title": "Cabinet, weekly", "held_on": to_local_day(now())} | changes
    sitting = sittings.call_sitting(world.dora, body=cabinet, quorum=quorum, **about)
    sittings.record_attendance(sitting, world.dora, [(world.dora, cabinet, True)])
    if sitting.held_on <= to_local_day(now()):
        sittings.confirm_attendance(sitting, world.dora)
    for case in cases:
        sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)
    return sitting


@scene
def conclude_sitting(world: World, *cases: Case, number: str = "512-r") -> Sitting:
    """A sitting whose one resolution has granted each of the cases."""
    return sittings.conclude_sitting(call_sitting(world, *cases), world.dora, resolution_no=number)
