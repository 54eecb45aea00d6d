"""What people settle in twos, as the crawl finds it: waiting, drafted and done, each with the pages that come with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from licensing.acts.acting import now, to_local_day
from licensing.acts.people.organisations.invitations import InvitationInput, invite_person
from licensing.acts.people.organisations.registrations import attach_to_registration, file_registration, request_registration
from licensing.acts.people.rights.absences import hand_over, record_absence
from licensing.acts.people.rights.corrections import correct_right
from licensing.acts.people.rights.emergency import confirm_access, propose_access
from licensing.acts.people.rights.giving import propose_right
from licensing.acts.people.systems.registration import SystemInput, propose_system
from licensing.acts.reference.procedure_drafts import begin_version
from licensing.choices import MembershipRole, Office, SystemKind
from licensing.models import Mandate, Membership, Registration, User
from tests.administrators import add_administrator, mandate, office
from tests.api.calling import allow, new_system
from tests.by_hand import by_hand
from tests.change_sets import add_policy_officer, draft, exclude, put, release, send
from tests.policy.people.test_registrations import DETAILS
from tests.world import World

LONG_WORD = "Жодного_пропуску_у_назві_" * 3
DAY = timedelta(days=1)


def furnish_change_sets(world: World) -> dict[str, str]:
    """Change sets of two policy officers, and the state of each by its id."""
    with by_hand():
        other = add_policy_officer("petra")
    begun = draft(world.pol, title=LONG_WORD)
    begin_version(begun, world.pol, code="fast-lane")
    names = {"en": "Bridge day", "uk": "Перенесений вихідний"}
    day_off = put("holidays", "UA-PEACE:2031-05-02", calendar="UA-PEACE", on="2031-05-02", kind="off", names=names)
    states = {
        "set begun": draft(world.pol, exclude("PL"), day_off, title=LONG_WORD),
        "set with a procedure": begun,
        "set sent": send(world.pol, exclude("EE")),
        "set to settle": send(other, exclude("LV")),
        "set released": release(world.pol, other, exclude("LT")),
    }
    return {str(row.pk): state for state, row in states.items()}


def furnish_people(world: World) -> None:
    """Rights, accounts, invitations, registrations, systems and absences that wait, hold, or are to be reviewed."""
    with by_hand():
        bea, carl = add_administrator("bea"), add_administrator("carl")
        colleague = User.objects.create(email="tiit@example.org", name=LONG_WORD)
        Membership.objects.create(user=colleague, organisation=world.partner, role=MembershipRole.PREPARER)
    today = to_local_day(now())
    propose_right(bea, mandate(world.stella), reason=LONG_WORD)
    propose_right(bea, office(world.greta, Office.AUDITOR), reason="She audits from now on.")
    propose_access(bea, world.mira, reason=LONG_WORD)
    confirm_access(propose_access(bea, world.rhea, reason="Otto is ill."), carl)
    correct_right(Mandate.objects.get(user=world.mira), bea, first_on=today - 9 * DAY, end_on=today - 3 * DAY, reason=LONG_WORD)
    hand_over(
        world.greta,
        Mandate.objects.get(user=world.greta),
        Mandate.objects.get(user=world.dan),
        first_on=today + 3 * DAY,
        end_on=today + 5 * DAY,
    )
    record_absence(world.greta, first_on=today + 20 * DAY, end_on=today + 30 * DAY)
    invite_person(bea, InvitationInput(email="nele@example.org", language="en", reason="She joins the authority."))
    wish = InvitationInput(
        email=f"{'x' * 60}@example.org", language="uk", reason=LONG_WORD, organisation=world.partner, role=MembershipRole.READER
    )
    invite_person(world.paula, wish)
    for name in (LONG_WORD, "Rival Buyers"):
        request_registration(replace(DETAILS, name=name), email="nele@depot.example", language="en")
        registration = Registration.objects.latest("asked_at")
        attach_to_registration(registration, b"Extract of the register", f"{LONG_WORD}.txt")
        file_registration(registration, declared=True)
    system = SystemInput(
        kind=SystemKind.DELEGATE,
        name="Ledger of the depot",
        purpose=LONG_WORD,
        owner=world.paula,
        organisation=world.partner,
        end_on=today + 300 * DAY,
        scopes=("cases:read",),
        redirect_uris=(f"https://{'depot-' * 9}x.example/back",),
    )
    propose_system(bea, system, reason=LONG_WORD)
    allow(world.paula, new_system())
