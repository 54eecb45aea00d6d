"""What decides nothing is changed by one person, with an event, and can be given back."""

from __future__ import annotations

import pytest

from licensing.acts.reference.change_sets.drafting import put_change_lines
from licensing.acts.reference.change_sets.rewording import reword_row, undo_rewording
from licensing.errors import Invalid, NotAllowed, NotFound, Problem, WrongState
from licensing.models import Country, Event, ReleaseHead, Rewording, User
from licensing.policy.record.event_kinds import EventKind
from tests.change_sets import approve, draft, put, send
from tests.world import World

WHY = "A slip in the name."


def test_a_name_is_reworded_by_one_person_and_given_back(world: World) -> None:
    before = Country.objects.get(pk="EE").names

    rewording = reword_row(world.pol, "countries", "EE", {"names": {"uk": "Естонська Республіка"}}, reason=WHY)
    reworded = Country.objects.get(pk="EE").names
    undo_rewording(rewording, world.pol, reason="It was right.")

    assert (reworded["uk"], reworded["en"]) == ("Естонська Республіка", before["en"])
    assert Country.objects.get(pk="EE").names == before
    kinds = Event.objects.order_by("number").values_list("kind", flat=True)
    assert list(kinds)[-2:] == [EventKind.ROW_REWORDED, EventKind.REWORDING_UNDONE]
    assert ReleaseHead.objects.get().number == 0


def test_a_rewording_is_given_back_once_and_not_over_a_later_one(world: World) -> None:
    first = reword_row(world.pol, "countries", "EE", {"note": "One"}, reason=WHY)
    second = reword_row(world.pol, "countries", "EE", {"note": "Two"}, reason=WHY)

    with pytest.raises(WrongState):
        undo_rewording(first, world.pol, reason=WHY)
    undo_rewording(second, world.pol, reason=WHY)
    with pytest.raises(WrongState):
        undo_rewording(second, world.pol, reason=WHY)
    assert Country.objects.get(pk="EE").note == "One"


@pytest.mark.parametrize(
    ("code", "key", "texts", "problem"),
    [
        ("countries", "EE", {"tier": "excluded"}, Invalid),
        ("conditions", "P01", {"texts": {"en": "Anything goes."}}, Invalid),
        ("countries", "EE", {"names": {"en": ""}}, Invalid),
        ("countries", "EE", {}, Invalid),
        ("countries", "ZZ", {"note": "Nowhere"}, NotFound),
        ("planets", "EE", {"note": "Nowhere"}, NotFound),
        ("procedures", "fast-lane", {"name_en": "Slow lane"}, NotFound),
    ],
)
def test_what_decides_is_not_reworded(
    world: World, code: str, key: str, texts: dict[str, object], problem: type[Problem]
) -> None:
    with pytest.raises(problem):
        reword_row(world.pol, code, key, texts, reason=WHY)
    assert not Rewording.objects.exists()


def test_only_policy_officers_reword_and_say_why(world: World) -> None:
    with pytest.raises(NotAllowed):
        reword_row(world.otto, "countries", "EE", {"note": "Mine"}, reason=WHY)
    with pytest.raises(Invalid):
        reword_row(world.pol, "countries", "EE", {"note": "Mine"}, reason=" ")


@pytest.mark.walk
def test_a_rewording_voids_no_change_set_that_waits(world: World, petra: User) -> None:
    sent = send(world.pol, put("countries", "EE", tier="excluded", names={"uk": "Естонська Республіка"}))
    drafted = draft(world.pol, put("countries", "EE", tier="us"))
    reword_row(
        petra, "countries", "EE", {"names": {"en": "Republic of Estonia", "uk": "Естонiя"}, "note": "Looked at"}, reason=WHY
    )

    put_change_lines(drafted, world.pol, [put("countries", "EE", alpha3="EEE")])
    approve(sent, petra)

    country, line = Country.objects.get(pk="EE"), drafted.lines.get()
    assert (country.tier, country.note) == ("excluded", "Looked at")
    assert country.names == {"en": "Republic of Estonia", "uk": "Естонська Республіка"}
    assert (line.after["tier"], line.after["alpha3"], line.after["note"]) == ("us", "EEE", "Looked at")


@pytest.mark.walk
def test_a_change_set_that_was_reworded_into_force_still_comes_into_force(world: World, petra: User) -> None:
    sent = send(world.pol, put("countries", "EE", note="Looked at"), put("countries", "LV", tier="us"))
    reword_row(world.pol, "countries", "EE", {"note": "Looked at"}, reason=WHY)

    assert approve(sent, petra).release == 1
