"""The timeline of a licence: every day of its conditions in order, with its state and what followed, in a picture."""

from __future__ import annotations

from decimal import Decimal

from licensing.acts.acting import now, to_local_day
from licensing.models import Licence, User, read_actor
from licensing.models.read_models import Reader, read_licence
from licensing.models.read_models.licences.timeline import LEFT, RIGHT, Timeline, read_timeline
from tests.conditions import EACH_BATCH, MONTHLY, acceptance, apply_overdue, issue_bound_licence, record
from tests.reports import issue_reporting_licence, list_duties, report_period
from tests.world import World


def draw(licence: Licence, person: User) -> Timeline | None:
    at = now()
    actor = read_actor(person, on=to_local_day(at), case_id=licence.case_id, kind=licence.case.kind_id)
    reader = Reader(actor, at, to_local_day(at), "en")
    view = read_licence(licence, reader)
    return read_timeline(licence, view["conditions"], view["reports"], reader)


def test_what_was_due_is_shown_with_its_state_and_what_followed(world: World) -> None:
    licence = issue_reporting_licence(world)
    first, second = list_duties(licence)[:2]
    report_period(world, first)
    apply_overdue()

    drawn = draw(licence, world.paula)

    assert drawn is not None
    told = {one.on: (one.number, str(one.state), one.tone) for one in drawn.entries}
    assert told[first.due_on] == (1, "Evidence filed, to be checked", "warn")
    assert told[second.due_on][0] == 1
    assert [one.number for one in drawn.lanes] == [1, 0]
    assert [one.on for one in drawn.entries] == sorted(one.on for one in drawn.entries)
    assert drawn.today is not None
    assert all(LEFT <= one.x <= RIGHT and one.y < drawn.height for one in drawn.marks)


def test_a_missed_day_bears_what_followed_from_it(world: World) -> None:
    licence = issue_reporting_licence(world)
    apply_overdue()

    drawn = draw(licence, world.otto)

    assert drawn is not None
    missed = drawn.entries[0]
    assert (str(missed.state), missed.tone) == ("overdue", "bad")
    assert [str(one) for one in missed.followed] == ["no further requests until it is met"]


def test_records_stand_on_the_line_of_their_condition_and_customs_sees_no_more(world: World) -> None:
    licence = issue_bound_licence(world, EACH_BATCH, MONTHLY)
    record(world, licence, 1, acceptance(1, Decimal(10)))

    seen, customs = draw(licence, world.otto), draw(licence, world.cus)

    assert seen is not None
    assert customs is not None
    assert [one.number for one in seen.lanes] == [1, 2, 0]
    assert [(one.number, str(one.state)) for one in customs.entries] == [(1, "recorded")]
