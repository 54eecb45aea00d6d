"""Whether an account is kept by the rules of the authority's staff: values in, answer out.

Whoever could take the desk or the rights of a decider alone would else move the account alone, and give both back by mistake.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

# So long after the last right, or after the desk was taken away, an account is still kept as one of staff.
STAFF_RULES_LAST: Final = timedelta(days=90)


def is_kept_as_staff(*, has_desk: bool, last_held_on: date | None, today: date) -> bool:
    """Whether somebody may open the desk, or held a right of the authority, or the desk, not long ago.

    `last_held_on` is the last day of any of them: today or later where one holds or will, None where there never was one.
    """
    return has_desk or (last_held_on is not None and last_held_on + STAFF_RULES_LAST >= today)
