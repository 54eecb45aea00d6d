"""Whether an account was open on a day."""

from __future__ import annotations

from datetime import timedelta

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.people.accounts.keeping import close_account, reopen_account
from licensing.admin.people.who.accounts import Closed, find_closed
from licensing.admin.people.who.lines import Wanted
from licensing.models import User
from tests.world import World

DAY = timedelta(days=1)
WHY = "So it is."


def test_an_account_is_closed_for_the_whole_day_or_from_a_moment_of_it_on(world: World, ada: User) -> None:
    begun = now()
    with at_time(begun):
        close_account(world.paula, ada, reason=WHY)
    later = begun + 9 * DAY

    with at_time(begun + 2 * DAY):
        reopen_account(world.paula, ada, reason=WHY)

    days = [
        find_closed([User.objects.get(pk=world.paula.pk)], Wanted(to_local_day(begun + days * DAY), later))
        for days in range(-1, 4)
    ]
    assert [one.get(world.paula.pk) for one in days] == [None, Closed.WITHIN, Closed.ALL_DAY, None, None]
