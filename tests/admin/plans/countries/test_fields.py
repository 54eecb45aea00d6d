"""What the forms of projects and investments offer to choose from."""

from __future__ import annotations

from licensing.admin.plans.countries.fields import build_currency_field, list_family_choices, list_participant_choices
from licensing.models import ItemFamily, Participant
from tests.acts.plans.countries.state import listed, listed_maker
from tests.by_hand import by_hand
from tests.world import World


def test_families_in_force_are_offered_with_their_units(world: World) -> None:
    with by_hand():
        ItemFamily.objects.filter(pk="missiles").update(active=False)

    offered = dict(list_family_choices())

    assert "(" in offered["uav"]
    assert ("" in offered, "missiles" in offered) == (True, False)


def test_makers_and_investors_are_told_apart_by_country_and_owner(world: World) -> None:
    fund, maker = listed(world), listed_maker(world)

    offered = list_participant_choices(Participant.objects.all())

    assert [pk for pk, _name in offered] == [str(fund.pk), str(maker.pk)]
    assert offered[1][1] == "Zhuravel Vyhadka Aero LLC (Ukraine, Private)"


def test_a_currency_may_be_left_out_only_where_it_is_not_required(world: World) -> None:
    required, optional = (build_currency_field(required=asked) for asked in (True, False))

    assert [code for code, _name in optional.choices] == ["", *(code for code, _name in required.choices)]
