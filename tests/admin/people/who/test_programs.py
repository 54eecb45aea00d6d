"""Programs beside the rights of a day: which might call, for whom, with which scopes, and who answers for each."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from licensing.acts.acting import at_time, now
from licensing.acts.people.systems.authorisations import revoke_program
from licensing.acts.people.systems.owners import confirm_owner, propose_owner
from licensing.admin.people.who.lines import Wanted
from licensing.admin.people.who.programs import read_delegations, read_programs
from licensing.admin.people.who.words import describe_scopes
from licensing.models import Body, User
from tests.admin.conftest import At
from tests.administrators import today
from tests.api.calling import allow, find_system, new_system
from tests.by_hand import cover
from tests.world import World

WHO = reverse("admin:licensing_who")
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "named"), [(0, ["Kept"]), (-1, ["Ended", "Kept"]), (-4, ["Ended", "Kept"]), (-5, []), (9, ["Kept"]), (10, [])]
)
def test_a_program_stands_on_the_days_on_which_it_might_call(world: World, days: int, named: list[str]) -> None:
    begun = {"settled_at": timezone.now() - 4 * DAY, "end_on": today() + 10 * DAY, "scopes": ["cases:read"]}
    new_system(name="Kept", client_id="kept", **begun)
    new_system(name="Ended", client_id="ended", ended_at=timezone.now() - DAY, **begun)

    found = read_programs(Wanted(today() + days * DAY, now()))

    assert [one.system.name for one in found] == named


def test_the_page_and_the_sheet_name_it_and_a_head_reads_those_of_the_body(world: World, at: At) -> None:
    Body.objects.filter(pk="MFA").update(head=world.greta)
    new_system(name="Register", client_id="register", body_id="MFA", scopes=["cases:read"])
    new_system(account=world.cus, name="Gate", client_id="gate")

    pages = [at(one).get(WHO).content.decode() for one in (world.audra, world.greta)]
    sheet = csv.DictReader(io.StringIO(at(world.audra).get(WHO, {"format": "csv"}).content.decode("utf-8-sig")))

    assert [("Register" in page, "Gate" in page) for page in pages] == [(True, True), (True, False)]
    [told] = [line for line in sheet if line["Right"].startswith("Program: Register")]
    assert (told["What it lets one do"], told["Note"]) == ("Read cases", "Acts for persons who allow it")


def test_on_a_past_day_it_is_answered_for_by_who_did_then(world: World, ada: User, bea: User) -> None:
    system = new_system(owner=world.otto, settled_at=timezone.now() - 4 * DAY, end_on=today() + 10 * DAY)
    cover()
    with at_time(timezone.now() + 2 * DAY):
        confirm_owner(propose_owner(system, ada, owner=world.dora, reason="Otto leaves."), bea)
    later = now() + 3 * DAY

    found = [read_programs(Wanted(today() + days * DAY, later)) for days in (1, 2, 3)]

    assert [[one.owner for one in programs] for programs in found] == [[world.otto], [world.dora], [world.dora]]
    assert read_programs(Wanted(today() + DAY, later, name="dora")) == []


def test_who_lets_a_program_act_stands_beside_it_while_it_may(world: World, at: At) -> None:
    allowed = allow(world.dora, find_system(world.dora))
    wanted = Wanted(today(), now())

    [line] = read_delegations(wanted)
    assert (line.allowed, line.scopes) == (allowed, describe_scopes(allowed.scopes))
    assert [read_delegations(Wanted(today(), now(), name=name)) for name in ("otto",)] == [[]]
    page = at(world.audra).get(WHO).content.decode()
    sheet = at(world.audra).get(WHO, {"format": "csv"}).content.decode()
    assert ('id="delegations"' in page, "Lets a program act" in sheet) == (True, True)

    revoke_program(allowed, world.dora)

    assert read_delegations(Wanted(today(), now())) == []
    assert len(read_delegations(Wanted(today(), now() + DAY))) == 1
