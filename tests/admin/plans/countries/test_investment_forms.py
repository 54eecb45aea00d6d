"""What is typed about an investment: whom it names is chosen from the list, and each step of it is taken from the plan."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.models import ProjectInvestment
from tests.acts.plans.countries.state import listed, listed_maker, opened, proposed
from tests.config.web.test_kept_forms import browser
from tests.world import World

PAGES = "/admin/licensing/countryplan/"


def typed(world: World) -> dict[str, str]:
    investor = str(listed(world).pk)
    return {"side": "partner", "investor": investor, "instrument": "loan", "amount": "4000000", "currency": "EUR"}


def test_an_investor_and_a_maker_are_chosen_from_the_list(world: World) -> None:
    project, fund, maker = proposed(world, opened(world)), listed(world), listed_maker(world)

    form = browser(world.rhea).get(f"{PAGES}projects/{project.pk}/act/invest/").context["form"]

    assert [pk for pk, _name in form.fields["investor"].choices] == [str(fund.pk)]
    assert [pk for pk, _name in form.fields["maker"].choices] == ["", str(maker.pk)]
    assert form.initial["currency"] == "EUR"


@pytest.mark.walk
def test_what_is_wrong_is_said_at_its_field(world: World) -> None:
    project = proposed(world, opened(world))

    answer = browser(world.rhea).post(
        f"{PAGES}projects/{project.pk}/act/invest/", typed(world) | {"amount": "0", "family": "uav", "per_month": "10"}
    )

    assert answer.status_code == 400
    assert {"amount", "maker"} <= set(answer.context["form"].errors)
    assert not ProjectInvestment.objects.exists()


def test_a_committed_investment_falls_through(world: World) -> None:
    project, client = proposed(world, opened(world)), browser(world.rhea)
    assert client.post(f"{PAGES}projects/{project.pk}/act/invest/", typed(world)).status_code == 302
    place = f"{PAGES}investments/{ProjectInvestment.objects.get().pk}/act/"
    bound = {"committed_on": to_local_day(now()).isoformat(), "document_no": "L-7"}
    assert client.post(f"{place}commit/", bound).status_code == 302

    offered = client.get(f"{place}end/")
    answer = client.post(f"{place}end/", {"reason": "The fund was closed."})

    assert listed(world).name in offered.content.decode()
    assert (answer.status_code, ProjectInvestment.objects.get().ended_at is not None) == (302, True)
