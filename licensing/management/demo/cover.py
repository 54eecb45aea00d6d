"""Who is away in the demo and who stands in, and cases that were opened in an emergency: each once, from today on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.people.rights.absences import hand_over, record_absence
from licensing.acts.people.rights.emergency import confirm_access, propose_access, record_opening
from licensing.models import Absence, Case, EmergencyAccess, Mandate, User

Row = Mapping[str, Any]


def record_absences(rows: Sequence[Row]) -> None:
    """Let the people be away whom the file names; a row with a body and a deputy hands that seat over for the same days."""
    today = to_local_day(now())
    for row in rows:
        person = User.objects.get(email=row["person"])
        if Absence.objects.filter(person=person).exists():
            continue
        days = {"first_on": today, "end_on": today + timedelta(days=row["days"])}
        if "deputy" in row:
            holder, deputy = (Mandate.objects.get(user__email=row[name], body=row["body"]) for name in ("person", "deputy"))
            hand_over(person, holder, deputy, **days)
        else:
            record_absence(person, **days)


def open_in_emergency(rows: Sequence[Row]) -> None:
    """Propose that the people may read the case whose title the file names; with a second person, they have opened it."""
    for row in rows:
        proposer, person = (User.objects.get(email=row[name]) for name in ("by", "person"))
        if EmergencyAccess.objects.filter(person=person).exists():
            continue
        case = Case.objects.get(title=row["case"])
        access = propose_access(proposer, person, reason=row["reason"], case=case)
        if "confirmed_by" in row:
            confirm_access(access, User.objects.get(email=row["confirmed_by"]))
            record_opening(case, person)
