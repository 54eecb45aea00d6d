"""What waits in the demo for a newcomer to take up: an invitation in the mailbox, and a registration at the officer's desk."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from licensing.acts.people.organisations.invitations import InvitationInput, invite_person
from licensing.acts.people.organisations.registrations import attach_to_registration, file_registration, request_registration
from licensing.choices import InvitationState
from licensing.management.demo.papers import build_document
from licensing.models import Invitation, Organisation, Registration, User
from licensing.policy.people.registrations import Details

Row = Mapping[str, Any]


def invite_people(rows: Sequence[Row]) -> None:
    """Let the invitations wait that the file names, each once, unless it has ended unused."""
    for row in rows:
        before = Invitation.objects.filter(email=row["email"]).exclude(state=InvitationState.LAPSED)
        if before.exists():
            continue
        wish = InvitationInput(
            email=row["email"],
            language=row["language"],
            reason=row["reason"],
            organisation=Organisation.objects.get(name=row["organisation"]),
            role=row["role"],
        )
        invite_person(User.objects.get(email=row["by"]), wish)


def register_organisations(rows: Sequence[Row]) -> None:
    """Let the registrations wait for an officer that the file names, each once, with the papers that it lists."""
    for row in rows:
        if Registration.objects.filter(email=row["email"]).exists():
            continue
        request_registration(Details(**row["details"]), email=row["email"], language=row["language"])
        registration = Registration.objects.get(email=row["email"])
        for paper in row["papers"]:
            made = build_document(paper, {"title": row["details"]["name"]})
            attach_to_registration(registration, base64.b64decode(made["content"]), f"{paper['title']}.pdf")
        file_registration(registration, declared=True)
