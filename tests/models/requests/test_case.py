"""Who may know of a case, and that its state moves only through an act."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from licensing.choices import CaseState
from licensing.errors import NotFound
from licensing.models import Appointment, Case, Mandate
from licensing.models.plans.parents import CARRYING
from licensing.permissions import Actor
from tests.parents import LONG_TERM
from tests.world import REQUEST, World


def test_a_queryset_moves_no_state(world: World) -> None:
    case = world.draft()

    with pytest.raises(TypeError, match="only through an act"):
        Case.objects.filter(pk=case.pk).update(state="granted")
    with pytest.raises(TypeError, match="only through an act"):
        Case.objects.bulk_update([case], ["state"])
    with pytest.raises(TypeError, match="never deleted"):
        Case.objects.filter(pk=case.pk).delete()
    with pytest.raises(AttributeError):
        case.state = "granted"


def who_sees(world: World, case: Case) -> set[str]:
    """The first names of the people of the world who may know of a case."""
    on = timezone.now()
    return {one.name for one in world.everybody if Case.objects.visible_to(one, on=on).filter(pk=case.pk).exists()}


def test_a_draft_is_known_to_its_organisation_alone(world: World) -> None:
    assert who_sees(world, world.draft()) == {"Paula"}


def test_a_filed_case_is_known_to_the_authority_not_to_members(world: World) -> None:
    assert who_sees(world, world.filed()) == {"Paula", "Otto", "Dora", "Audra", "Pol"}


def test_a_case_under_review_is_known_to_those_who_are_asked(world: World) -> None:
    Mandate.objects.filter(user=world.dan).update(scope=["general_permit"])

    assert who_sees(world, world.accepted()) == {"Paula", "Otto", "Dora", "Audra", "Pol", "Rhea", "Greta", "Mira"}


def test_an_ended_appointment_shows_no_case(world: World) -> None:
    case = world.filed()
    Appointment.objects.filter(user=world.otto).update(period=(date(2020, 1, 1), timezone.localdate()))

    with pytest.raises(NotFound):
        Case.objects.get_visible(case.pk, world.otto, on=timezone.now())
    yesterday = timezone.now() - timedelta(days=1)
    assert Case.objects.get_visible(case.pk, world.otto, on=yesterday) == case


def test_a_filed_case_has_a_reference_by_constraint_too(world: World) -> None:
    case = world.filed()

    with pytest.raises(IntegrityError, match="filed_case_has_a_reference"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(reference=None)


@pytest.mark.parametrize(
    ("state", "is_open", "is_editable"),
    [
        (CaseState.DRAFT, True, True),
        (CaseState.RETURNED, True, True),
        (CaseState.ADJOURNED, True, False),
        (CaseState.REFUSED, False, False),
        (CaseState.WITHDRAWN, False, False),
        (CaseState.CARRIED_OVER, False, False),
    ],
)
def test_a_case_is_open_until_it_is_decided_or_withdrawn(state: CaseState, is_open: bool, is_editable: bool) -> None:
    case = Case(state=state)

    assert (case.is_open, case.is_editable) == (is_open, is_editable)


def test_whoever_belongs_to_the_applicant_owns_the_case() -> None:
    ours = uuid4()

    assert Case(organisation_id=ours).is_own(Actor(id=uuid4(), memberships={ours: "reader"}))
    assert not Case(organisation_id=ours).is_own(Actor(id=uuid4(), memberships={uuid4(): "administrator"}))


def test_a_contract_is_drawn_on_by_itself_and_none_of_its_call_offs_is(world: World) -> None:
    terms = REQUEST["terms"] | {"long_term": LONG_TERM}
    leave, framework = (world.filed(title=kind, kind=kind) for kind in ("negotiation", "framework"))
    drafts = [
        world.draft(title="plain"),
        world.draft(title="contract", terms=terms),
        world.draft(title="negotiated", terms=terms, plan=leave.reference),
        world.draft(title="yearly", terms=terms, plan=framework.reference),
    ]

    found = [Case.objects.get(pk=one.pk) for one in drafts]
    carried = Case.objects.filter(CARRYING, pk__in=[one.pk for one in drafts]).values_list("title", flat=True)
    assert [one.title for one in found if one.is_contract] == sorted(carried, key=len) == ["contract", "negotiated"]
    assert (framework.is_contract, framework.is_drawn_on, leave.is_drawn_on) == (False, True, True)
