"""The conditions of a licence at the desk by their days, with what followed and what may be done."""

from __future__ import annotations

from licensing.acts.acting import now, to_local_day
from licensing.admin.licences.duties import build_duty_rows, list_duties
from licensing.choices import Verb
from licensing.models import Licence, User, read_actor
from tests.conditions import issue_overdue_licence
from tests.world import World


def test_a_condition_that_was_not_met_says_what_followed_and_who_lifts_it(world: World) -> None:
    licence = issue_overdue_licence(world)

    rows = [_build_first_row(licence, user) for user in (world.otto, world.audra)]

    assert rows == [(True, "bad", 1, [Verb.LIFT_CONSEQUENCE]), (True, "bad", 1, [])]


def test_conditions_stand_by_their_days(world: World) -> None:
    days = [one.due_on for one in list_duties(issue_overdue_licence(world))]

    assert days == sorted(days)


def _build_first_row(licence: Licence, user: User) -> tuple[bool, str, int, list[Verb]]:
    today = to_local_day(now())
    actor = read_actor(user, on=today, case_id=licence.case_id, kind=licence.case.kind_id)
    row = build_duty_rows(licence, actor, today)[0]
    return row["overdue"], row["tone"], len(row["followed"]), [one.verb for one in row["buttons"]]
