"""A conflict of interest that is found late: on record, and nothing opens again that need not."""

from __future__ import annotations

import pytest
from django.utils import timezone

from licensing.acts.decisions import appeal, government
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import submission
from licensing.acts.signoff import positions, recusal
from licensing.choices import RecusalReason
from licensing.errors import ConflictOfDuties, Invalid, NotAllowed
from licensing.models import Case, Event, Licence, StandingPosition
from tests.acts.signoff.cases import reload_case, standing_choices
from tests.trial import GOVERNMENT, MINISTRIES, make_refused_case, use_procedure
from tests.world import World, approve, object_to, resolution


@pytest.mark.parametrize("state", ["granted", "refused"])
def test_a_conflict_found_after_the_decision_reopens_nothing(world: World, state: str) -> None:
    case = world.granted() if state == "granted" else make_refused_case(world)
    before = list(case.rounds.order_by("number").values_list("number", "outcome", "closed_at"))

    recusal.recuse_member(case, world.otto, reason=RecusalReason.EMPLOYMENT, person=world.mira)

    kinds = Event.objects.filter(case=case).order_by("-number").values_list("kind", flat=True)[:2]
    assert list(kinds) == ["position.voided", "member.recused"]
    assert Case.objects.get(pk=case.pk).state == state
    assert list(case.rounds.order_by("number").values_list("number", "outcome", "closed_at")) == before
    assert not StandingPosition.objects.filter(round__case=case, person=world.mira).exists()
    assert not Case.objects.visible_to(world.mira, on=timezone.now()).filter(pk=case.pk).exists()
    assert verify_record().fault is None


@pytest.mark.walk
@pytest.mark.parametrize("submitted_again", [False, True])
def test_a_conflict_found_in_a_returned_file_opens_nothing_yet(world: World, submitted_again: bool) -> None:
    use_procedure(MINISTRIES, MINISTRIES | {"code": "experts"}, GOVERNMENT)
    case = world.with_need()
    for member, view in ((world.rhea, object_to()), (world.greta, approve()), (world.mira, approve())):
        positions.sign_case(case, member, view, version=1)
    submission.send_back_case(case, world.otto, grounds=["N01"], reason="Name the depot.")
    if submitted_again:
        submission.submit_case(case, world.paula, declared=True)

    recusal.recuse_member(case, world.otto, reason=RecusalReason.EMPLOYMENT, person=world.mira)

    assert not case.rounds.open().exists()
    if not submitted_again:
        submission.submit_case(case, world.paula, declared=True)
    submission.accept_case(case, world.otto)
    rounds = list(case.rounds.order_by("number").values_list("stage__code", "outcome"))
    assert rounds[2:] == [("ministries", "not_passed"), ("experts", "pending")]
    with pytest.raises(ConflictOfDuties):
        positions.sign_case(case, world.mira, approve(), version=2)
    assert verify_record().fault is None


def test_who_was_found_to_have_a_conflict_takes_no_part_in_the_appeal(world: World) -> None:
    case = make_refused_case(world)
    recusal.recuse_member(case, world.otto, reason=RecusalReason.EMPLOYMENT, person=world.mira)
    appeal.appeal_case(Case.objects.get(pk=case.pk), world.paula, reason="The shortage is over.")

    with pytest.raises(ConflictOfDuties):
        positions.sign_case(case, world.mira, approve(), version=1)


def test_a_recused_member_neither_speaks_nor_reads(world: World) -> None:
    case = world.with_need()
    positions.sign_case(case, world.greta, approve(), version=1)

    recusal.recuse_member(case, world.greta, reason=RecusalReason.FAMILY)

    assert standing_choices(case) == {}
    assert not Case.objects.visible_to(world.greta, on=timezone.now()).filter(pk=case.pk).exists()
    with pytest.raises(ConflictOfDuties):
        positions.sign_case(case, world.greta, approve(), version=1)
    positions.sign_case(case, world.dan, approve(), version=1)


def test_only_an_officer_recuses_somebody_else(world: World) -> None:
    case = world.with_need()

    with pytest.raises(NotAllowed):
        recusal.recuse_member(case, world.mira, reason=RecusalReason.OTHER, person=world.greta)
    recusal.recuse_member(case, world.otto, reason=RecusalReason.OTHER, person=world.greta)

    assert case.recusals.get().imposed


@pytest.mark.walk
def test_a_late_recusal_reopens_a_stage_only_if_it_was_decisive(world: World) -> None:
    unanimous = world.before_government()
    recusal.recuse_member(unanimous, world.otto, reason=RecusalReason.EMPLOYMENT, person=world.mira)
    assert [round.stage.code for round in unanimous.rounds.order_by("number")] == ["ministries", "government"]

    narrow = world.with_need()
    positions.sign_case(narrow, world.rhea, object_to(), version=1)
    positions.sign_case(narrow, world.greta, approve(), version=1)
    positions.sign_case(narrow, world.mira, approve(), version=1)
    recusal.recuse_member(narrow, world.otto, reason=RecusalReason.EMPLOYMENT, person=world.mira)

    rounds = [(round.stage.code, round.ended_by) for round in narrow.rounds.order_by("number")]
    assert rounds[:2] == [("ministries", "all_spoke"), ("government", "superseded")]
    assert rounds[2][0] == "ministries"


def test_a_licence_is_hidden_from_the_recused_like_its_case(world: World) -> None:
    case = world.before_government()
    recusal.recuse_member(case, world.otto, reason=RecusalReason.EMPLOYMENT)
    government.grant_case(reload_case(case), world.dora, resolution())

    seen = Licence.objects.visible_to(world.otto, on=timezone.now())
    assert not seen.exists()
    assert Licence.objects.visible_to(world.dora, on=timezone.now()).exists()


def test_an_applicant_cannot_be_recused_from_their_own_case(world: World) -> None:
    with pytest.raises(Invalid):
        recusal.recuse_member(world.with_need(), world.otto, reason=RecusalReason.OTHER, person=world.paula)
