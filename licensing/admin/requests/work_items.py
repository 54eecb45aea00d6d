"""Lines of the desk: a case, what it waits for and of whom, and the clock that is due first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from licensing.admin.requests.case_page import get_short_state, get_state_tone
from licensing.admin.requests.clock_badge import ClockBadge, find_first_due_badge, prefetch_running_clocks
from licensing.choices import SPEAKING_ROLES, CaseState
from licensing.models import RoundSeat

# Sorts a case without a running clock behind all that have one.
FAR_AWAY = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A line of the desk: a case, what it waits for, and the way to do it."""

    case: Any
    what: str
    badge: ClockBadge | None = None
    url: str = ""
    label: str = ""
    note: str = ""
    state: str = ""
    tone: str = ""

    @property
    def rank(self) -> tuple[datetime, str]:
        """The order on the desk: what is due first stands first, what has no clock last."""
        return (self.badge.due_at if self.badge else FAR_AWAY, self.case.reference or "")


def build_work_item(
    case: Any, what: str, url: str, label: str = "", *, now: datetime, note: str = "", kinds: Iterable[str] = ()
) -> WorkItem:
    """A line of the desk with the first clock of these kinds, or with the first of any kind where none of them runs."""
    return WorkItem(
        case=case,
        what=what,
        badge=find_first_due_badge(case.running, now=now, kinds=kinds) or find_first_due_badge(case.running, now=now),
        url=url,
        label=label,
        note=note,
        state=get_short_state(case.state),
        tone=get_state_tone(case.state),
    )


def prefetch_clocks_through(path: str) -> Any:
    """The running clocks of the cases at the end of a path, for rows that are not cases themselves."""
    clocks = prefetch_running_clocks()
    clocks.add_prefix(path)
    return clocks


def list_awaited_bodies(cases: Sequence[UUID], which: Q | None = None) -> dict[UUID, list[str]]:
    """Which bodies have not spoken in the open rounds of some cases; `which` narrows it to seats that must."""
    if not cases:
        return {}
    rows = RoundSeat.objects.filter(
        which or Q(), round__case__in=cases, round__closed_at__isnull=True, role__in=SPEAKING_ROLES, standing__isnull=True
    )
    found: dict[UUID, list[str]] = {}
    for seat in rows.select_related("body", "round").order_by("number"):
        found.setdefault(seat.round.case_id, []).append(seat.body.short)
    return found


def describe_wait(case: Any, bodies: Sequence[str]) -> str:
    """What a case waits for at present, and of whom; `bodies` are those that have not spoken."""
    if case.asks:
        return _("Waits for the applicant's answer")
    if case.answered:
        return _("Waits for the case officer to read an answer")
    if case.state == CaseState.ADJOURNED:
        return _("Adjourned until %(day)s") % {"day": date_format(case.adjourned_until, "SHORT_DATE_FORMAT")}
    if bodies:
        number = len(bodies)
        sentence = ngettext("Waits for a position of %(bodies)s", "Waits for positions of %(bodies)s", number)
        return sentence % {"bodies": ", ".join(bodies)}
    return _("Waits for the government's decision")
