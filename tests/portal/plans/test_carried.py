"""A country plan that was carried over is the beginning of an expression of interest of its organisation, and of no other."""

from __future__ import annotations

from django.urls import reverse

from licensing.acts.plans.carrying import carry_case_over
from licensing.acts.plans.interests import file_interest
from licensing.models import Case, Interest, User
from tests.by_hand import by_hand
from tests.interests import INTEREST, YEAR
from tests.old_plans import draft_old_plan
from tests.portal.visiting import Visitor, forms_of, text_of
from tests.world import World


def _fill_in(visitor: Visitor, place: str) -> dict[str, str]:
    """The form as the country plan fills it in, with an urgency and the first of its goods alone."""
    values = forms_of(visitor.client.get(place))[0].values
    return {name: said[0] for name, said in values.items()} | {"urgency": "soon", "goods-2": "", f"y{YEAR}-2": ""}


def test_a_carried_over_country_plan_fills_in_the_form_and_is_listed_until_it_goes_on(world: World, paula: Visitor) -> None:
    case = carry_case_over(draft_old_plan(world))
    listed = text_of(paula.open("interests"))
    place = f"{reverse('portal:file_interest')}?from={case.pk}"
    typed = _fill_in(paula, place)

    answer = paula.client.post(place, typed)

    assert case.title in listed
    assert (typed["title"], typed["goods-1"], typed["unit-1"], typed[f"y{YEAR}-1"]) == (case.title, "Test benches", "SET", "2")
    for said in ("Benches for engines, later their production", "2 sets", "4000000 EUR", "Simulators", "priority 1"):
        assert said in typed["text"], said
    assert answer.status_code == 302
    assert Interest.objects.get().carried_from == case
    assert text_of(paula.open("case", case.pk)).count("expression of interest") >= 1
    assert "Begun" not in text_of(paula.open("interests"))


def test_nobody_goes_on_from_what_is_no_plan_of_theirs(world: World, paula: Visitor) -> None:
    case = carry_case_over(draft_old_plan(world))
    rita = Visitor(world.rita)

    for visitor, wanted in ((rita, str(case.pk)), (paula, "nonsense"), (paula, str(world.draft().pk))):
        page = visitor.client.get(reverse("portal:file_interest"), {"from": wanted})
        assert (page.status_code, case.title in page.content.decode()) == (200, False)


def test_a_plan_that_a_colleague_took_meanwhile_is_refused_and_what_was_typed_stays(world: World, paula: Visitor) -> None:
    case = carry_case_over(draft_old_plan(world))
    place = f"{reverse('portal:file_interest')}?from={case.pk}"
    typed = _fill_in(paula, place)
    file_interest(world.paula, world.partner, INTEREST, carried_from=case.pk)

    refused = paula.client.post(place, typed)
    again = forms_of(refused)[0]

    assert (refused.status_code, Interest.objects.count()) == (422, 1)
    assert "no such country plan" in text_of(refused)
    kept = {name: said[0] for name, said in again.values.items()}
    assert {name: kept[name] for name in ("title", "text", "goods-1")} == {
        name: typed[name] for name in ("title", "text", "goods-1")
    }
    assert again.action == reverse("portal:file_interest")
    assert paula.client.post(again.action, kept).status_code == 302
    assert Interest.objects.latest("filed_at").carried_from is None


def test_a_draft_without_a_title_is_listed_by_its_name_in_the_first_case(world: World, paula: Visitor) -> None:
    case = carry_case_over(draft_old_plan(world))
    with by_hand():
        Case.objects.filter(pk=case.pk).update(title="")
        User.objects.filter(pk=world.paula.pk).update(language="uk")

    page = paula.client.get(reverse("portal:interests"), headers={"Accept-Language": "uk"})

    assert "чернетка плану співпраці з країною" in text_of(page)
