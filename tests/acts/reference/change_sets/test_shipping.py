"""What ships is the first release of an empty installation, and later a proposal, never over what was changed here."""

from __future__ import annotations

import copy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from licensing.acts.acting import at_time
from licensing.acts.record.releases import check_releases
from licensing.acts.record.report import Report
from licensing.acts.reference.change_sets.rows import MODELS, load_present
from licensing.acts.reference.change_sets.settling import (
    decline_change_set,
    send_change_set,
    withdraw_change_set,
)
from licensing.acts.reference.change_sets.shipping import (
    keep_present_value,
    read_shipped_files,
    take_shipment,
    take_shipped_value,
)
from licensing.acts.reference.change_sets.sweeping import settle_due_change_sets
from licensing.choices import ChangeAction, ChangeSetState
from licensing.errors import Invalid, NotFound
from licensing.management.command_output import read_toml
from licensing.models import ChangeSet, Country, Event, ReleaseHead, RoutingRow, Shipment, User
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.governed import GOVERNED, RowChange
from tests.by_hand import by_hand
from tests.change_sets import approve, exclude, release
from tests.world import World

SEEDS = Path(__file__).resolve().parents[4] / "seeds"


@pytest.fixture(scope="session")
def files(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    """What ships, read once."""
    with django_db_blocker.unblock():
        return dict(
            read_shipped_files(
                SEEDS / "reference",
                procedures={path.name: read_toml(path) for path in sorted((SEEDS / "procedures").glob("*.toml"))},
                routing=read_toml(SEEDS / "routing.toml")["rows"],
            )
        )


@pytest.fixture
def shipped(files: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(files)


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        for table in ("seat", "stage", "procedure", *(one._meta.model_name for one in MODELS.values())):
            cursor.execute(f"DELETE FROM licensing_{table}")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.walk
@pytest.mark.django_db
def test_an_empty_installation_takes_it_as_its_first_release(shipped: dict[str, Any]) -> None:
    before = {code: load_present(code) for code in GOVERNED}
    _empty()

    result = take_shipment(shipped)

    assert result.change_set is not None
    assert (result.change_set.release, result.change_set.state) == (1, ChangeSetState.IN_FORCE)
    assert {code: load_present(code) for code in GOVERNED} == before
    assert Event.objects.get(kind=EventKind.FIRST_RELEASE).data["rows"] == result.rows == sum(map(len, shipped.values()))
    assert list(check_releases(Report())) == []


@pytest.mark.walk
@pytest.mark.django_db
def test_an_installation_older_than_its_releases_begins_with_what_it_has(shipped: dict[str, Any]) -> None:
    shipped["countries"]["EE"]["tier"] = "us"
    shipped["countries"]["XX"] = shipped["countries"]["EE"] | {"code": "XX", "alpha3": "XXX"}

    result = take_shipment(shipped)

    assert result.change_set is not None
    assert [one.key for one in result.change_set.lines.all()] == ["XX"]
    assert [(one["key"], one["column"]) for one in result.change_set.conflicts] == [("EE", "tier")]
    assert (ReleaseHead.objects.get().number, Country.objects.get(pk="EE").tier) == (1, "europe")
    assert list(check_releases(Report())) == []


@pytest.mark.walk
def test_a_change_that_ships_is_proposed_and_takes_two_officers(world: World, petra: User, shipped: dict[str, Any]) -> None:
    take_shipment(shipped)
    release(world.pol, petra, exclude("LV"))
    shipped["countries"]["EE"]["tier"] = "us"
    shipped["countries"]["LV"]["tier"] = "us"

    drafted = take_shipment(shipped).change_set

    assert drafted is not None
    assert (drafted.state, drafted.drafted_by) == (ChangeSetState.DRAFT, None)
    assert [one["key"] for one in drafted.conflicts] == ["LV"]
    sent = send_change_set(drafted, petra)
    told = Event.objects.get(kind=EventKind.CHANGE_SET_SENT, data__change_set=str(sent.pk)).data["settled"]
    assert ([one["settlement"] for one in sent.conflicts], told["kept"], told["taken"]) == (["kept"], 1, 0)
    approve(sent, world.pol)
    assert list(check_releases(Report())) == []
    tiers = dict(Country.objects.filter(pk__in=("EE", "LV")).values_list("pk", "tier"))
    assert tiers == {"EE": "us", "LV": "excluded"}
    assert not take_shipment(shipped).rows


@pytest.mark.walk
def test_what_was_declined_is_not_proposed_again(world: World, petra: User, shipped: dict[str, Any]) -> None:
    take_shipment(shipped)
    shipped["countries"]["EE"]["tier"] = "us"
    drafted = take_shipment(shipped).change_set
    assert drafted is not None
    decline_change_set(send_change_set(drafted, petra), world.pol, reason="Not here.")
    shipped["countries"]["LV"]["tier"] = "us"

    later = take_shipment(shipped).change_set

    assert later is not None
    assert [one.key for one in later.lines.all()] == ["LV"]


@pytest.mark.walk
@pytest.mark.django_db
def test_a_draft_that_nobody_took_on_gives_way_to_the_next(shipped: dict[str, Any]) -> None:
    take_shipment(shipped)
    shipped["countries"]["EE"]["tier"] = "us"
    take_shipment(shipped)
    shipped["countries"]["LV"]["tier"] = "us"

    take_shipment(shipped)

    states = ChangeSet.objects.exclude(release=1).order_by("drafted_at").values_list("state", flat=True)
    assert list(states) == [ChangeSetState.WITHDRAWN, ChangeSetState.DRAFT]
    assert sorted(one.key for one in ChangeSet.objects.get(state=ChangeSetState.DRAFT).lines.all()) == ["EE", "LV"]


@pytest.mark.walk
@pytest.mark.parametrize("how", ["withdrawn", "lapsed"])
def test_what_was_withdrawn_or_has_lapsed_is_proposed_again(world: World, shipped: dict[str, Any], how: str) -> None:
    take_shipment(shipped)
    shipped["countries"]["EE"]["tier"] = "us"
    drafted = take_shipment(shipped).change_set
    assert drafted is not None
    assert take_shipment(shipped).change_set is None
    if how == "withdrawn":
        withdraw_change_set(drafted, world.pol, reason="Not now.")
    else:
        with at_time(send_change_set(drafted, world.pol).due_at + timedelta(seconds=1)):
            settle_due_change_sets()

    again = take_shipment(shipped).change_set

    assert again is not None
    assert [one.key for one in again.lines.all()] == ["EE"]
    assert take_shipment(shipped).change_set is None


@pytest.mark.walk
def test_a_shipped_change_of_a_row_in_force_supersedes_it(world: World, petra: User, shipped: dict[str, Any]) -> None:
    take_shipment(shipped)
    shipped["routing"]["every-case"]["priority"] = 20
    shipped["routing"]["another"] = shipped["routing"]["every-case"] | {"code": "another"}

    drafted = take_shipment(shipped).change_set

    assert drafted is not None
    told = {one.key: (one.action, (one.after or {}).get("priority")) for one in drafted.lines.filter(list="routing")}
    assert told == {"every-case": ("end", None), "every-case-2": ("put", 20), "another": ("put", 20)}
    approve(send_change_set(drafted, petra), world.pol)
    assert not take_shipment(shipped).rows


@pytest.mark.walk
@pytest.mark.django_db
def test_two_shipped_rows_of_one_stem_are_superseded_by_two(shipped: dict[str, Any]) -> None:
    twin, codes = RoutingRow.objects.get(pk="every-case"), ("every-case", "every-case-7")
    twin.pk = codes[1]
    with by_hand():
        twin.save(force_insert=True)
    shipped["routing"][codes[1]] = shipped["routing"][codes[0]] | {"code": codes[1]}
    take_shipment(shipped)
    for code in codes:
        shipped["routing"][code]["priority"] = 20

    drafted = take_shipment(shipped).change_set

    assert drafted is not None
    told = {one.key: one.action for one in drafted.lines.all()}
    assert told == {codes[0]: "end", codes[1]: "end", "every-case-2": "put", "every-case-3": "put"}


@pytest.mark.walk
def test_what_is_shipped_is_taken_over_a_row_that_was_ended_here(world: World, petra: User, shipped: dict[str, Any]) -> None:
    take_shipment(shipped)
    release(world.pol, petra, RowChange("routing", "large-value", ChangeAction.END))
    shipped["routing"]["large-value"]["priority"] = 20
    drafted = take_shipment(shipped).change_set
    assert drafted is not None
    assert [one["key"] for one in drafted.conflicts] == ["large-value"]

    take_shipped_value(drafted, petra, 0)

    line = drafted.lines.get(list="routing")
    assert (line.key, line.after["priority"], line.after["retired_on"]) == ("large-value-2", 20, None)
    for settle in (take_shipped_value, keep_present_value):
        with pytest.raises(NotFound):
            settle(drafted, petra, 1)


@pytest.mark.walk
def test_what_was_taken_is_given_back_and_the_rest_of_the_row_stays(world: World, petra: User, shipped: dict[str, Any]) -> None:
    take_shipment(shipped)
    release(world.pol, petra, exclude("EE"))
    shipped["countries"]["EE"] |= {"tier": "supporter", "note": "Another note."}
    drafted = take_shipment(shipped).change_set
    assert drafted is not None
    take_shipped_value(drafted, petra, 0)

    keep_present_value(drafted, petra, 0)

    after = drafted.lines.get(key="EE").after
    assert (after["tier"], after["note"]) == ("excluded", "Another note.")


@pytest.mark.django_db
def test_shipped_rows_that_cannot_be_are_refused_whole(shipped: dict[str, Any]) -> None:
    shipped["countries"]["XX"] = shipped["countries"]["EE"] | {"code": "XX", "tier": "friends"}

    with pytest.raises(Invalid):
        take_shipment(shipped)

    assert not Shipment.objects.exists()
    assert not ChangeSet.objects.exists()
