"""The vessel of a leg is typed, filed, read, compared and held against lists: by one declaration everywhere a request goes."""

from __future__ import annotations

import json

import pytest

from licensing.acts.requests import drafting
from licensing.acts.requests.amending import amend_case
from licensing.admin.requests.version_view import build_version_view
from licensing.choices import HitStrength
from licensing.errors import Invalid
from licensing.models import Case, CaseVersion, ScreeningHit
from licensing.models.requests.composition import build_request_document
from licensing.policy.requests.changes.materiality import Change, Threshold, assess_amendment, compare_requests
from tests.acts.assessment.state import publish_list_of
from tests.api.calling import Caller, at
from tests.portal.visiting import Visitor, summary_of, text_of
from tests.world import REQUEST, World

SHIP = {"mode": "sea", "carrier": "", "vessel": "Kazkova Zirka", "imo": "1234567"}
LISTED = "V-1,primary,vessel,Vyhadana Zirka,INVENTED,,,Flag unknown; IMO 1234567"


def by_sea(**changed: str) -> list[dict[str, object]]:
    return [REQUEST["route"][0] | SHIP | changed, *REQUEST["route"][1:]]


def test_a_vessel_is_typed_as_its_papers_print_it_and_read_back(world: World) -> None:
    case, paula = world.draft(), Visitor(world.paula)

    paula.send("change_row", case.pk, "route", 0, mode="sea", vessel="Kazkova Zirka", imo="IMO 1234567")

    leg = build_request_document(Case.objects.get())["route"][0]
    form = text_of(paula.open("change_row", case.pk, "route", 0))
    assert (leg["vessel"], leg["imo"]) == ("Kazkova Zirka", "1234567")
    assert ("Vessel (optional)" in form, "IMO number (optional)" in form) == (True, True)
    assert "IMO number 1234567" in text_of(paula.open("content", case.pk))


def test_a_slip_in_the_number_is_refused_in_plain_words_and_what_was_typed_stays(world: World) -> None:
    case, paula = world.draft(), Visitor(world.paula)

    page = paula.send("change_row", case.pk, "route", 0, mode="sea", vessel="Kazkova Zirka", imo="1234576")
    short = paula.send("change_row", case.pk, "route", 0, mode="sea", imo="123456")
    with pytest.raises(Invalid) as refused:
        drafting.edit_case(case, world.paula, {"route": by_sea(imo="1234576")})

    assert [one.startswith("IMO number: No ship has this number") for one in summary_of(page)] == [True]
    assert (b'value="1234576"' in page.content, b'value="Kazkova Zirka"' in page.content) == (True, True)
    assert summary_of(short) == ["Write the seven digits of the IMO number."]
    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("wrong_check_digit", "route.0.imo")]
    assert build_request_document(Case.objects.get())["route"][0]["imo"] == ""


def test_a_vessel_goes_in_and_out_over_the_api(world: World) -> None:
    case, paula = world.draft(), Caller(world.paula)

    answer = paula.patch(at(case), {"route": by_sea(imo="IMO 1234567")}, if_match=f'"r{case.revision}"')
    wrong = paula.patch(at(case), {"route": by_sea(imo="1234568")}, if_match=answer["ETag"])

    assert (answer.status_code, answer.json()["request"]["route"][0]["imo"]) == (200, "1234567")
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "wrong_check_digit")


def test_the_desk_reads_the_vessel_beside_the_carrier(world: World) -> None:
    version: CaseVersion = world.filed(route=by_sea()).versions.get()

    assert build_version_view(version).route[0]["vessel"] == "Kazkova Zirka, IMO 1234567"
    assert json.loads(version.canonical)["route"][0]["vessel"] == "Kazkova Zirka"


def test_another_number_is_a_change_and_material_and_another_way_of_writing_is_none(world: World) -> None:
    before = build_request_document(world.draft(route=by_sea()))
    leg = before["route"][0]
    after = before | {"route": [leg | {"imo": "7654329"}, *before["route"][1:]]}
    rewritten = before | {"route": [leg | {"imo": "IMO 1234567"}, *before["route"][1:]]}
    older = before | {"route": [{name: leg[name] for name in leg if name not in SHIP} | {"mode": "sea"}, *before["route"][1:]]}
    bare = before | {"route": [leg | {"vessel": "", "imo": ""}, *before["route"][1:]]}

    assert compare_requests(before, after) == [Change("route.0.imo", "1234567", "7654329")]
    assert assess_amendment(before, after, [Threshold("route.*.mode|from_country|to_country|imo")]).is_material
    assert compare_requests(before, rewritten) == []
    # Filed before there was the field.
    assert compare_requests(older, bare) == []


def test_a_listed_vessel_is_found_by_its_number_under_another_name_and_looked_for_again_when_it_changes(world: World) -> None:
    publish_list_of(world, LISTED)

    case = world.filed(route=by_sea())
    [hit] = ScreeningHit.objects.all()
    amend_case(case, world.paula, {"route": by_sea(vessel="Vyhadana Zirka", imo="7654329")}, reason="It goes by another ship.")
    hit.refresh_from_db()
    [new] = ScreeningHit.objects.current()

    assert (hit.party_name, hit.matched, hit.strength) == ("Kazkova Zirka, IMO 1234567", "Vyhadana Zirka", HitStrength.STRONG)
    assert [(one["asked"], one["way"]) for one in hit.tokens][-1] == ("1234567", "number")
    assert hit.gone_at is not None
    # The other ship has another number, and the name of the listed one: a person says which it is.
    assert (new.party_name, [one["way"] for one in new.tokens]) == ("Vyhadana Zirka, IMO 7654329", ["equal", "equal"])
