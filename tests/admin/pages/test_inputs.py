"""Whatever an address or a form of the desk names instead of a row, the answer is a page or a refusal, and no fault."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from licensing.choices import Office
from licensing.models import Appointment, User
from tests.world import ALWAYS, World

# The last one is a digit to Python, and no number.
ODD = ["1e999999", "\x00", "9" * 21, "²"]


OWN = [(model, own) for model, own in admin.site._registry.items() if model._meta.app_label == "licensing"]


@pytest.fixture
def everything(world: World) -> Client:
    """Somebody who keeps and reads all that the desk has; a fault of ours is answered, as it would be in service."""
    user = User.objects.create_user("all@example.org", name="All", is_staff=True)
    Appointment.objects.bulk_create(Appointment(user=user, kind=kind, period=ALWAYS) for kind in Office.values)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def _page(model: type[Model], which: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{which}")


def _forms(client: Client) -> dict[str, list[str]]:
    """The pages on which a row can be added, each with the names of what is filled in."""
    pages: dict[str, Any] = {url: client.get(url) for url in (_page(model, "add") for model, _own in OWN)}
    opened = {url: page.context["adminform"].form for url, page in pages.items() if page.status_code == 200}
    return {url: [field.html_name for field in form] for url, form in opened.items()}


def test_no_odd_value_in_a_form_to_add_a_row_is_a_fault(everything: Client) -> None:
    answers: dict[str, Any] = {}
    forms = _forms(everything)

    for url, names in forms.items():
        for odd in ODD:
            answers[f"GET {url} {odd!r}"] = everything.get(url, dict.fromkeys(names, odd)).status_code
            filled = dict.fromkeys(names, odd) | {"period_lower": odd, "period_upper": odd}
            answers[f"POST {url} {odd!r}"] = everything.post(url, filled).status_code

    assert len(forms) > 5
    assert {asked: status for asked, status in answers.items() if status >= 500} == {}


def test_no_odd_value_in_the_address_of_a_list_or_a_row_is_a_fault(everything: Client) -> None:
    answers: dict[str, Any] = {}

    for model, own in OWN:
        filters = [one if isinstance(one, str) else one[0] for one in own.list_filter if isinstance(one, (str, tuple))]
        for odd in ("9" * 21, "²"):
            asked = [{f"{name}__exact": odd} for name in filters] + [{"q": odd, "p": odd}]
            for given in asked:
                answers[f"{model.__name__} {given}"] = everything.get(_page(model, "changelist"), given).status_code
            row = f"{_page(model, 'changelist')}{quote(odd)}/change/"
            answers[f"{model.__name__} row {odd!r}"] = everything.get(row).status_code

    assert {asked: status for asked, status in answers.items() if status >= 500} == {}


def test_a_picker_with_an_odd_id_says_so_beside_the_field(everything: Client) -> None:
    response = everything.post(reverse("admin:licensing_membership_add"), {"user": "1e999999", "organisation": "x"})

    assert response.status_code == 200
    assert sorted(response.context["adminform"].form.errors) == ["organisation", "role", "user"]


def test_no_odd_value_of_what_a_page_keeps_for_itself_is_a_fault(everything: Client, world: World) -> None:
    case = world.with_need()
    pages = {
        reverse("admin:licensing_case_act", args=[case.pk, "sign"]): ("since", "version", "key", "revision"),
        reverse("admin:licensing_procedure_try"): ("rows", "more", "stage"),
    }
    reading = Client(raise_request_exception=False)
    reading.force_login(world.rhea)

    answers = {
        f"{url} {odd!r}": (client.get(url, dict.fromkeys(names, odd)).status_code, client.post(url, sent).status_code)
        for url, names in pages.items()
        for client in (everything, reading)
        for odd in [*ODD, "9" * 5000]
        for sent in [dict.fromkeys(names, odd) | {"choice": "approve"}]
    }

    assert {asked: both for asked, both in answers.items() if max(both) >= 500} == {}
