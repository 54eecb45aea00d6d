"""What is typed about a plan as a whole, and which bodies and countries are offered."""

from __future__ import annotations

from licensing.choices import PlanMarking
from licensing.models import CountryPlan
from tests.acts.plans.countries.state import draft_plan, opened
from tests.config.web.test_kept_forms import browser
from tests.world import World

PAGES = "/admin/licensing/countryplan/"


def test_a_plan_is_opened_for_ones_own_body_with_another_state(world: World) -> None:
    form = browser(world.mira).get(f"{PAGES}open/").context["form"]

    assert [code for code, _name in form.fields["owner"].choices] == ["MFA"]
    assert "UA" not in dict(form.fields["country"].choices)
    assert browser(world.otto).get(f"{PAGES}open/").status_code == 404


def test_the_working_group_grows_and_shrinks_by_what_is_offered(world: World) -> None:
    plan = opened(world)
    client, place = browser(world.greta), f"{PAGES}{plan.pk}/act/"

    assert client.post(f"{place}join/", {"body": "GS"}).status_code == 400
    assert client.post(f"{place}join/", {"body": "MFA"}).status_code == 302
    leaving = client.get(f"{place}leave/").context["form"].fields["body"].choices

    assert [code for code, _name in leaving] == ["MFA"]
    assert client.post(f"{place}leave/", {"body": "MFA"}).status_code == 302


def test_a_form_that_says_no_classification_keeps_the_one_that_was_set(world: World) -> None:
    plan = opened(world, marking=PlanMarking.SECRET)
    client, page = browser(world.rhea), f"{PAGES}{plan.pk}/act/edit/"

    offered = client.get(page).context["form"].initial
    answer = client.post(page, {name: said for name, said in offered.items() if name != "marking"})

    assert (answer.status_code, CountryPlan.objects.get().marking) == (302, "secret")


def test_a_plan_is_changed_asked_about_and_ended(world: World) -> None:
    plan, draft = opened(world), draft_plan()
    client, place = browser(world.rhea), f"{PAGES}{plan.pk}/act/"
    typed = {"objectives": "Fewer", "tier": "supporter", "first_on": draft.first_on, "last_on": draft.last_on}

    assert client.post(f"{place}edit/", typed | {"tier": "excluded"}).status_code == 400
    assert client.post(f"{place}edit/", typed).status_code == 302
    assert client.post(f"{place}ask/", {"until": draft.last_on}).status_code == 302
    assert client.post(f"{place}end/", {"reason": "Another policy."}).status_code == 302

    stored = CountryPlan.objects.get()
    assert (stored.objectives, stored.tier, stored.state) == ("Fewer", "supporter", "ended")
