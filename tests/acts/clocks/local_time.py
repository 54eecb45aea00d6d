"""Days and hours in Kyiv, by which the clocks of these tests are counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from licensing.acts.acting import at_time
from licensing.models import Case, Event
from tests.world import World

KYIV = ZoneInfo("Europe/Kyiv")


def at(text: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(text).replace(hour=hour, tzinfo=KYIV)


def due_on(case: Case, kind: str = "legal") -> date:
    """The last day of a clock, as a person in Kyiv would say it."""
    due: datetime = case.clocks.get(kind=kind, ended_at=None).due_at
    return (due.astimezone(KYIV) - timedelta(seconds=1)).date()


def accepted_on(world: World, day: str) -> Case:
    with at_time(at(day)):
        return world.accepted()


def sent_rules(case: Case, kind: str = "legal") -> list[str]:
    """The rules whose reminders of a clock were sent, in the order in which they came due."""
    about = f"clock:{case.clocks.get(kind=kind).pk}"
    events = Event.objects.filter(kind="reminder.due", data__about=about)
    return [event.data["rule"] for event in sorted(events, key=lambda event: (event.data["due_at"], event.data["rule"]))]
