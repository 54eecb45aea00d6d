"""The expressions of interest of the demo, each brought to where the file says by the steps of both sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from licensing.acts.acting import now as acting_now
from licensing.acts.acting import to_local_day
from licensing.acts.plans import interests as acts
from licensing.choices import CooperationForm, Urgency
from licensing.management.demo.plans.measures import DatedAct
from licensing.models import Interest, Organisation, User
from licensing.policy.plans.interest_sheets import read_goods
from licensing.policy.plans.interests import InterestInput, OfferInput, WantedLine

Row = Mapping[str, Any]


def list_interest_acts(rows: Sequence[Row], *, now: datetime) -> list[DatedAct]:
    """What brings the interests that the file names to where it says, at past moments, for the timeline of the stories."""
    known = set(Interest.objects.values_list("title", flat=True))
    return [act for row in rows if row["title"] not in known for act in _list_steps(row, now)]


def _list_steps(row: Row, now: datetime) -> Iterator[DatedAct]:
    yield DatedAct(now - timedelta(days=row["filed_days_ago"]), partial(_file, row))
    for step in row.get("steps", ()):
        yield DatedAct(now - timedelta(days=step["days_ago"]), partial(_take_step, row, step))


def _file(row: Row) -> None:
    given = InterestInput(
        title=row["title"],
        lines=_read_lines(row["lines"]),
        cooperation=CooperationForm(row["cooperation"]),
        urgency=Urgency(row["urgency"]),
        financing=row.get("financing", ""),
        text=row.get("text", ""),
    )
    acts.file_interest(User.objects.get(email=row["by"]), Organisation.objects.get(name=row["organisation"]), given)


def _take_step(row: Row, step: Row) -> None:
    interest, user = Interest.objects.get(title=row["title"]), User.objects.get(email=step["by"])
    match step["do"]:
        case "answer":
            acts.answer_interest(interest, user, text=step["text"])
        case "offer":
            acts.make_offer(interest, user, _read_offer(step))
        case "counter":
            acts.make_counter_offer(interest, user, _read_offer(step))
        case "accept":
            acts.accept_offer(interest, user)


def _read_offer(step: Row) -> OfferInput:
    valid_until = to_local_day(acting_now()) + timedelta(days=step["valid_days"]) if "valid_days" in step else None
    return OfferInput(step["text"], _read_lines(step["lines"]), CooperationForm(step["cooperation"]), valid_until)


def _read_lines(rows: Sequence[str]) -> tuple[WantedLine, ...]:
    """Rows of goods, unit, year from now and quantity, as at the desk but for the year."""
    this_year = to_local_day(acting_now()).year
    cells = [row.split(";") for row in rows]
    text = "\n".join(f"{goods};{unit};{this_year + int(years)};{quantity}" for goods, unit, years, quantity in cells)
    return read_goods(text, acts.read_measured())
