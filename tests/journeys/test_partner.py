"""What a partner does: build and file a request, see what is missing, follow it without seeing into it, take it back."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.requests import drafting, questions, submission
from licensing.acts.signoff.positions import sign_case
from licensing.choices import CaseState
from licensing.errors import Incomplete, Problem
from licensing.models import Case, Event, Membership
from licensing.models.read_models import list_visible_events, read_case, read_history
from licensing.models.read_models.reader import load_reader
from licensing.models.read_models.views import CaseView
from tests.api.calling import Caller, at, code_of
from tests.world import REQUEST, World, approve, object_to

PAPERS = ("contract", "euc", "powers", "technical_description")


def _papers() -> list[dict[str, Any]]:
    return [
        {"type": kind, "title": f"Invented {kind}", "content": b64encode(f"Invented {kind}.".encode()).decode("ascii")}
        for kind in PAPERS
    ]


def _seen_by_paula(world: World, case: Case) -> CaseView:
    at = now()
    case = Case.objects.visible_to(world.paula, on=at).get(pk=case.pk)
    return read_case(case, load_reader(case, world.paula, at=at, day=to_local_day(at), language="en"))


# 1. Build a request from a task list; see the answers played back; submit; get a reference and a receipt.


def test_a_request_is_built_section_by_section_and_filed(world: World) -> None:
    case = drafting.create_case(world.paula, {"kind": "single_permit"})
    for section in ("title", "partner_country", "cooperation_form", "items", "parties", "end_use", "route", "terms"):
        case = drafting.edit_case(case, world.paula, {section: REQUEST[section]})
    case = drafting.edit_case(case, world.paula, {"documents": _papers()})
    played_back = _seen_by_paula(world, case)["request"]

    case = submission.submit_case(case, world.paula, declared=True)

    assert {name: played_back[name] for name in ("title", "partner_country")} == {
        "title": "Forty reconnaissance UAVs",
        "partner_country": "EE",
    }
    assert [one["quantity"] for one in played_back["items"]] == ["40", "4"]
    assert sorted(one["type"] for one in played_back["documents"]) == sorted(PAPERS)
    assert (case.state, str(case.reference)[:3]) == (CaseState.SUBMITTED, "SP/")
    receipt = Event.objects.get(case=case, kind="case.submitted")
    under = Membership.objects.get(user=world.paula).pk
    assert receipt.data == {"version": 1, "digest": case.versions.get().digest, "release": None, "under": under}


def test_a_request_is_built_and_filed_over_the_api(world: World) -> None:
    paula = Caller(world.paula)
    begun = paula.post("cases/", {"kind": "single_permit", "title": REQUEST["title"]})
    place = begun["Location"]

    filled = paula.patch(place, REQUEST | {"documents": _papers()}, if_match=begun["ETag"])
    filed = paula.post(f"{place}submit/", {"declared": True}, if_match=filled["ETag"])

    assert [begun.status_code, filled.status_code, filed.status_code] == [201, 200, 200]
    assert (filed.json()["state"], filed.json()["reference"][:3], filed.json()["version"]) == ("submitted", "SP/", 1)


# 2. The list of what is missing shrinks; submitting too early names every gap in one answer and loses nothing.


def test_the_list_of_what_is_missing_shrinks_until_nothing_is(world: World) -> None:
    case = drafting.create_case(world.paula, {"kind": "single_permit"})
    lengths = [len(submission.find_missing(case))]

    for section in ("title", "partner_country", "cooperation_form", "items", "parties", "end_use", "route", "terms"):
        case = drafting.edit_case(case, world.paula, {section: REQUEST[section]})
        lengths.append(len(submission.find_missing(case)))
    case = drafting.edit_case(case, world.paula, {"documents": _papers()})
    lengths.append(len(submission.find_missing(case)))

    assert lengths == sorted(set(lengths), reverse=True)
    assert lengths[-1] == 0


def test_submitting_too_early_names_every_gap_and_loses_nothing(world: World) -> None:
    case = world.draft(terms={}, route=[])
    before = case.revision

    with pytest.raises(Incomplete) as refused:
        submission.submit_case(case, world.paula, declared=True)

    case.refresh_from_db()
    assert [gap.path for gap in refused.value.gaps] == [gap.path for gap in submission.find_missing(case)]
    assert {"route", "terms.contract_no", "documents"} <= {gap.path for gap in refused.value.gaps}
    assert (case.state, case.reference, case.revision, case.items.count()) == (CaseState.DRAFT, None, before, 2)


def test_submitting_too_early_over_the_api_names_the_same_gaps(world: World) -> None:
    case, paula = world.draft(route=[]), Caller(world.paula)

    refused = paula.post(at(case, "submit/"), {"declared": True}, if_match=f'"r{case.revision}"')

    assert code_of(refused) == (422, "incomplete")
    assert [one["path"] for one in refused.json()["errors"]] == [gap.path for gap in submission.find_missing(case)]
    assert paula.get(at(case)).json()["state"] == "draft"


# 7. I see the stage, the clock, why it stands still and who must act, never who voted what.


def test_a_partner_follows_the_stage_and_the_clock_and_never_the_votes(world: World) -> None:
    case = world.with_need()
    sign_case(case, world.rhea, object_to("SECRET-WORDS"), version=1)
    due_on = to_local_day(now()) + timedelta(days=10)
    questions.ask_question(case, world.otto, text="Which unit?", due_on=due_on)

    seen = _seen_by_paula(world, case)

    assert seen["stage"] is not None
    assert (seen["stage"]["code"], seen["waits_for"]) == ("ministries", "applicant")
    legal = next(clock for clock in seen["clocks"] if clock["kind"] == "legal")
    assert legal["paused"] is not None
    assert (legal["paused"]["reason"], legal["paused"]["owner"]) == ("question", "applicant")
    assert seen["need"] is not None
    assert (seen["need"]["verdict"], "figures" in seen["need"]) == ("sufficient", False)
    assert (seen["inside"], seen["revision"]) == (None, None)
    reader = load_reader(case, world.paula, at=now(), day=to_local_day(now()), language="en")
    history = read_history(case, list_visible_events(case, reader), reader)
    assert not {"position.taken", "need.stated", "case.taken_on"} & {one["kind"] for one in history}
    assert {one["by"] for one in history} == {"Paula", None}


def test_a_partner_sees_no_vote_anywhere_in_the_api(world: World) -> None:
    case = world.with_need()
    sign_case(case, world.rhea, object_to("SECRET-WORDS"), version=1)
    paula = Caller(world.paula)

    pages = [paula.get(at(case, page)) for page in ("", "history/", "questions/", "versions/", "versions/1/")]
    closed = [paula.get(at(case, page)) for page in ("rounds/", "outlook/", "need-statements/", "recusals/")]

    shown = b"".join(page.content for page in pages)
    assert [page.status_code for page in pages] == [200] * len(pages)
    assert not any(secret in shown for secret in (b"SECRET-WORDS", b"Rhea", b"Otto", b"position.taken", b'"MOD"'))
    assert {page.status_code for page in closed} <= {403, 404, 405}


# 9. Withdraw an open request with a reason; nobody can act on it any more; it stays in my history.


def test_a_withdrawn_request_is_over_for_everybody_and_stays_in_the_history(world: World) -> None:
    case = world.with_need()

    submission.withdraw_case(case, world.paula, reason="The budget was cut.")

    withdrawn = Case.objects.get(pk=case.pk)
    assert (withdrawn.state, withdrawn.clocks.running().count(), withdrawn.rounds.open().count()) == ("withdrawn", 0, 0)
    attempts = [
        lambda: sign_case(case, world.rhea, approve(), version=1),
        lambda: submission.send_back_case(case, world.otto, grounds=[], reason="No."),
        lambda: drafting.edit_case(case, world.paula, {"title": "Again"}),
        lambda: submission.withdraw_case(case, world.paula, reason="Twice."),
    ]
    for attempt in attempts:
        with pytest.raises(Problem) as refused:
            attempt()
        assert refused.value.code == "wrong_state"
    assert withdrawn in Case.objects.visible_to(world.paula, on=now())
    under = Membership.objects.get(user=world.paula).pk
    assert Event.objects.get(case=case, kind="case.withdrawn").data == {"reason": "The budget was cut.", "under": under}


def test_a_request_is_withdrawn_over_the_api(world: World) -> None:
    case, paula = world.accepted(), Caller(world.paula)

    withdrawn = paula.post(at(case, "withdraw/"), {"reason": "The budget was cut."})

    assert (withdrawn.status_code, withdrawn.json()["state"], withdrawn.json()["actions"]) == (200, "withdrawn", [])
    assert [one["id"] for one in paula.get("cases/").json()["results"]] == [str(case.pk)]
    assert code_of(paula.post(at(case, "withdraw/"), {"reason": "Twice."})) == (409, "wrong_state")
