"""The history of a case in the words of its reader, and what was filed, byte for byte."""

from __future__ import annotations

from hashlib import sha256

from licensing.models import Case, User
from licensing.models.read_models import list_visible_events, read_history, read_version
from licensing.models.read_models.views import EventView
from tests.models.read_models.reading import read_as
from tests.world import World


def history(case: Case, user: User) -> list[EventView]:
    reader = read_as(user, case)
    return read_history(case, list_visible_events(case, reader), reader)


def test_an_applicant_reads_the_names_of_their_own_people_only(world: World) -> None:
    case = world.accepted()

    theirs = {event["kind"]: event["by"] for event in history(case, world.paula)}
    ours = {event["kind"]: event["by"] for event in history(case, world.audra)}

    assert (theirs["case.submitted"], theirs["case.accepted"]) == ("Paula", None)
    assert (ours["case.submitted"], ours["case.accepted"]) == ("Paula", "Otto")


def test_an_applicant_reads_no_event_of_the_deliberation(world: World) -> None:
    case = world.before_government()

    theirs, ours = history(case, world.paula), history(case, world.audra)

    assert "position.taken" in {event["kind"] for event in ours}
    assert "position.taken" not in {event["kind"] for event in theirs}
    assert {event["id"] for event in theirs} < {event["id"] for event in ours}


def test_a_version_is_given_with_the_bytes_of_its_digest(world: World) -> None:
    version = world.filed().versions.get()

    view = read_version(version, {})

    assert sha256(view["canonical"].encode()).hexdigest() == view["digest"]
