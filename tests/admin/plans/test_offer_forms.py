"""An offer of the state is typed kind by kind and year by year, and each fault stands at its field."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.choices import InterestState, InterestStepKind
from licensing.models import Interest
from licensing.policy.plans.interests import WantedLine, YearVolume
from tests.admin.conftest import At
from tests.interests import filed_interest
from tests.world import World


def _type(**changed: Any) -> dict[str, Any]:
    year, until = _get_next_year(), to_local_day(now()) + timedelta(days=20)
    goods = {"goods_0": "Pressure vessels", "unit_0": "NAR", f"y{year}_0": "30", f"y{year + 1}_0": "", "unit_1": "KGM"}
    return {"text": "Thirty.", "cooperation": "direct_sale", "valid_until": until} | goods | changed


def _get_next_year() -> int:
    return to_local_day(now()).year + 1


def _get_url(interest: Interest) -> str:
    return reverse("admin:licensing_interest_offer", args=[interest.pk])


def test_an_offer_begins_with_what_the_partner_asked_for(world: World, at: At) -> None:
    client, interest = at(world.otto), filed_interest(world)

    form: Any = client.get(_get_url(interest)).context["form"]
    assert (form["goods_0"].value(), form[f"y{_get_next_year()}_0"].value()) == ("Pressure vessels", "40")
    folded = [section.is_folded and not section.is_open for section in form.list_sections()]
    assert folded == [False, False, True, True, True]
    assert client.post(_get_url(interest), _type()).status_code == 302

    interest.refresh_from_db()
    made = interest.steps.get(kind=InterestStepKind.OFFERED)
    assert interest.state == InterestState.OFFERED
    assert made.read_lines() == (
        WantedLine((YearVolume(_get_next_year(), Decimal(30)),), goods="Pressure vessels", unit="NAR"),
    )


@pytest.mark.walk
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"unit_0": ""}, "unit_0"),
        ({"goods_0": ""}, "goods_0"),
        ({"goods_0": "", "goods_2": "Vessels", "unit_2": "NAR", "y_0": "", "y_2": "0.5"}, "y_2"),
        ({"y_0": "many"}, "y_0"),
        ({"goods_2": "More"}, "unit_2"),
        ({"goods_0": "", "y_0": ""}, "goods_0"),
    ],
)
def test_what_is_wrong_stands_at_its_field(world: World, at: At, changed: dict[str, str], field: str) -> None:
    def name(one: str) -> str:
        return one.replace("y_", f"y{_get_next_year()}_")

    interest = filed_interest(world)

    answer = at(world.otto).post(_get_url(interest), _type(**{name(one): said for one, said in changed.items()}))

    form: Any = answer.context["form"]
    assert (answer.status_code, name(field) in form.errors) == (400, True)
    assert all(section.is_open for section in form.list_sections() if any(one.errors for one in section.fields))
    assert interest.steps.count() == 1
