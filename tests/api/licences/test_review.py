"""Reviews over the API: opened by an officer, concluded by a decider; the holder learns nothing of them."""

from __future__ import annotations

from licensing.models import LicenceReview
from tests.api.calling import Caller, code_of
from tests.api.licences.test_licences import place
from tests.reviews import issue_reviewed_licence
from tests.world import World


def test_it_is_opened_and_concluded_by_two(world: World) -> None:
    subject = world.licence()
    otto, dora = Caller(world.otto), Caller(world.dora)

    opened = otto.post(place(subject, "open-review/"), {"cause": "listing", "finding": "SECRET-FINDING"})
    again = otto.post(place(subject, "open-review/"), {"cause": "other", "finding": "More."})
    by_otto = otto.post(place(subject, "conclude-review/"), {"outcome": "confirmed", "reasons": "Mine."})
    ceased = dora.post(place(subject, "conclude-review/"), {"outcome": "ceased", "reasons": "Gone."})
    concluded = dora.post(place(subject, "conclude-review/"), {"outcome": "revoked", "reasons": "Listed."})

    assert (opened.status_code, code_of(again), code_of(by_otto)[0]) == (200, (409, "wrong_state"), 403)
    assert (ceased.status_code, concluded.json()["state"]) == (400, "revoked")
    assert LicenceReview.objects.get().outcome == "revoked"


def test_the_holder_reads_nothing_of_it(world: World) -> None:
    subject = issue_reviewed_licence(world)
    paula = Caller(world.paula)

    read = paula.get(place(subject)).content + paula.get(f"cases/{subject.case_id}/history/").content

    assert b"shares of the maker" not in read
    assert b"licence.review" not in paula.get(f"cases/{subject.case_id}/history/").content
