"""What ships is the first release of an empty installation, and later a proposal, never over what was changed here."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from licensing.acts.record.releases import check_releases
from licensing.acts.record.report import Report
from licensing.acts.reference.change_sets.rows import MODELS, load_present
from licensing.acts.reference.change_sets.settling import approve_change_set, decline_change_set, send_change_set
from licensing.acts.reference.change_sets.shipping import read_shipped_files, take_shipment
from licensing.choices import ChangeSetState
from licensing.errors import Invalid
from licensing.management.command_output import read_toml
from licensing.models import ChangeSet, Country, Event, ReleaseHead, Shipment, User
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.governed import GOVERNED
from tests.change_sets import exclude, release
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


def test_a_change_that_ships_is_proposed_and_takes_two_officers(world: World, petra: User, shipped: dict[str, Any]) -> None:
    take_shipment(shipped)
    release(world.pol, petra, exclude("LV"))
    shipped["countries"]["EE"]["tier"] = "us"
    shipped["countries"]["LV"]["tier"] = "us"

    drafted = take_shipment(shipped).change_set

    assert drafted is not None
    assert (drafted.state, drafted.drafted_by) == (ChangeSetState.DRAFT, None)
    assert [one["key"] for one in drafted.conflicts] == ["LV"]
    approve_change_set(send_change_set(drafted, petra), world.pol)
    tiers = dict(Country.objects.filter(pk__in=("EE", "LV")).values_list("pk", "tier"))
    assert tiers == {"EE": "us", "LV": "excluded"}
    assert not take_shipment(shipped).rows


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


@pytest.mark.django_db
def test_shipped_rows_that_cannot_be_are_refused_whole(shipped: dict[str, Any]) -> None:
    shipped["countries"]["XX"] = shipped["countries"]["EE"] | {"code": "XX", "tier": "friends"}

    with pytest.raises(Invalid):
        take_shipment(shipped)

    assert not Shipment.objects.exists()
    assert not ChangeSet.objects.exists()
