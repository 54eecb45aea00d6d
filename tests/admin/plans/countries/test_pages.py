"""The page of a country and that of all: what is asked, promised and delivered, as far as its reader may see it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.licences import ledger
from licensing.acts.plans.countries import overview
from licensing.models import Case, Licence
from licensing.policy.plans.interests import WantedLine, YearVolume
from tests.acts.plans.countries.state import opened, proposed
from tests.acts.plans.measures.state import publish
from tests.by_hand import by_hand
from tests.config.web.test_kept_forms import browser
from tests.interests import LINE, YEAR, filed_interest
from tests.world import World, clearance

PAGES = "/admin/licensing/countryplan/countries/"


@pytest.mark.walk
def test_a_country_shows_its_plan_requests_deliveries_and_measures(world: World) -> None:
    proposed(world, opened(world, country="EE"))
    granted = world.granted()
    ledger.draw_down_licence(Licence.objects.get(case=granted), world.cus, clearance("m1", 5))
    waiting = world.filed(title="More of them")
    publish(world)

    page = browser(world.otto).get(f"{PAGES}EE/")

    [uav] = [row for row in page.context["flows"] if row.flow.family == "uav"]
    assert (uav.pipeline, uav.promised, uav.delivered, uav.left) == ("40", "40", "5", "35")
    said = page.content.decode()
    for words in ("UAVs made in Denmark", str(granted.reference), str(waiting.reference), "Stop of UAVs", "3,300,000.00"):
        assert words in said, words
    assert page.context["counted"] == {"open": 1, "granted": 1, "closed": 0}


def test_all_countries_are_drawn_by_what_their_open_requests_are_worth(world: World) -> None:
    world.filed()
    with by_hand():
        Case.objects.filter(pk=world.filed(title="Another").pk).update(partner_country="PL")

    page = browser(world.otto).get(PAGES)

    goods, forms = page.context["pictures"]
    assert {row.bar.country: row.bar.total for row in goods.rows} == {"EE": Decimal(3300000), "PL": Decimal(3300000)}
    assert [[part.series for part, _said in row.parts] for row in forms.rows] == [[0], [0]]
    said = page.content.decode()
    assert all(said.count(f'id="country-{code}"') == 1 for code in ("EE", "PL"))


def test_what_partners_want_stands_beside_what_is_asked_and_each_number_leads_to_its_rows(world: World) -> None:
    wants = (WantedLine(family="uav", volumes=(YearVolume(YEAR + 1, Decimal(40)), YearVolume(YEAR + 2, Decimal(60)))), LINE)
    for title in ("First", "Second"):
        filed_interest(world, title=title, lines=wants)

    for page in (PAGES, f"{PAGES}EE/"):
        answer = browser(world.otto).get(page)
        said = answer.content.decode()
        [uav] = answer.context["flows"]
        assert (uav.wanted, uav.pipeline) == ("200", "0")
        assert 'href="#wanted-EE-uav">200 pieces</a>' in said
        assert said.count('id="wanted-EE-uav"') == 1
        assert said.count("Pressure vessels") == 2


def test_each_reader_sees_the_requests_and_figures_that_are_theirs(world: World) -> None:
    case = world.filed()

    assert str(case.reference) not in browser(world.mira).get(f"{PAGES}EE/").content.decode()
    assert browser(world.mira).get(f"{PAGES}ZQ/").status_code == 404
    assert browser(world.stella).get(PAGES).status_code == 302


def test_papers_are_for_who_reads_the_pages_and_in_the_languages_that_there_are(world: World) -> None:
    plan = opened(world, country="EE")
    plans = PAGES.removesuffix("countries/")

    for user, path, status in (
        (world.otto, f"{PAGES}EE/briefing.uk.pdf", 200),
        (world.greta, f"{plans}{plan.pk}/plan.en.pdf", 200),
        (world.otto, f"{PAGES}EE/briefing.fr.pdf", 404),
        (world.otto, f"{PAGES}ZQ/briefing.uk.pdf", 404),
        (world.mira, f"{plans}{plan.pk}/plan.en.pdf", 404),
    ):
        assert browser(user).get(path).status_code == status, path


@pytest.mark.walk
def test_sums_over_the_newest_requests_alone_say_so_on_both_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.filed()
    world.filed(title="Another")
    whole = [browser(world.otto).get(page).content.decode() for page in (PAGES, f"{PAGES}EE/")]

    monkeypatch.setattr(overview, "_MOST_CASES", 1)
    cut = [browser(world.otto).get(page).content.decode() for page in (PAGES, f"{PAGES}EE/")]

    assert [said.count("Added up are the newest") for said in (*whole, *cut)] == [0, 0, 1, 1]
    assert "Added up are the newest 1 of 2 requests to this country." in " ".join(cut[1].split())
