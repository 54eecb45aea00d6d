"""Whatever an address or a form of the desk names instead of a row, the answer is a page or a refusal, and no fault."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BoundField
from django.test import Client
from django.urls import reverse

from licensing.admin.forms.base import CommandForm
from licensing.admin.pages.inputs import TypedNumber, TypedText
from licensing.admin.reference.change_sets.list_admin import GovernedAdmin
from licensing.admin.reference.change_sets.row_fields import build_field
from licensing.choices import Office
from licensing.models import Appointment, Usage, User
from licensing.policy.reference.governed import GOVERNED
from tests.signing_in import sign_in
from tests.world import ALWAYS, World

# The last one is a digit to Python, and no number.
ODD = ["1e999999", "\x00", "9" * 21, "²"]

# An entry of a ledger has no page of its own.
LISTED_ONLY = {Usage}
OWN = [(model, own) for model, own in admin.site._registry.items() if model._meta.app_label == "licensing"]


def test_a_typed_text_is_clean_and_never_odd() -> None:
    assert TypedText().clean(" Ol\u200bha ") == "Olha"
    for unseen in ("\u3164", "\u200b", " "):
        with pytest.raises(ValidationError, match="required"):
            TypedText().clean(unseen)
    with pytest.raises(ValidationError, match=r"U\+202E"):
        TypedText().clean("Ol\u202eha")


@pytest.mark.parametrize(("typed", "number"), [("12,5", "12.5"), ("1 000", "1000"), ("1.1250", "1.125"), ("", None)])
def test_a_typed_number_has_one_reading(typed: str, number: str | None) -> None:
    field = TypedNumber(required=False, max_digits=18, decimal_places=4)

    assert field.clean(typed) == (None if number is None else Decimal(number))


@pytest.mark.parametrize("typed", ["1.000", "1,000", "NaN", "Infinity", "1e5", "1_0", "many"])
def test_a_typed_number_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        TypedNumber(max_digits=18, decimal_places=3).clean(typed)


def test_a_number_is_shown_as_it_is_read_back() -> None:
    field = TypedNumber(max_digits=18, decimal_places=3)

    assert [field.clean(field.prepare_value(Decimal(one))) for one in ("1.125", "40")] == [Decimal("1.125"), Decimal(40)]


def test_every_text_and_number_of_the_desk_is_typed_at_the_gate(db: None) -> None:
    columns: dict[tuple[str, str], forms.Field] = {
        (code, column): build_field(code, column)
        for code, one in GOVERNED.items()
        if not one.whole and code != "routing"
        for column in one.columns
    }
    fields = {(form.__name__, name): one for form in _subforms(CommandForm) for name, one in form.base_fields.items()}

    loose = [key for key, one in (columns | fields).items() if type(one) in (forms.CharField, forms.DecimalField)]

    assert len(columns) > 20
    assert len(fields) > 20
    assert loose == []


def _subforms(form: type[forms.Form]) -> list[type[forms.Form]]:
    return [form, *(one for inner in form.__subclasses__() for one in _subforms(inner))]


@pytest.fixture
def everything(world: World) -> Client:
    """Somebody who keeps and reads all that the desk has; a fault of ours is answered, as it would be in service."""
    user = User.objects.create_user("all@example.org", name="All", is_staff=True)
    Appointment.objects.bulk_create(Appointment(user=user, kind=kind, period=ALWAYS) for kind in Office.values)
    client = Client(raise_request_exception=False)
    sign_in(client, user)
    return client


def _page(model: type[Model], which: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{which}")


def _forms(client: Client) -> dict[str, list[str]]:
    """The pages on which a row can be proposed, each with the names of what is filled in."""
    urls = [_page(model, "propose") for model, own in OWN if isinstance(own, GovernedAdmin)]
    return {url: [name for field in client.get(url).context["form"] for name in _list_names(field)] for url in urls}


def _list_names(field: BoundField) -> list[str]:
    languages = getattr(field.field.widget, "languages", ())
    return [f"{field.html_name}_{one}" for one in languages] or [field.html_name]


@pytest.mark.walk
def test_no_odd_value_in_a_form_to_propose_a_row_is_a_fault(everything: Client) -> None:
    answers: dict[str, Any] = {}
    forms = _forms(everything)

    for url, names in forms.items():
        for odd in ODD:
            answers[f"GET {url} {odd!r}"] = everything.get(url, dict.fromkeys(names, odd)).status_code
            filled = dict.fromkeys(names, odd) | {"period_lower": odd, "period_upper": odd}
            answers[f"POST {url} {odd!r}"] = everything.post(url, filled).status_code

    assert len(forms) > 5
    assert {asked: status for asked, status in answers.items() if status >= 500} == {}


@pytest.mark.walk
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


@pytest.mark.walk
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
