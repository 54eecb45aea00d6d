"""The page of an act on rights: who keeps none does not find it, and only GET and POST are answered."""

from __future__ import annotations

from django.urls import reverse

from licensing.acts.people.organisations.memberships import replace_role
from licensing.choices import MembershipRole
from licensing.models import Event, Membership, RightProposal, User
from licensing.policy.record.event_kinds import EventKind
from tests.admin.conftest import At
from tests.world import World

URL = reverse("admin:licensing_rightproposal_propose", args=["appointment"])


def test_other_methods_and_other_people_do_nothing(world: World, at: At, ada: User) -> None:
    assert at(ada).put(URL).status_code == 405
    assert at(world.otto).get(URL).status_code == 404
    assert RightProposal.objects.count() == 0


def _count_attempts() -> int:
    return Event.objects.filter(kind=EventKind.TWO_PERSONS_REFUSED).count()


def test_of_accounts_only_ones_own_is_an_attempt_to_be_both_persons(world: World, at: At, ada: User) -> None:
    root = User.objects.create_superuser("root@example.org", name="Root")
    counts = []
    for person in (root, ada):
        answer = at(ada).post(reverse("admin:licensing_user_close", args=[person.pk]), {"reason": "Because."})
        counts.append((answer.status_code, _count_attempts()))

    assert counts == [(403, 0), (403, 1)]


def test_what_an_organisation_settles_itself_is_no_attempt_to_be_both_persons(world: World, at: At, ada: User) -> None:
    pavlo = User.objects.create_user("pavlo@example.org", name="Pavlo")
    for person in (world.paula, pavlo):
        Membership.objects.filter(user=person).delete()
        Membership.objects.create(user=person, organisation=world.partner, role=MembershipRole.ADMINISTRATOR)
    member = Membership.objects.create(user=world.dan, organisation=world.partner, role=MembershipRole.DRAFTER)
    proposal = replace_role(member, world.paula, role=MembershipRole.ADMINISTRATOR, reason="He helps me.")

    answer = at(ada).post(reverse("admin:licensing_rightproposal_confirm", args=[proposal.pk]))

    assert (answer.status_code, _count_attempts()) == (403, 0)
    assert "has another administrator" in answer.content.decode()
