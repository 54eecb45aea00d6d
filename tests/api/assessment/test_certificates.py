"""The certificate of a case over the API: for the authority, with exact figures; never for the applicant."""

from __future__ import annotations

import pytest

from licensing.acts.decisions import government
from licensing.choices import StepResult
from tests.api.calling import Caller, code_of
from tests.certificates import NUMBER, check, cite_again, goods_of, take_up, verify
from tests.world import World, resolution


@pytest.mark.walk
def test_the_authority_reads_what_is_on_record_and_the_applicant_does_not(world: World) -> None:
    granted, case = world.before_government(), world.filed(title="A second sale")
    place = f"cases/{case.pk}/certificate/"
    nothing = Caller(world.otto).get(place).json()
    citation = take_up(world, granted, lines=goods_of(granted, q1="100", q2="8"))
    cite_again(world, case, citation)
    government.grant_case(granted, world.dora, resolution())
    check(world, case, E13="absent")
    verify(world, case, StepResult.DENIES)

    said = Caller(world.otto).get(place).json()["certificate"]
    refused = code_of(Caller(world.paula).get(place))

    assert (nothing, refused) == ({"certificate": None}, (403, "not_allowed"))
    assert (said["number"], said["authenticity"], said["best_result"]) == (NUMBER, "false", "suspicious")
    assert (said["missing"], said["covers"], said["revision"]) == (["E13"], {"1": 1, "2": 2}, 3)
    assert [(one["quantity"], one["granted"], one["pending"], one["left"]) for one in said["lines"]] == [
        ("100", "40", "0", "60"),
        ("8", "4", "0", "4"),
    ]
    assert [(one["kind"], one["result"], one["by"]) for one in said["steps"]] == [("embassy", "denies", str(world.otto.pk))]
