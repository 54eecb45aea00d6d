"""What a policy officer types about a measure, and where the form says what is wrong with it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.models import Measure
from licensing.policy.plans.measures.drafting import ExemptionDraft
from licensing.policy.plans.measures.scope import Scope
from tests.acts.plans.measures.state import publish
from tests.config.web.test_kept_forms import browser
from tests.world import World

PAGES = "/admin/licensing/measure/"


def _type(**changed: Any) -> dict[str, Any]:
    today = to_local_day(now()).isoformat()
    return {
        "kind": "moratorium",
        "title_en": "Moratorium",
        "authority": "Cabinet of Ministers",
        "document_no": "417",
        "document_on": today,
        "valid_from": today,
        "in_flight": "stop",
        "scope_families": ["uav"],
        "scope_entries": "",
        "scope_countries": "md, ro",
        "scope_parties": "Fictional  Trading LLC",
        "exception1_title_en": "Small ones",
        "exception1_authority": "NSDC",
        "exception1_value_to": "100000",
        "reason": "Own need.",
    } | changed


def test_what_is_typed_becomes_a_measure_with_its_exception(world: World) -> None:
    assert browser(world.pol).post(f"{PAGES}prepare/", _type()).status_code == 302

    measure = Measure.objects.get()
    assert measure.scope == {"countries": ["MD", "RO"], "families": ["uav"], "parties": ["fictional trading llc"]}
    assert [(one["titles"], one["scope"]) for one in measure.exemptions] == [({"en": "Small ones"}, {"value_to": "100000"})]
    assert measure.as_policy().exemptions[0].scope.value_to == Decimal(100000)


@pytest.mark.walk
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"scope_families": [], "scope_countries": "", "scope_parties": ""}, "without a scope it would stop everything"),
        ({"scope_countries": "XX"}, "“XX” is not on the list."),
        ({"exception1_countries": "DK"}, "The exception is wider than the measure"),
        ({"valid_from": "2020-01-01"}, "A measure is not backdated"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(world: World, changed: dict[str, Any], sentence: str) -> None:
    answer = browser(world.pol).post(f"{PAGES}prepare/", _type(**changed))

    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert "Cabinet of Ministers" in page
    assert not Measure.objects.exists()


def test_every_field_stands_in_one_group_and_exceptions_are_folded_until_they_are_needed(world: World) -> None:
    form: Any = browser(world.pol).get(f"{PAGES}prepare/").context["form"]

    sections = form.list_sections()
    assert sorted(field.name for section in sections for field in section.fields) == sorted(form.fields)
    assert [section.is_open for section in sections if section.is_folded] == [False, False]


def test_the_next_version_begins_as_the_one_before(world: World) -> None:
    measure = publish(world)

    page = browser(world.pol).get(f"{PAGES}{measure.pk}/supersede/").content.decode()

    assert "Stop of UAVs" in page


def test_the_next_version_loses_no_exception(world: World) -> None:
    free = [
        ExemptionDraft({"en": f"For {code}"}, "NSDC", Scope(countries=frozenset({code}), roles=frozenset({"partner"})))
        for code in ("EE", "DK", "RO")
    ]
    measure = publish(world, exemptions=free)
    url = f"{PAGES}{measure.pk}/supersede/"
    first = browser(world.pol)
    shown = {name: value for name, value in first.get(url).context["form"].initial.items() if value}

    assert first.post(url, _type(**_type_nothing() | shown)).status_code == 302

    following = Measure.objects.get(version=2)
    assert (following.exemptions, following.scope) == (measure.exemptions, measure.scope)


def _type_nothing() -> dict[str, Any]:
    """Over what `_type` names of a scope and an exception."""
    return {"scope_families": [], "scope_countries": "", "scope_parties": "", "exception1_value_to": ""}
