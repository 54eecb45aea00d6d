"""A5: one person has one part in a case: who prepared does not sign, who signed does not decide, in whatever order."""

from __future__ import annotations

from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from licensing.acts.acting import acting
from licensing.acts.people.rights.giving import propose_right
from licensing.acts.signoff import positions
from licensing.choices import CaseRole, MembershipRole, Office, RightKind, Verb
from licensing.errors import ConflictOfDuties
from licensing.models import Appointment, Case, CaseDuty, Mandate, Membership, Position, RightProposal, User
from tests.abuse.walking import administrator, signed_in
from tests.administrators import mandate
from tests.world import ALWAYS, World, approve

GIVES = {verb: act.role for verb, act in Case.list_acts().items() if act.role and verb != Verb.CREATE}
PAIRS = [(had, verb) for had, verb in product(CaseRole, GIVES) if GIVES[verb] != had]


@pytest.fixture
def everything(world: World) -> User:
    """Somebody who prepares for the partner, handles files, speaks for a body and decides."""
    person = User.objects.create_user("omni@example.org", name="Omni", is_staff=True)
    Membership.objects.create(user=person, organisation=world.partner, role=MembershipRole.PREPARER)
    Mandate.objects.create(user=person, body_id="MFA", period=ALWAYS)
    for duty in (Office.CASE_OFFICER, Office.DECIDER):
        Appointment.objects.create(user=person, kind=duty, period=ALWAYS)
    return person


def test_no_part_goes_with_another(world: World, everything: User) -> None:
    case = world.accepted()

    passed, said = [], set()
    for had, verb in PAIRS:
        CaseDuty.objects.update_or_create(case=case, person=everything, defaults={"duty": had, "since": timezone.now()})
        try:
            with acting(case, everything, verb):
                passed.append((had, verb))
        except ConflictOfDuties as refusal:
            said.add((refusal.extra["had"], refusal.extra["wanted"]))

    assert passed == []
    assert said == {(had.value, GIVES[verb].value) for had, verb in PAIRS}


def test_a_mandate_given_to_whoever_prepared_gives_no_voice_in_that_case(world: World) -> None:
    case = world.with_need()
    Mandate.objects.create(user=world.paula, body_id="MFA", period=ALWAYS)

    with pytest.raises(ConflictOfDuties):
        positions.sign_case(case, world.paula, approve(), version=1)

    assert Position.objects.count() == 0


@pytest.mark.parametrize("kind", RightKind)
def test_nobody_gives_themselves_a_right(world: World, kind: RightKind) -> None:
    ada = administrator()
    roles = {RightKind.MANDATE: "holder", RightKind.APPOINTMENT: "decider", RightKind.MEMBERSHIP: "administrator"}
    given = {
        "email": ada.email,
        "body": "MFA",
        "organisation": str(world.partner.pk),
        "role": roles.get(kind, ""),
        "order": "1",
    }

    url = reverse("admin:licensing_rightproposal_propose", args=[kind])
    refused = signed_in(ada).post(url, given | {"first_on": timezone.localdate().isoformat(), "reason": "I need it."})

    assert refused.status_code == 403
    assert not RightProposal.objects.exists()


def test_whoever_proposed_a_right_does_not_confirm_it(world: World) -> None:
    ada = administrator()
    proposal = propose_right(ada, mandate(world.stella), reason="She joined the ministry.", emergency=True)

    refused = signed_in(ada).post(reverse("admin:licensing_rightproposal_confirm", args=[proposal.pk]), {})

    assert refused.status_code == 403
    assert not Mandate.objects.filter(user=world.stella).exists()
