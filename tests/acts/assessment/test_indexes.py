"""A process reads a version once, and follows the database at the next use."""

from __future__ import annotations

import hashlib

import pytest

from licensing.acts.assessment import indexes
from licensing.acts.assessment.indexes import UnreadableList, as_tokens, list_versions_in_force, load_list, search_party
from licensing.models import ListVersion
from licensing.policy.assessment.parties import ScreenedParty
from tests.acts.assessment.state import LISTED, STRANGER, publish_list_of
from tests.by_hand import before_the_record, by_hand
from tests.world import World


def test_a_published_version_takes_the_place_of_the_former_at_the_next_use(world: World) -> None:
    publish_list_of(world, LISTED)
    [first] = list_versions_in_force()
    before = load_list(first, [first])

    publish_list_of(world, STRANGER)
    [second] = list_versions_in_force()
    after = load_list(second, [second])

    assert load_list(first, [first]) is not before
    assert [one.entry.reference for one in search_party(before, ScreenedParty("Carrier Invented", ()))] == ["X-1"]
    assert search_party(after, ScreenedParty("Carrier Invented", ())) == []


def test_the_nearest_of_two_names_of_a_party_is_told(world: World) -> None:
    version = publish_list_of(world, LISTED)

    [found] = search_party(load_list(version, [version]), ScreenedParty("Перевізник", (), "Invented Carrier"))

    assert found.match.score == 1
    assert [(one["asked"], one["listed"], one["way"]) for one in as_tokens(found.match)] == [
        ("invented", "invented", "equal"),
        ("carrier", "carrier", "equal"),
    ]


def test_a_vessel_is_found_by_its_number_under_whatever_name(world: World) -> None:
    version = publish_list_of(world, LISTED, "V-1,primary,vessel,Vyhadana Zirka,INVENTED,,,Flag unknown; IMO 1234567")
    loaded = load_list(version, [version])

    renamed = search_party(loaded, ScreenedParty("Another Name", (), vessel_number="1234567"))
    nameless = search_party(loaded, ScreenedParty("", (), vessel_number="1234567"))
    same = search_party(loaded, ScreenedParty("Vyhadana Zirka", (), vessel_number="1234567"))

    assert [(one.entry.reference, one.match.strength) for one in (*renamed, *nameless, *same)] == [("V-1", "strong")] * 3
    assert as_tokens(renamed[0].match) == [{"asked": "1234567", "listed": "1234567", "likeness": "1.00", "way": "number"}]
    assert [one["way"] for one in as_tokens(same[0].match)] == ["equal", "equal", "number"]
    assert search_party(loaded, ScreenedParty("Another Name", (), vessel_number="7654329")) == []


def test_content_that_was_not_published_is_not_searched(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # Scenes give the list of each test the same key and content, which this process may have read before.
    monkeypatch.setattr(indexes, "_loaded", {})
    version = publish_list_of(world, LISTED)
    with by_hand():
        ListVersion.objects.filter(pk=version.pk).update(content="[]")

    with pytest.raises(UnreadableList):
        load_list(version, [version])


def test_a_version_that_says_something_else_under_the_same_key_is_read_again(world: World) -> None:
    version = publish_list_of(world, LISTED)
    load_list(version, [version])
    # As after a copy of another installation was put back while this process ran on.
    with before_the_record():
        ListVersion.objects.filter(pk=version.pk).update(content="[]", digest=hashlib.sha256(b"[]").hexdigest())
    [other] = list_versions_in_force()

    assert search_party(load_list(other, [other]), ScreenedParty("Carrier Invented", ())) == []
