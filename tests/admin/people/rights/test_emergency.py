"""Emergency access at the desk: proposed, confirmed, used under a banner that counts down, and ended."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.people.rights.emergency import confirm_access, propose_access
from licensing.choices import ProposalState
from licensing.models import EmergencyAccess, Event, User
from licensing.policy.record.event_kinds import EventKind
from tests.admin.conftest import At, act_of, execute_act, page_of, text_of
from tests.by_hand import by_hand
from tests.world import World

LIST = reverse("admin:licensing_emergencyaccess_changelist")
PROPOSE = reverse("admin:licensing_emergencyaccess_propose")
CASES = reverse("admin:licensing_case_changelist")
WHY = "The register was attacked."


@pytest.fixture
def stella(world: World) -> User:
    with by_hand():
        User.objects.filter(pk=world.stella.pk).update(is_staff=True)
    return User.objects.get(pk=world.stella.pk)


def _of(access: EmergencyAccess, page: str) -> str:
    return reverse(f"admin:licensing_emergencyaccess_{page}", args=[access.pk])


@pytest.mark.walk
def test_one_proposes_another_confirms_and_the_third_reads_and_is_seen(
    world: World, at: At, ada: User, bea: User, stella: User
) -> None:
    case = world.accepted()
    client = at(stella)
    closed = client.get(page_of(case)).status_code
    proposed = execute_act(at(ada), PROPOSE, email=stella.email, reference="", reason=WHY)
    access = EmergencyAccess.objects.get()
    refused = at(ada).get(_of(access, "confirm"))
    execute_act(at(bea), _of(access, "confirm"))

    page, again = client.get(page_of(case)), client.get(page_of(case))

    assert (closed, proposed["Location"], refused.status_code) == (404, _of(access, "change"), 403)
    assert (page.status_code, again.status_code) == (200, 200)
    assert Event.objects.filter(kind=EventKind.CASE_OPENED_IN_EMERGENCY, case=case, actor=stella).count() == 1
    for shown in (page, client.get(reverse("admin:index")), client.get(CASES)):
        assert "data-until=" in text_of(shown)
    # No list names what an emergency opens, or each case on it would have to say so.
    assert case.reference not in text_of(client.get(CASES))
    assert case.reference in text_of(at(world.audra).get(_of(access, "change")))
    assert "Case opened under emergency access" in text_of(at(world.otto).get(page_of(case)))


@pytest.mark.walk
@pytest.mark.parametrize("by", ["reference", "licence"])
def test_a_case_is_found_by_its_reference_or_the_number_of_its_licence(
    world: World, at: At, ada: User, bea: User, stella: User, by: str
) -> None:
    licence = world.licence()
    number = licence.number if by == "licence" else licence.case.reference
    client = at(stella)
    refused = client.get(CASES, {"open": number}, follow=True)
    confirm_access(propose_access(ada, stella, reason=WHY), bea)

    found = client.get(CASES, {"open": number})

    assert "You may read no case with this reference" in text_of(refused)
    assert found["Location"].startswith(page_of(licence.case))
    assert Event.objects.filter(kind=EventKind.CASE_OPENED_IN_EMERGENCY, case=licence.case, actor=stella).exists()


def test_the_banner_leads_to_the_one_case_that_is_open(world: World, at: At, ada: User, bea: User, stella: User) -> None:
    case = world.accepted()
    confirm_access(propose_access(ada, stella, reason=WHY, case=case), bea)

    assert f'href="{page_of(case)}"' in text_of(at(stella).get(reverse("admin:index")))


@pytest.mark.walk
def test_whoever_reads_so_acts_on_nothing_and_ends_it(world: World, at: At, ada: User, bea: User, stella: User) -> None:
    case = world.accepted()
    access = confirm_access(propose_access(ada, stella, reason=WHY), bea)
    client = at(stella)

    forms = [client.get(act_of(case, verb)).status_code for verb in ("sign", "send_back", "take_on")]
    ended = execute_act(client, _of(access, "end"), reason="I have seen what I needed.")

    assert (forms, ended.status_code, client.get(page_of(case)).status_code) == ([403, 403, 403], 302, 404)
    assert "data-until=" not in text_of(client.get(reverse("admin:index")))


@pytest.mark.walk
def test_a_member_whose_body_is_asked_reads_without_any_trace(world: World, at: At, ada: User, bea: User) -> None:
    case = world.accepted()
    confirm_access(propose_access(ada, world.rhea, reason=WHY), bea)

    assert at(world.rhea).get(page_of(case)).status_code == 200
    assert not Event.objects.filter(kind=EventKind.CASE_OPENED_IN_EMERGENCY).exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": "nobody@example.org"}, "Nobody has an account with this address."),
        ({"reference": "UA-9999-999"}, "No filed case has this reference."),
        ({"email": "audra@example.org"}, "This person reads every filed case by their office."),
        ({"email": "rita@example.org"}, "may not open the reviewers"),
        ({"email": "ada@example.org"}, "Nobody opens cases to themselves."),
        ({"reason": " "}, "This field is required."),
    ],
)
def test_what_cannot_be_opened_is_refused_in_words(
    world: World, at: At, ada: User, stella: User, typed: dict[str, str], words: str
) -> None:
    given = {"email": stella.email, "reference": "", "reason": WHY} | typed

    response = execute_act(at(ada), PROPOSE, **given)

    assert response.status_code in (400, 403, 422)
    assert words in text_of(response)
    assert not EmergencyAccess.objects.exists()


def test_others_find_nothing_of_it(world: World, at: At, ada: User, bea: User, stella: User) -> None:
    access = propose_access(ada, stella, reason=WHY)

    for person in (world.otto, world.rhea):
        client = at(person)
        pages = [PROPOSE, *(_of(access, page) for page in ("change", "confirm", "decline", "end"))]
        assert {client.get(url).status_code for url in pages} == {404}
        assert client.get(LIST).status_code == 403
    assert at(stella).get(_of(access, "confirm")).status_code == 404
    assert at(world.audra).get(LIST).status_code == 200
    execute_act(at(bea), _of(access, "decline"), reason="This is no emergency.")
    access.refresh_from_db()
    assert access.state == ProposalState.DECLINED
