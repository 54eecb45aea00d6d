"""The verification names a release that was not approved, an act that cites another, and a row that changed besides them."""

from __future__ import annotations

import pytest

from licensing.acts.record.releases import check_releases
from licensing.acts.record.report import Report
from licensing.acts.reference.change_sets.rewording import reword_row
from licensing.acts.signoff import positions
from licensing.models import CaseVersion, Country, Event, Position, User
from licensing.policy.record.event_kinds import EventKind
from tests.acts.record.spoiling import find_fault, spoil
from tests.by_hand import cover
from tests.change_sets import add_policy_officer, exclude, put, release, send
from tests.scenes import scene
from tests.world import World, approve


@pytest.fixture
@scene
def released(world: World) -> World:
    """A case filed before the first release, and signed after it."""
    case = world.with_need()
    release(world.pol, add_policy_officer("petra"), exclude("LV"))
    positions.sign_case(case, world.rhea, approve(), version=1)
    reword_row(world.pol, "countries", "EE", {"note": "Looked at"}, reason="To try.")
    return world


@pytest.mark.walk
def test_each_act_cites_the_release_in_force(released: World) -> None:
    filed, signed = CaseVersion.objects.get(), Position.objects.get()
    told = Event.objects.get(kind=EventKind.POSITION_TAKEN)

    assert (filed.release, signed.release, told.data["release"]) == (None, 1, 1)
    assert Event.objects.get(kind=EventKind.CASE_ACCEPTED).data["release"] is None
    report = Report()
    assert list(check_releases(report)) == []
    assert report.looked_at["releases and acts that cite them"] == 4
    assert find_fault() is None


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE licensing_event SET data = data || '{\"release\": 2}' WHERE kind = 'position.taken'", "not in force then"),
        ("UPDATE licensing_event SET data = data || '{\"release\": 1}' WHERE kind = 'case.accepted'", "not in force then"),
        ("UPDATE licensing_event SET data = data || '{\"release\": 2}' WHERE kind = 'release.in_force'", "tells of"),
        ('UPDATE licensing_changeline SET after = after || \'{"tier": "us"}\'', "tells of"),
        ("DELETE FROM licensing_changeline", "tells of"),
        ("UPDATE licensing_changeset SET trial = jsonb_set(trial, '{digest}', '\"0\"')", "kept of it"),
        ("UPDATE licensing_changeset SET approved_trial = NULL", "kept of it"),
        ("UPDATE licensing_changeset SET released_trial = jsonb_set(released_trial, '{digest}', '\"0\"')", "tells of"),
        ("UPDATE licensing_releasehead SET number = 2", "chain tells of"),
    ],
)
def test_a_release_that_was_rewritten_is_found(released: World, statement: str, said: str) -> None:
    spoil(statement)

    assert said in next(check_releases(Report())).sentence


def test_what_is_older_than_releases_cites_nothing_and_is_passed(released: World) -> None:
    spoil("UPDATE licensing_event SET data = data - 'release' WHERE kind IN ('case.submitted', 'case.accepted')")

    assert list(check_releases(Report())) == []


def test_a_governed_row_that_no_release_has_changed_is_found(released: World) -> None:
    Country.objects.filter(pk="PL").update(tier="excluded")
    cover()

    fault = find_fault()

    assert fault is not None
    assert fault.where == "licensing_country PL"


def test_who_heads_a_body_is_no_part_of_a_release(released: World) -> None:
    released.rhea.heads.model.objects.filter(pk="MOD").update(head=released.rhea)
    cover()

    assert find_fault() is None


def test_rows_of_a_change_set_that_nobody_approved_are_kept_whole(released: World) -> None:
    send(released.pol, exclude("EE"))
    spoil("UPDATE licensing_changeline SET after = after || '{\"tier\": \"us\"}' WHERE key = 'EE'")

    assert "kept of it" in next(check_releases(Report())).sentence


@pytest.mark.walk
def test_releases_are_counted(released: World) -> None:
    release(User.objects.get(name="Petra"), released.pol, put("units", "NAR", decimals=1))

    assert list(check_releases(Report())) == []
