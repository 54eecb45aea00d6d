"""What waits in the demo: an invitation and a registration, each once however often it is loaded."""

from __future__ import annotations

from pathlib import Path

from django.conf import LazySettings

from licensing.choices import InvitationState, RegistrationState
from licensing.management.command_output import read_toml
from licensing.management.demo.admissions import invite_people, register_organisations
from licensing.models import Invitation, Registration
from tests.world import World

PEOPLE = read_toml(Path(__file__).resolve().parents[3] / "seeds" / "demo" / "people.toml")


def test_an_invitation_and_a_registration_wait_once(world: World, settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    wish = PEOPLE["invitations"][0] | {"by": world.paula.email, "organisation": world.partner.name}

    for _time in range(2):
        invite_people([wish])
        register_organisations(PEOPLE["registrations"])

    assert [one.state for one in Invitation.objects.all()] == [InvitationState.PENDING]
    assert [(one.state, one.documents.count()) for one in Registration.objects.all()] == [(RegistrationState.FILED, 2)]
