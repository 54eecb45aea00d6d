"""Reviews of a contract over the API: recorded by an officer, read by the authority."""

from __future__ import annotations

from licensing.models import ContractReview
from tests.api.calling import Caller
from tests.parents import grant_contract
from tests.world import World


def test_an_officer_records_a_review_and_the_authority_reads_it(world: World) -> None:
    contract = grant_contract(world, reviews=(20, 400))
    place, otto = f"cases/{contract.pk}/", Caller(world.otto)
    body = {"number": 1, "result": "varies", "reason": "Materials cost more."}

    early = otto.post(f"{place}review-contract/", body | {"number": 2}, if_match=otto.get(place)["ETag"])
    assert (early.status_code, early.json()["errors"][0]["code"]) == (400, "too_early")
    paula, dora = Caller(world.paula), Caller(world.dora)
    assert dora.post(f"{place}review-contract/", body, if_match=dora.get(place)["ETag"]).status_code == 403
    assert otto.post(f"{place}review-contract/", body, if_match=otto.get(place)["ETag"]).status_code == 200

    first, second = otto.get(f"{place}authorisation/").json()["reviews"]
    assert (first["result"], first["reason"], second["result"]) == ("varies", "Materials cost more.", None)
    assert ContractReview.objects.get(number=1).held_by == world.otto
    assert paula.get(f"{place}authorisation/").status_code == 403
