"""Lists as tests bring them into force, with invented names alone, and the people who say who a hit is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.lists import ListFile, prepare_list, publish_list
from licensing.choices import ListShape, Office
from licensing.models import Appointment, ListVersion, ScreeningHit, User
from tests.acts.plans.measures.state import second_officer
from tests.by_hand import by_hand
from tests.scenes import scene
from tests.world import ALWAYS, World

HEADER = "entity_id,kind,type,name,programme,country,dates,remarks"
# The carrier of the world's request, one that is named a little like it, and a party that is named like nobody there.
LISTED = "X-1,primary,entity,Invented Carrier,INVENTED,EE,,"
POSSIBLE = "X-1P,primary,entity,Invented Carriage,,,,"
STRANGER = "X-2,primary,person,Someone Else Entirely,INVENTED,,1970,"


def write_file(*rows: str) -> bytes:
    return "\n".join((HEADER, *rows)).encode()


def list_file(*rows: str, **changed: Any) -> ListFile:
    fit = ListFile("TRY", "Invented list", "Nobody", ListShape.OWN, to_local_day(now()), write_file(*rows))
    return replace(fit, **changed)


@scene
def publish_list_of(world: World, *rows: str, **changed: Any) -> ListVersion:
    """Bring a version of an invented list into force."""
    return publish_list(prepare_list(world.pol, list_file(*rows, **changed)), second_officer())


@scene
def second_case_officer() -> User:
    """Another case officer than Otto."""
    with by_hand():
        found = User.objects.filter(email="olena@example.org").first()
        if found is None:
            found = User.objects.create_user("olena@example.org", name="Olena", is_staff=True)
            Appointment.objects.create(user=found, kind=Office.CASE_OFFICER, period=ALWAYS)
    return found


def one_hit() -> ScreeningHit:
    hit: ScreeningHit = ScreeningHit.objects.get()
    return hit
