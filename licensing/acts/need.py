"""How long what was said of domestic need holds: those who said it are reminded to renew it while the case is under review."""

from __future__ import annotations

from typing import Final

from django.db.models import Max

from licensing.acts.clocks import Owing, default_calendar, owe_reminders
from licensing.choices import Deadline
from licensing.models import Case, NeedStatement

ABOUT_NEED: Final = "need"


def owe_renewal_of_need(case: Case) -> None:
    """Remind of the last day on which a statement of need holds; a renewed one takes the place of those before it."""
    last = NeedStatement.objects.filter(case=case).aggregate(last=Max("expires_on"))["last"]
    if last is None:
        return
    days = (case.procedure.calendar if case.procedure else default_calendar()).as_policy()
    owe_reminders(case, Owing(Deadline.NEED_STATEMENT, ABOUT_NEED, days.end_of(last)), calendar=days)
