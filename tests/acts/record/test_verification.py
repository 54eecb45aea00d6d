"""Whether the record is whole: each way of spoiling it is found and named."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import transaction

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import sittings
from licensing.acts.decisions.corrections import correct_decision
from licensing.acts.decisions.countersigning import countersign_case
from licensing.acts.licences.ledger import draw_down_licence
from licensing.acts.licences.licence import suspend_licence
from licensing.acts.record.report import Fault
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import questions
from licensing.acts.requests.submission import send_back_case, withdraw_case
from licensing.acts.signoff import positions
from licensing.acts.signoff.positions import sign_case
from licensing.choices import DecisionOutcome, PositionChoice
from licensing.models import Body, Decision, Event, Position, Sitting
from licensing.policy.record.digests import to_canonical
from tests.acts.record.spoiling import find_fault, spoil
from tests.world import REQUEST, World, clearance, object_to


def test_an_empty_record_is_whole(db: None) -> None:
    assert find_fault() is None


@pytest.mark.walk
def test_a_record_of_many_acts_is_whole(world: World) -> None:
    licence = world.licence()
    draw_down_licence(licence, world.cus, clearance("1", 3))
    suspend_licence(licence, world.otto, reason="Urgent need.")
    paused = world.with_need()
    sign_case(paused, world.rhea, object_to(), version=1)
    asked = questions.ask_question(paused, world.otto, text="Which unit?", due_on=to_local_day(now()) + timedelta(days=9))
    questions.answer_question(paused, world.paula, asked.pk, text="Received, thank you.")
    questions.return_answer(paused, world.otto, asked.pk, reason="Name the unit.")
    withdraw_case(paused, world.paula, reason="Enough.")
    send_back_case(world.filed(), world.otto, grounds=["N01"], reason="A page is missing.")

    report = verify_record(with_files=True)

    assert report.fault is None
    looked_at = {what: report.looked_at[what] for what in ("versions", "positions", "decisions", "cases", "licences")}
    assert looked_at == {"versions": 3, "positions": 4, "decisions": 1, "cases": 3, "licences": 1}
    assert report.head == Event.objects.order_by("-number").values_list("number", "digest")[0]


def test_one_changed_byte_in_an_event_is_found(world: World) -> None:
    world.granted()

    spoil("UPDATE licensing_event SET data = jsonb_set(data, '{digest}', '\"0\"') WHERE number = 12")

    assert find_fault() == Fault("event 12", "This event is not what was written: its digest differs.")


def test_a_changed_moment_of_an_event_is_found(world: World) -> None:
    world.filed()

    spoil("UPDATE licensing_event SET at = at - interval '1 microsecond' WHERE number = 2")

    assert find_fault() == Fault("event 2", "This event is not what was written: its digest differs.")


def test_a_deleted_last_event_is_found(world: World) -> None:
    world.filed()
    last = Event.objects.count()

    spoil("DELETE FROM licensing_event WHERE number = %s", last)

    sentence = f"This event is missing: the chain ends at {last - 1}, and went to {last}."
    assert find_fault() == Fault(f"event {last}", sentence)


def test_a_chain_cut_short_with_its_head_is_found_by_a_digest_kept_outside(world: World) -> None:
    world.filed()
    last = Event.objects.order_by("-number")[0]
    before = Event.objects.order_by("-number")[1]
    spoil("DELETE FROM licensing_change WHERE id >= %s", last.changes_from)
    spoil("DELETE FROM licensing_event WHERE number = %s", last.number)
    spoil("UPDATE licensing_chainhead SET number = %s, digest = %s", before.number, before.digest)
    spoil("DELETE FROM licensing_caseversion")
    spoil(
        "UPDATE licensing_case SET state = 'draft', reference = NULL, submitted_at = NULL, procedure_id = NULL, routing = '{}'"
    )
    spoil("DELETE FROM licensing_clock")

    report = verify_record(anchor=(last.number, last.digest))

    assert find_fault() is None
    assert report.fault is not None
    assert report.fault.where == f"event {last.number}"


def test_a_deleted_event_in_the_middle_is_found(world: World) -> None:
    world.filed()

    spoil("DELETE FROM licensing_event WHERE number = 3")

    assert find_fault() == Fault("event 3", "This event is missing: the next one is 4.")


@pytest.mark.walk
def test_changed_minutes_are_found(world: World) -> None:
    sitting = _concluded(world)

    spoil("UPDATE licensing_minutes SET canonical = replace(canonical, '512-r', '513-r')")

    sentence = "These minutes are not what was kept: their digest differs."
    assert find_fault() == Fault(f"minutes of sitting {sitting.pk}", sentence)


def test_minutes_forged_with_their_digest_are_found(world: World) -> None:
    sitting = _concluded(world)
    text = to_canonical(json.loads(sitting.minutes.canonical) | {"title": "Another sitting"})

    spoil("UPDATE licensing_minutes SET canonical = %s, digest = %s", text.decode(), sha256(text).hexdigest())

    sentence = "No event tells of these minutes with this digest."
    assert find_fault() == Fault(f"minutes of sitting {sitting.pk}", sentence)


# A value of another kind than was written, or one that nothing can read, and whose row it is.
ODD = {
    "licensing_event SET data = '[1.5]' WHERE number = 3": "event 3",
    "licensing_procedure SET published_at = NULL WHERE code = 'tests'": "procedure tests v1",
    "licensing_procedure SET digest = '' WHERE code = 'tests'": "procedure tests v1",
    "licensing_stage SET term_amount = 99 WHERE code = 'ministries'": "procedure",
    "licensing_event SET data = '123456789012345678901234567890' WHERE number = 3": "event 3",
    "licensing_event SET kind = 'case.sold' WHERE number = 3": "event 3",
    "licensing_event SET at = 'infinity' WHERE number = 3": "chain",
    "licensing_chainhead SET name = ''": "event",
    "licensing_caseversion SET canonical = 'no JSON'": "version",
    "licensing_caseversion SET canonical = '7'": "version",
    "licensing_caseversion SET canonical = repeat('[', 100000)": "version",
    "licensing_minutes SET canonical = 'no JSON'": "minutes",
    "licensing_minutes SET canonical = '[1.5]'": "minutes",
    "licensing_position SET conditions = '{\"days\": 1.5}'": "position",
    "licensing_position SET grounds = 'null'": "position",
    "licensing_decision SET valid_until = 'infinity'": "decisions",
    "licensing_decisionline SET quantity = 'NaN'": "decision",
    "licensing_round SET result = 'null' WHERE number = 1": "round",
    "licensing_round SET rule = '7' WHERE number = 1": "round",
    "licensing_roundseat SET depends_on = '{}'": "round",
    "licensing_clock SET term_unit = ''": "clock",
    "licensing_clock SET started_at = '0044-03-15 BC'": "clocks",
}


@pytest.mark.walk
def test_a_value_that_nothing_can_read_is_a_fault_and_never_a_crash(world: World) -> None:
    _concluded(world)

    found = {change: _where_after(change) for change in ODD}

    assert {change: where for change, where in found.items() if not where.startswith(ODD[change])} == {}


def _where_after(change: str) -> str:
    with transaction.atomic():
        spoil(f"UPDATE {change}")
        fault = find_fault()
        transaction.set_rollback(True)
    return fault.where if fault else "nothing"


def _concluded(world: World) -> Sitting:
    case = world.before_government()
    cabinet = Body.objects.get(pk="CMU")
    sitting = sittings.call_sitting(world.dora, body=cabinet, title="Weekly", held_on=to_local_day(now()), quorum=1)
    sittings.record_attendance(sitting, world.dora, [(world.dora, cabinet, True)])
    sittings.confirm_attendance(sitting, world.dora)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)
    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")
    return Sitting.objects.get(pk=sitting.pk)


def test_two_swapped_events_are_found(world: World) -> None:
    world.filed()

    spoil("UPDATE licensing_event SET number = 1000000 WHERE number = 3")
    spoil("UPDATE licensing_event SET number = 3 WHERE number = 2")
    spoil("UPDATE licensing_event SET number = 2 WHERE number = 1000000")

    assert find_fault() == Fault("event 2", "This event does not follow the one before it.")


@pytest.mark.parametrize(
    "change",
    [
        "choice = 'abstain'",
        "comment = 'I never said that.'",
        "conditions = '[]'",
        "version_digest = repeat('0', 64)",
        "casting = true",
        "taken_at = taken_at + interval '1 second'",
    ],
)
def test_a_changed_position_is_found(world: World, change: str) -> None:
    case = world.with_need()
    view = positions.PositionInput(PositionChoice.CONDITIONS, conditions=[{"code": "P01"}])
    position = sign_case(case, world.rhea, view, version=1)

    spoil(f"UPDATE licensing_position SET {change}")

    assert find_fault() == Fault(f"position {position.pk}", "This position is not what was signed: its digest differs.")


@pytest.mark.parametrize("change", ["items = '[]'", "items = jsonb_set(items, '{0,advice}', '\"approve\"')"])
def test_changed_advice_on_an_item_is_found(world: World, change: str) -> None:
    advice = [{"item": 1, "advice": "refuse"}]
    view = positions.PositionInput(PositionChoice.CONDITIONS, conditions=[{"code": "P01"}], items=advice)
    position = sign_case(world.with_need(items=[*REQUEST["items"], *REQUEST["items"]]), world.rhea, view, version=1)

    spoil(f"UPDATE licensing_position SET {change}")

    assert find_fault() == Fault(f"position {position.pk}", "This position is not what was signed: its digest differs.")


def test_a_position_with_a_digest_made_to_fit_is_found(world: World) -> None:
    position = sign_case(world.with_need(), world.rhea, object_to(), version=1)
    position.comment = "Something else."
    forged = Position(**{field.attname: getattr(position, field.attname) for field in Position._meta.fields})
    made_to_fit = positions.compute_digest(forged.as_signed_data())

    spoil("UPDATE licensing_position SET comment = %s, digest = %s", forged.comment, made_to_fit)

    assert find_fault() == Fault(f"position {position.pk}", "No event tells of this position with this digest.")


def test_a_position_that_has_gone_is_found(world: World) -> None:
    position = sign_case(world.with_need(), world.rhea, object_to(), version=1)
    number = Event.objects.get(kind="position.taken").number

    spoil("DELETE FROM licensing_standingposition")
    spoil("DELETE FROM licensing_position")

    assert find_fault() == Fault(f"position {position.pk}", f"Event {number} tells of it, but it is gone.")


@pytest.mark.parametrize("change", ["countersigned_at = now() + interval '1 day'", "digest = repeat('0', 64)"])
def test_a_changed_countersignature_is_found(world: World, change: str) -> None:
    countersigned = countersign_case(world.granted(), world.decider())

    spoil(f"UPDATE licensing_countersignature SET {change}")

    sentence = "This countersignature is not what was signed: its digest differs."
    assert find_fault() == Fault(f"countersignature {countersigned.pk}", sentence)


@pytest.mark.parametrize("change", ["resolution_no = '1-r'", "corrected_at = now() + interval '1 day'", "reason = 'None.'"])
def test_a_changed_correction_is_found(world: World, change: str) -> None:
    correction = correct_decision(world.granted(), world.decider(), resolution_no="418-r", reason="A slip.")

    spoil(f"UPDATE licensing_decisioncorrection SET {change}")

    sentence = "This correction is not what was written: its digest differs."
    assert find_fault() == Fault(f"correction {correction.pk}", sentence)


def test_a_changed_request_is_found(world: World) -> None:
    case = world.filed()

    spoil("""UPDATE licensing_caseversion SET canonical = replace(canonical, '"quantity":"40"', '"quantity":"400"')""")

    assert find_fault() == Fault(f"version 1 of case {case.pk}", "What was filed is not what its digest was made of.")


@pytest.mark.parametrize("change", ["licensing_decision SET reasons = 'x'", "licensing_decisionline SET quantity = 41"])
def test_a_changed_decision_is_found(world: World, change: str) -> None:
    world.granted()
    number = Decision.objects.get().resolution_no

    spoil(f"UPDATE {change}")

    assert find_fault() == Fault(f"decision {number}", "This decision is not what was recorded: its digest differs.")
