"""The people, organisations and systems of the demo, loaded by natural key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.hashers import check_password, make_password

from licensing.acts.acting import now, to_local_day
from licensing.acts.people.rights.giving import RightInput, propose_right
from licensing.acts.people.rights.releases import release_rights
from licensing.choices import ProposalState, RightKind
from licensing.models import Appointment, Body, Mandate, Membership, Organisation, RightProposal, User

Row = Mapping[str, Any]


def load_people(people: Row) -> int:
    """Bring the demo's people to what the file says; how many were added."""
    with release_rights("people of the demo"):
        return _put_people(people)


def propose_rights(rows: Sequence[Row]) -> None:
    """Let the rights wait that the file proposes, for a second administrator to settle; each once, unless it has lapsed."""
    for row in rows:
        person = User.objects.get(email=row["person"])
        right = RightInput(
            kind=RightKind(row["kind"]),
            person=person,
            body=Body.objects.get(pk=row["body"]),
            role=row["role"],
            first_on=to_local_day(now()),
        )
        of_before = RightProposal.objects.filter(person=person, kind=right.kind).exclude(state=ProposalState.LAPSED)
        if not of_before.exists():
            propose_right(User.objects.get(email=row["by"]), right, reason=row["reason"])


def _put_people(people: Row) -> int:
    since = date.fromisoformat(people["since"])
    organisations = {row["name"]: _put_organisation(row) for row in people["organisations"]}
    # One hash for all: hashing is slow on purpose, and everybody here has the same public password.
    password = _shared_hash(people["password"])
    return sum(_put_person(row, organisations, password, since) for row in people["people"])


def _shared_hash(password: str) -> str:
    known = User.objects.filter(email__endswith=".example").exclude(password="").values_list("password", flat=True)[:1]
    return next((one for one in known if check_password(password, one)), "") or make_password(password)


def _put_organisation(row: Row) -> Organisation:
    organisation, _ = Organisation.objects.update_or_create(
        name=row["name"],
        country_id=row["country"],
        defaults={name: row.get(name, "") for name in ("name_original", "register_no", "address")},
    )
    return organisation


def _put_person(row: Row, organisations: Mapping[str, Organisation], password: str, since: date) -> bool:
    # Only a new account is given these: whoever changed a password or a language keeps it when the demo is loaded again.
    user, is_new = User.objects.get_or_create(
        email=row["email"],
        defaults={
            "name": row["name"],
            "language": row.get("language", "en"),
            "is_staff": row.get("staff", False),
            "is_system": row.get("system", False),
            "password": make_password(None) if row.get("system") else password,
        },
    )
    _put_rights(user, row, organisations, since)
    return is_new


def _put_rights(user: User, row: Row, organisations: Mapping[str, Organisation], since: date) -> None:
    if "organisation" in row:
        Membership.objects.get_or_create(
            user=user, organisation=organisations[row["organisation"]], defaults={"role": row["role"]}
        )
    for kind in row.get("appointments", ()):
        Appointment.objects.get_or_create(user=user, kind=kind, defaults={"period": (since, None)})
    for mandate in row.get("mandates", ()):
        kind = mandate.get("kind", "holder")
        Mandate.objects.get_or_create(user=user, body_id=mandate["body"], defaults={"kind": kind, "period": (since, None)})
    # A head who was chosen meanwhile stays.
    Body.objects.filter(pk__in=row.get("heads", ()), head__isnull=True).update(head=user)
