"""A country at a glance over the API: as far as its reader may see, and not to be told from a missing one by anybody else."""

from __future__ import annotations

from decimal import Decimal

from licensing.policy.plans.interests import WantedLine, YearVolume
from tests.acts.plans.countries.state import opened
from tests.api.calling import Caller
from tests.interests import YEAR, filed_interest
from tests.world import World


def test_a_country_is_read_at_a_glance_as_far_as_its_reader_may_see(world: World) -> None:
    plan, case = opened(world, country="EE"), world.filed()

    officer, member = (Caller(user).get("/api/v1/countries/EE/").json() for user in (world.otto, world.mira))

    assert (officer["plan"], officer["requests"], [one["case"] for one in officer["cases"]]) == (
        str(plan.pk),
        1,
        [str(case.pk)],
    )
    assert [(one["family"], one["asked"], one["spared"]) for one in officer["flows"]] == [("uav", "40", None)]
    assert (member["plan"], member["requests"], member["flows"]) == (None, 0, [])


def test_a_country_says_what_its_partners_want(world: World) -> None:
    wanted = WantedLine(family="uav", volumes=(YearVolume(YEAR + 1, Decimal(40)), YearVolume(YEAR + 2, Decimal(60))))
    interest = filed_interest(world, lines=(wanted,))

    read = Caller(world.otto).get("/api/v1/countries/EE/").json()

    assert [(one["family"], one["wanted"], one["asked"]) for one in read["flows"]] == [("uav", "100", "0")]
    [goods] = read["wanted"]
    assert (goods["interest"], goods["reference"], goods["form"]) == (str(interest.pk), interest.reference, "long_term")
    assert (goods["family"], goods["unit"]) == ("uav", "NAR")
    assert goods["volumes"] == [{"year": YEAR + 1, "quantity": "40"}, {"year": YEAR + 2, "quantity": "60"}]


def test_an_unseen_country_answers_like_a_missing_one(world: World) -> None:
    opened(world, country="EE")
    caller = Caller(world.paula)

    assert [caller.get(f"/api/v1/countries/{code}/").status_code for code in ("EE", "ZQ")] == [404, 404]
