"""Appeals against a revocation over the API: filed once in its time, decided by others, read by the two sides alone."""

from __future__ import annotations

import pytest

from licensing.models import RevocationAppeal
from tests.api.calling import Caller, code_of
from tests.trial import another_decider, make_revoked_licence
from tests.world import World


@pytest.mark.walk
def test_an_appeal_is_filed_and_decided(world: World) -> None:
    licence, paula, daria = make_revoked_licence(world), Caller(world.paula), Caller(another_decider())
    at = f"licences/{licence.pk}/"
    offered, ruling = paula.get(at).json(), {"outcome": "set_aside", "reasons": "Found in the depot."}

    stale = paula.post(f"{at}appeal/", {"reason": "It never left."}, if_match='"r99"')
    appealed = [
        paula.post(f"{at}appeal/", {"reason": "It never left."}, **{"Idempotency-Key": "one-press"}) for _press in range(2)
    ]
    again = paula.post(f"{at}appeal/", {"reason": "And again."})
    own = Caller(world.dora).post(f"{at}decide-appeal/", ruling)
    unknown = daria.post(f"{at}decide-appeal/", ruling | {"outcome": "maybe"})
    read = daria.get(at)
    decided = daria.post(f"{at}decide-appeal/", ruling, if_match=read["ETag"])

    assert "appeal_revocation" in offered["actions"]
    assert offered["appeal_by"] is not None
    assert (code_of(stale), code_of(again)) == ((412, "stale"), (409, "wrong_state"))
    assert [one.status_code for one in appealed] == [200, 200]
    assert RevocationAppeal.objects.count() == 1
    assert (own.status_code, unknown.status_code) == (403, 400)
    assert "decide_revocation" in read.json()["actions"]
    waiting, [done] = read.json()["appeals"][0], decided.json()["appeals"]
    assert (waiting["outcome"], waiting["decide_by"] is not None) == (None, True)
    assert (decided.json()["state"], done["outcome"], done["reasons"]) == ("issued", "set_aside", "Found in the depot.")


def test_customs_is_told_that_it_is_revoked_and_not_what_its_holder_says(world: World) -> None:
    licence = make_revoked_licence(world)
    at = f"licences/{licence.pk}/"
    before = Caller(world.cus).get(at).json()
    Caller(world.paula).post(f"{at}appeal/", {"reason": "It never left."})

    read = Caller(world.cus).get(at).json()

    assert (before["appeal_by"], read["state"], read["appeals"]) == (None, "revoked", [])


def test_of_the_licence_of_somebody_else_nobody_learns(world: World) -> None:
    licence = make_revoked_licence(world)

    refused = Caller(world.rita).post(f"licences/{licence.pk}/appeal/", {"reason": "Mine."})

    assert code_of(refused) == (404, "not_found")
