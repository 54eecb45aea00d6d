"""The desk knows each governed list: its table, its key, and the page of a row where there is one."""

from __future__ import annotations

import pytest

from licensing.admin.reference.change_sets.governed_lists import (
    MODELS,
    build_row_key,
    get_edit_url,
    get_list_name,
    get_row_url,
    load_names,
)
from licensing.models import Country, ExchangeRate, Requirement
from licensing.policy.reference.governed import GOVERNED


def test_each_list_has_its_table() -> None:
    assert MODELS.keys() == GOVERNED.keys()
    assert (get_list_name("countries"), get_list_name("unheard of")) == ("Country", "unheard of")


@pytest.mark.django_db
def test_a_row_is_named_by_the_key_of_its_list() -> None:
    rate = ExchangeRate.objects.order_by("pk").first()
    everywhere = Requirement.objects.filter(kind=None).order_by("code").first()
    assert rate is not None
    assert everywhere is not None

    assert build_row_key(Country(pk="EE")) == "EE"
    assert build_row_key(rate) == f"{rate.currency_id}:{rate.on.isoformat()}"
    assert build_row_key(everywhere) == f"*:{everywhere.code}"


def test_a_row_has_a_page_where_its_key_is_that_of_the_table() -> None:
    assert get_row_url("reminder_rules", "legal_t10").endswith("/reminderrule/legal_5Ft10/change/")
    assert (get_row_url("rates", "USD:2026-01-02"), get_row_url("holidays", "UA-PEACE:2026-01-01")) == ("", "")
    assert get_edit_url("countries", "XX", is_new=True).endswith("/country/propose/?row=XX")
    assert get_edit_url("countries", "EE", is_new=False).endswith("/country/EE/propose/")
    assert get_edit_url("procedures", "national-military", is_new=False) == ""


@pytest.mark.django_db
def test_names_of_what_is_referred_to_are_read_once_for_each_list() -> None:
    assert load_names([(Country, "EE"), (Country, None), (Country, "no such")]) == {(Country, "EE"): "Estonia"}
