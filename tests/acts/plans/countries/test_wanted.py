"""What partners want stands beside what is asked: what they said last, by country and family, and the projects that it fed."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans import interests
from licensing.acts.plans.countries.overview import read_overview
from licensing.acts.plans.countries.projects import add_project, edit_project, read_draft
from licensing.acts.plans.countries.wanted import draft_from_interest, read_projects_of_interest, read_wanted
from licensing.acts.record.verification import verify_record
from licensing.choices import CooperationForm
from licensing.errors import Invalid
from licensing.models import Event
from licensing.policy.plans.interests import WantedLine, YearVolume
from tests.acts.plans.countries.state import draft_project, opened
from tests.interests import LINE, YEAR, filed_interest, offer
from tests.world import World

UAV = WantedLine(family="uav", volumes=(YearVolume(YEAR + 1, Decimal(40)), YearVolume(YEAR + 2, Decimal(60))))
FEWER = WantedLine(family="uav", volumes=(YearVolume(YEAR + 1, Decimal(30)),))
OFFERED = WantedLine(family="uav", volumes=(YearVolume(YEAR + 1, Decimal(10)),))


def totals(world: World, country: str = "") -> list[tuple[str, str, str]]:
    found = read_wanted(world.otto, today=to_local_day(now()), country=country)
    return [(one.country, one.family or one.goods, one.total) for one in found.goods]


def test_what_a_partner_said_last_is_wanted_and_an_offer_of_the_state_is_not(world: World) -> None:
    countered = filed_interest(world, lines=(UAV, LINE))
    assert totals(world) == [("EE", "uav", "100"), ("EE", "Pressure vessels", "40")]

    interests.make_offer(countered, world.otto, offer(lines=(OFFERED,)))
    assert totals(world)[0] == ("EE", "uav", "100")
    interests.make_counter_offer(countered, world.paula, offer(lines=(FEWER,), valid_until=None))
    assert totals(world) == [("EE", "uav", "30")]
    interests.make_offer(countered, world.otto, offer(lines=(OFFERED,)))
    interests.accept_offer(countered, world.paula)
    assert totals(world) == [("EE", "uav", "10")]


def test_what_has_come_to_nothing_is_wanted_no_more(world: World) -> None:
    declined, withdrawn = filed_interest(world, lines=(UAV,)), filed_interest(world, lines=(UAV,))
    interests.decline_interest(declined, world.otto, reason="None are left.")
    interests.withdraw_interest(withdrawn, world.paula, reason="Not needed.")

    assert totals(world) == []


def test_a_country_adds_up_what_is_wanted_by_family_and_for_who_may_read_it(world: World) -> None:
    filed_interest(world, lines=(UAV,))
    filed_interest(world, lines=(FEWER,))
    country = world.partner.country

    overview = read_overview(world.otto, country, at=now())

    assert [(row.flow.family, row.wanted, row.wanted_at, row.pipeline) for row in overview.flows] == [
        ("uav", "130", "wanted-EE-uav", "0")
    ]
    assert totals(world, "PL") == []
    assert read_wanted(world.paula, today=to_local_day(now())).of_all == 2
    assert read_wanted(world.stella, today=to_local_day(now())).of_all == 0


def test_many_interests_are_read_in_as_many_statements_as_one(world: World) -> None:
    filed_interest(world, lines=(UAV,))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            totals(world)
        counts.append(len(seen))
        for _more in range(3):
            filed_interest(world, lines=(UAV, LINE))

    assert counts[0] == counts[1]


def test_a_project_is_made_from_an_interest_which_then_shows_it(world: World) -> None:
    interest = filed_interest(world, lines=(UAV, LINE))
    plan = opened(world, country="EE")

    draft = draft_from_interest(interest)
    project = add_project(plan, world.rhea, draft)

    assert (draft.title, draft.form, draft.volumes) == (interest.title, CooperationForm.LONG_TERM, [("uav", Decimal(100))])
    assert draft.years == {"uav": {YEAR + 1: Decimal(40), YEAR + 2: Decimal(60)}}
    assert read_draft(project) == draft
    today = to_local_day(now())
    assert read_projects_of_interest(interest, world.greta, today=today) == [project]
    # Who does not read the plan does not learn of its projects.
    assert read_projects_of_interest(interest, world.mira, today=today) == []
    event = Event.objects.get(kind="project.added")
    assert event.data["interest"] == str(interest.pk)
    assert verify_record().fault is None


def test_a_project_names_only_an_interest_of_its_country_that_goes_on(world: World) -> None:
    interest = filed_interest(world, lines=(UAV,))
    elsewhere, plan = opened(world, country="DK"), opened(world, country="EE")

    for of, named in ((elsewhere, interest.pk), (plan, uuid4())):
        with pytest.raises(Invalid) as refused:
            add_project(of, world.rhea, draft_project(interest=named))
        assert [gap.path for gap in refused.value.gaps] == ["interest"]

    project = add_project(plan, world.rhea, draft_project(interest=interest.pk))
    interests.withdraw_interest(interest, world.paula, reason="Not needed.")
    # What it was made from stays true, whatever came of it.
    edited = edit_project(project, world.greta, draft_project(title="UAVs", interest=interest.pk))
    assert edited.interest_id == interest.pk
    with pytest.raises(Invalid):
        add_project(plan, world.rhea, draft_project(interest=interest.pk))
