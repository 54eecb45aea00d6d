"""Reviews over the API: opened by an officer, concluded by a decider; the holder learns nothing of them."""

from __future__ import annotations

import pytest

from licensing.acts.signoff.recusal import recuse_member
from licensing.choices import RecusalReason
from licensing.models import CaseDuty, LicenceReview
from tests.api.calling import Caller, code_of
from tests.api.licences.test_licences import place
from tests.reviews import issue_reviewed_licence, read_known
from tests.world import World


@pytest.mark.walk
def test_it_is_opened_and_concluded_by_two(world: World) -> None:
    subject = world.licence()
    otto, dora = Caller(world.otto), Caller(world.dora)

    opened = otto.post(place(subject, "open-review/"), {"cause": "listing", "finding": "SECRET-FINDING"})
    again = otto.post(place(subject, "open-review/"), {"cause": "other", "finding": "More."})
    [shown] = dora.get(place(subject)).json()["reviews"]
    known = {"known": shown["known"]}
    by_otto = otto.post(place(subject, "conclude-review/"), {"outcome": "confirmed", "reasons": "Mine."} | known)
    ceased = dora.post(place(subject, "conclude-review/"), {"outcome": "ceased", "reasons": "Gone."} | known)
    concluded = dora.post(place(subject, "conclude-review/"), {"outcome": "revoked", "reasons": "Listed."} | known)

    assert (opened.status_code, code_of(again), code_of(by_otto)[0]) == (200, (409, "wrong_state"), 403)
    assert (ceased.status_code, concluded.json()["state"]) == (400, "revoked")
    assert LicenceReview.objects.get().outcome == "revoked"
    assert (shown["opened_by"], shown["concluded_by"], shown["knowledge"]) == ("Otto", None, [])
    assert concluded.json()["reviews"][0]["concluded_by"] == "Dora"


def test_what_became_known_meanwhile_is_read_before_it_is_concluded(world: World) -> None:
    subject, dora = issue_reviewed_licence(world), Caller(world.dora)
    before = read_known(subject)
    signed = CaseDuty.objects.filter(case=subject.case, duty="signed").select_related("person").order_by("pk")[0]
    recuse_member(subject.case, world.otto, reason=RecusalReason.SHAREHOLDING, person=signed.person)

    refused = dora.post(place(subject, "conclude-review/"), {"outcome": "confirmed", "reasons": "No.", "known": before})
    [shown] = dora.get(place(subject)).json()["reviews"]
    words = {"outcome": "confirmed", "reasons": "No.", "known": shown["known"]}
    concluded = dora.post(place(subject, "conclude-review/"), words)

    assert code_of(refused) == (412, "stale")
    assert [(one["cause"], signed.person.name in one["sentence"]) for one in shown["knowledge"]] == [("conflict", True)]
    assert concluded.json()["reviews"][0]["knowledge"] == []


def test_the_holder_reads_nothing_of_it(world: World) -> None:
    subject = issue_reviewed_licence(world)
    paula = Caller(world.paula)

    read = paula.get(place(subject)).content + paula.get(f"cases/{subject.case_id}/history/").content

    assert b"shares of the maker" not in read
    assert b"licence.review" not in paula.get(f"cases/{subject.case_id}/history/").content
