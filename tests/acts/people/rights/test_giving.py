"""A right is proposed by one, confirmed by another, and received by a third; nothing changes where anything is wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from licensing.acts.acting import at_time, now
from licensing.acts.people.accounts.addresses import approve_address, confirm_address, propose_address
from licensing.acts.people.accounts.keeping import close_account, correct_account
from licensing.acts.people.rights.absences import hand_over, take_absence_back
from licensing.acts.people.rights.corrections import correct_head, correct_right
from licensing.acts.people.rights.emergency import confirm_access, end_access, propose_access
from licensing.acts.people.rights.ending import end_right
from licensing.acts.people.rights.giving import RightInput, confirm_right, decline_right, has_proposer_left, propose_right
from licensing.acts.record.verification import verify_record
from licensing.choices import MembershipRole, Office, ProposalState, RightKind
from licensing.errors import Invalid, NotAllowed, Problem, WrongState
from licensing.models import Appointment, Body, Event, Mandate, Membership, RightProposal, User, read_actor
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import add_administrator, give, mandate, office, today
from tests.by_hand import by_hand
from tests.world import World

WHY = "She joined the ministry."
DAY = timedelta(days=1)


def _count() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (RightProposal, Mandate, Appointment, Membership, Event))


def test_a_proposed_mandate_gives_no_voice_before_it_is_confirmed(world: World, ada: User) -> None:
    proposal = propose_right(ada, mandate(world.stella), reason=WHY)

    event = Event.objects.get(kind=EventKind.RIGHT_PROPOSED)
    assert not Mandate.objects.filter(user=world.stella).exists()
    assert (proposal.state, proposal.due_at - proposal.proposed_at) == (ProposalState.PENDING, 7 * DAY)
    assert (event.actor, event.data["person"], event.data["body"]) == (ada, str(world.stella.pk), "MFA")


def test_a_confirmed_mandate_holds_after_the_delay_and_names_its_proposal(world: World, ada: User, bea: User) -> None:
    proposal = give(mandate(world.stella, scope=("single_permit",), order=3), ada, bea, emergency=False)

    given = Mandate.objects.get(user=world.stella)
    assert (given.proposal, given.given_by, given.scope, given.order) == (proposal, ada, ["single_permit"], 3)
    assert given.period.lower > today()
    assert read_actor(world.stella, on=today()).bodies == {}
    assert read_actor(world.stella, on=given.period.lower).bodies == {"MFA": "deputy"}


def test_an_emergency_holds_at_once_and_still_takes_two(world: World, ada: User, bea: User) -> None:
    proposal = propose_right(ada, mandate(world.stella), reason=WHY, emergency=True)
    with pytest.raises(NotAllowed):
        confirm_right(proposal, ada)

    confirm_right(proposal, bea)

    assert read_actor(world.stella, on=today()).bodies == {"MFA": "deputy"}
    assert Event.objects.get(kind=EventKind.RIGHT_CONFIRMED).data["emergency"] is True


def test_a_right_whose_proposer_has_left_office_says_so(world: World, ada: User, bea: User) -> None:
    """It is still for the second one to say; but then they alone answer for it, and the record says so."""
    proposal = propose_right(ada, mandate(world.stella), reason=WHY, emergency=True)
    assert not has_proposer_left(proposal, at=now())
    end_right(Appointment.objects.get(user=ada), bea, reason="She leaves.")
    assert has_proposer_left(proposal, at=now())

    confirm_right(proposal, bea)

    assert Event.objects.get(kind=EventKind.RIGHT_CONFIRMED).data["proposer_left"] is True


def test_each_kind_of_right_becomes_its_row(world: World, ada: User, bea: User) -> None:
    member = RightInput(
        kind=RightKind.MEMBERSHIP,
        person=world.stella,
        organisation=world.partner,
        role=MembershipRole.READER,
        first_on=today(),
    )
    head = RightInput(kind=RightKind.HEAD, person=world.rhea, body=Body.objects.get(pk="MOD"), first_on=today())

    for right in (member, head, office(world.stella)):
        give(right, ada, bea)

    actor = read_actor(world.stella, on=today())
    assert (actor.memberships, actor.appointments) == ({world.partner.pk: "reader"}, {"auditor"})
    assert Body.objects.get(pk="MOD").head == world.rhea


def test_nobody_proposes_a_right_for_themselves(world: World, ada: User) -> None:
    before = _count()

    for right in (mandate(ada), office(ada, Office.DECIDER)):
        with pytest.raises(NotAllowed, match="Nobody gives a right to themselves"):
            propose_right(ada, right, reason=WHY)

    assert _count() == before


@pytest.mark.parametrize("who", ["proposer", "receiver", "no administrator"])
def test_only_a_third_administrator_settles_a_proposal(world: World, ada: User, bea: User, who: str) -> None:
    receiver = bea if who == "receiver" else world.stella
    proposal = propose_right(ada, mandate(receiver), reason=WHY)
    settler = {"proposer": ada, "receiver": bea, "no administrator": world.pol}[who]
    before = _count()

    for settle in (lambda: confirm_right(proposal, settler), lambda: decline_right(proposal, settler, reason=WHY)):
        with pytest.raises(NotAllowed):
            settle()

    proposal.refresh_from_db()
    assert (_count(), proposal.state) == (before, ProposalState.PENDING)


def test_the_database_refuses_a_right_of_one_person(world: World, ada: User) -> None:
    proposal = propose_right(ada, mandate(world.stella), reason=WHY)

    for change in ({"settled_by": ada}, {"settled_by": world.stella}):
        with pytest.raises(IntegrityError, match="settled_by_a_third_person"), transaction.atomic():
            RightProposal.objects.filter(pk=proposal.pk).update(**change)


def test_an_administrator_whose_office_ended_meanwhile_confirms_nothing(world: World, ada: User, bea: User) -> None:
    proposal = propose_right(ada, mandate(world.stella), reason=WHY)
    Appointment.objects.filter(user=bea).update(ended_at=timezone.now())

    with pytest.raises(NotAllowed):
        confirm_right(proposal, bea)

    assert not Mandate.objects.filter(user=world.stella).exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"first_on": "yesterday"}, "past"),
        ({"scope": ("nonsense",)}, "unknown_code"),
        ({"order": 0}, "invalid"),
        ({"body": None}, "required"),
    ],
)
def test_what_is_wrong_with_a_right_is_named_and_nothing_changes(
    world: World, ada: User, change: dict[str, Any], code: str
) -> None:
    given = {key: today() - DAY if value == "yesterday" else value for key, value in change.items()}
    before = _count()

    with pytest.raises(Invalid) as refused:
        propose_right(ada, mandate(world.stella, **given), reason=WHY)

    assert [gap.code for gap in refused.value.gaps] == [code]
    assert _count() == before


def test_a_right_that_the_person_has_is_not_given_twice(world: World, ada: User, bea: User) -> None:
    with pytest.raises(Invalid) as held:
        propose_right(ada, mandate(world.mira), reason=WHY)
    propose_right(ada, mandate(world.stella), reason=WHY)
    with pytest.raises(Invalid) as waiting:
        propose_right(bea, mandate(world.stella), reason=WHY)

    assert [gap.code for gap in (*held.value.gaps, *waiting.value.gaps)] == ["overlap", "twice"]


@pytest.mark.parametrize("state", ["closed", "system"])
def test_closed_accounts_and_systems_receive_no_mandate(world: World, ada: User, bea: User, state: str) -> None:
    proposal = propose_right(ada, mandate(world.stella), reason=WHY)
    User.objects.filter(pk=world.stella.pk).update(is_active=state != "closed", is_system=state == "system")

    with pytest.raises(Invalid) as proposed:
        propose_right(ada, office(world.stella), reason=WHY)
    with pytest.raises(Invalid) as confirmed:
        confirm_right(proposal, bea)

    wanted = "inactive" if state == "closed" else "system_account"
    assert [gap.code for gap in (*proposed.value.gaps, *confirmed.value.gaps)] == [wanted, wanted]


def test_what_was_settled_or_came_too_late_is_not_confirmed(world: World, ada: User, bea: User) -> None:
    declined = propose_right(ada, mandate(world.stella), reason=WHY)
    decline_right(declined, bea, reason="She did not join it.")
    late = propose_right(ada, office(world.stella), reason=WHY)

    refusals: list[Problem] = []
    for proposal, at in ((declined, now()), (late, now() + 8 * DAY)):
        with at_time(at), pytest.raises(WrongState) as refused:
            confirm_right(proposal, bea)
        refusals.append(refused.value)

    assert "settled already" in str(refusals[0].sentence)
    assert "lapsed" in str(refusals[1].sentence)
    assert not Mandate.objects.filter(user=world.stella).exists()


def test_a_right_whose_last_day_passes_while_it_waits_is_refused(world: World, ada: User, bea: User) -> None:
    proposal = propose_right(ada, mandate(world.stella, end_on=today() + DAY), reason=WHY)

    with pytest.raises(Invalid) as refused:
        confirm_right(proposal, bea)

    assert [gap.path for gap in refused.value.gaps] == ["end_on"]


def test_every_act_on_rights_tells_of_the_rows_that_it_changes(real_world: World) -> None:
    """Each in a transaction of its own: at its commit the database asks for an event that names the right."""
    world = real_world
    with by_hand():
        ada, bea = add_administrator("ada"), add_administrator("bea")

    confirm_right(propose_right(ada, mandate(world.stella), reason=WHY, emergency=True), bea)
    decline_right(propose_right(ada, office(world.stella), reason=WHY), bea, reason=WHY)
    for person in (world.greta, world.rhea):
        head = RightInput(kind=RightKind.HEAD, person=person, body=Body.objects.get(pk="SBU"), first_on=today())
        confirm_right(propose_right(ada, head, reason=WHY, emergency=True), bea)
    correct_head(Body.objects.get(pk="SBU"), world.rhea, ada, first_on=today(), end_on=today() + DAY, reason=WHY)
    correct_right(Mandate.objects.get(user=world.stella), ada, first_on=today(), end_on=today() + DAY, reason=WHY)
    end_right(Mandate.objects.filter(user=world.mira)[0], ada, reason=WHY, end_on=today() + DAY)
    role = RightInput(
        kind=RightKind.MEMBERSHIP, person=world.paula, organisation=world.partner, role="preparer", first_on=today()
    )
    confirm_right(propose_right(ada, role, reason=WHY, emergency=True), bea)
    holder, deputy = Mandate.objects.get(user=world.greta), Mandate.objects.get(user=world.dan)
    take_absence_back(hand_over(world.greta, holder, deputy, first_on=today(), end_on=today() + DAY), world.greta)
    end_access(confirm_access(propose_access(ada, world.greta, reason=WHY), bea), ada, reason=WHY)
    correct_account(world.greta, ada, name="Greta", is_staff=False, reason=WHY)
    close_account(world.rhea, ada, reason=WHY)
    approve_address(confirm_address(propose_address(world.dan, address="other@example.org")), ada)

    assert verify_record().fault is None
