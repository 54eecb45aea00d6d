"""Acts on country plans over the API: as at the desk, under the revision that the caller has read."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.models import CountryPlan, PlanComment, Project
from tests.acts.plans.countries.state import listed_maker, opened
from tests.api.calling import Caller
from tests.interests import YEAR
from tests.world import World

PLANS = "/api/v1/country-plans/"
PROJECT = {
    "title": "UAVs made together",
    "form": "joint_venture",
    "volumes": [{"family": "uav", "quantity": "120", "years": [{"year": YEAR + 1, "quantity": "120"}]}],
    "value_years": [{"year": YEAR + 2, "value": "9600000.00"}],
    "value": "9600000.00",
    "currency": "EUR",
    "own_share": "80",
}


def opening(country: str = "DK") -> dict[str, str]:
    today = to_local_day(now())
    days = {"first_on": today.isoformat(), "last_on": (today + timedelta(days=900)).isoformat()}
    return {"owner": "MOD", "country": country, "objectives": "Joint production", "tier": "europe"} | days


@pytest.mark.walk
def test_a_plan_is_opened_and_its_projects_written_moved_and_ranked(world: World) -> None:
    owner, lead, maker = Caller(world.rhea), Caller(world.greta), listed_maker(world)

    answer = owner.post(PLANS, opening())
    place = f"{PLANS}{answer.json()['id']}/"
    assert (answer.status_code, answer["ETag"]) == (201, '"r1"')
    written = owner.post(f"{place}projects/", PROJECT)
    assert (written.status_code, written["ETag"]) == (201, '"r2"')
    project = f"{place}projects/{written.json()['projects'][0]['id']}/"
    with_maker = PROJECT | {"volumes": [{"family": "uav", "quantity": "100", "maker": str(maker.pk)}], "binding": False}
    steps = [
        owner.post(f"{project}change/", with_maker),
        owner.post(f"{project}move/", {"status": "discussed", "reason": "The partner answered."}),
        lead.post(f"{project}priority/", {"priority": 1, "reason": "Needed first."}),
        lead.post(f"{place}comments/", {"text": "Ours first.", "project": written.json()["projects"][0]["id"]}),
        owner.post(f"{place}change/", {name: said for name, said in opening().items() if name not in ("owner", "country")}),
    ]

    assert [step.status_code for step in steps] == [200, 200, 200, 201, 200]
    assert steps[-1]["ETag"] == '"r7"'
    assert [(one["year"], one["planned"], one["left"]) for one in written.json()["projects"][0]["value_years"]] == [
        (YEAR + 2, "9600000", None)
    ]
    [read] = steps[-1].json()["projects"]
    assert (read["status"], read["priority"], read["binding"], read["own_share"]) == ("discussed", 1, False, "80")
    assert (read["volumes"][0]["quantity"], read["volumes"][0]["maker"]) == ("100", str(maker.pk))
    assert PlanComment.objects.get().project == Project.objects.get()


def test_a_change_that_says_no_classification_keeps_the_one_that_was_set(world: World) -> None:
    owner, change = Caller(world.rhea), {name: said for name, said in opening().items() if name not in ("owner", "country")}
    place = f"{PLANS}{owner.post(PLANS, opening() | {'marking': 'secret'}).json()['id']}/"

    kept = owner.post(f"{place}change/", change).json()
    raised = owner.post(f"{place}change/", change | {"marking": "top_secret"}).json()

    assert (kept["marking"], raised["marking"]) == ("secret", "top_secret")


def test_who_read_an_older_revision_is_refused_and_changes_nothing(world: World) -> None:
    plan = opened(world)
    caller, place = Caller(world.rhea), f"{PLANS}{plan.pk}/"
    tag = caller.get(place)["ETag"]

    first = caller.post(f"{place}projects/", PROJECT, if_match=tag)
    second = caller.post(f"{place}projects/", PROJECT | {"title": "Another"}, if_match=tag)

    assert (tag, first.status_code, second.status_code) == ('"r1"', 201, 412)
    assert second.json()["current"] == 2
    assert Project.objects.get().title == PROJECT["title"]


@pytest.mark.parametrize("where", ["projects/", "comments/", "change/"])
def test_who_does_not_read_a_plan_finds_no_act_on_it(world: World, where: str) -> None:
    plan, body = opened(world), {"projects/": PROJECT, "comments/": {"text": "No."}, "change/": opening()}[where]

    for user in (world.mira, world.paula):
        answers = [Caller(user).post(f"{PLANS}{one}/{where}", body) for one in (plan.pk, uuid4())]
        assert answers[0].status_code == answers[1].status_code in (400, 403, 404), user
    assert not Project.objects.exists()


@pytest.mark.walk
def test_what_the_desk_refuses_the_api_refuses(world: World) -> None:
    owner, lead = Caller(world.rhea), Caller(world.greta)
    plan = opened(world)
    place = f"{PLANS}{plan.pk}/"
    project = f"{place}projects/{owner.post(f'{place}projects/', PROJECT).json()['projects'][0]['id']}/"

    assert owner.post(PLANS, opening("EE") | {"owner": "GS"}).status_code == 403
    assert owner.post(PLANS, opening("DK")).status_code == 409
    assert owner.post(f"{project}priority/", {"priority": 1, "reason": "Ours."}).status_code == 403
    assert lead.post(f"{project}move/", {"status": "approved", "reason": "Now."}).status_code == 409
    wrong = owner.post(f"{project}change/", PROJECT | {"volumes": [{"family": "uav", "quantity": "0.5", "maker": "x"}]})
    assert (wrong.status_code, [gap["path"] for gap in wrong.json()["errors"]]) == (400, ["makers.0"])
    halves = owner.post(f"{project}change/", PROJECT | {"volumes": [{"family": "uav", "quantity": "0.5"}]})
    assert (halves.status_code, [gap["path"] for gap in halves.json()["errors"]]) == (400, ["volumes.0"])
    years = [{"year": YEAR + 1, "quantity": "60"}, {"year": YEAR + 9, "quantity": "59"}]
    split = owner.post(f"{project}change/", PROJECT | {"volumes": [{"family": "uav", "quantity": "120", "years": years}]})
    assert (split.status_code, [gap["path"] for gap in split.json()["errors"]]) == (400, [f"years.0.{YEAR + 9}", "years.0"])
    twice = owner.post(f"{project}change/", PROJECT | {"value_years": [{"year": YEAR, "value": "1.00"}] * 2})
    assert (twice.status_code, twice.json()["errors"][0]["code"]) == (400, "twice")
    assert Caller(world.otto).post(f"{place}comments/", {"text": "No."}).status_code == 403
    assert Project.objects.get().volumes.get().quantity == Decimal(120)
    assert CountryPlan.objects.get().revision == 2
