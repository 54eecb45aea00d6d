"""The pages of measures at the desk: prepared and tried by one policy officer, published and ended by another."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.choices import MeasureState
from licensing.models import Event, Measure, MeasureEnd
from licensing.policy.record.event_kinds import EventKind
from tests.acts.plans.measures.state import draft, publish, second_officer
from tests.config.web.test_kept_forms import browser
from tests.world import World

PAGES = "/admin/licensing/measure/"


@pytest.mark.walk
def test_a_measure_is_tried_published_and_ended_by_two_officers(world: World) -> None:
    case = world.filed()
    measure = prepare_measure(world.pol, draft())
    first, second = browser(world.pol), browser(second_officer())
    place = f"{PAGES}{measure.pk}/"

    tried = first.get(f"{place}change/").content.decode()
    assert str(case.reference) in tried
    assert "3,300,000.00" in tried
    assert first.post(f"{place}publish/").status_code == 403
    assert second.post(f"{place}publish/").status_code == 302
    ending = {"lifted_from": to_local_day(now()).isoformat(), "authority": "CMU", "document_no": "1", "reason": "Over."}
    assert second.post(f"{place}end/", ending).status_code == 302
    end = MeasureEnd.objects.get()
    assert second.post(f"{PAGES}ends/{end.pk}/confirm/").status_code == 403
    assert first.post(f"{PAGES}ends/{end.pk}/confirm/").status_code == 302

    assert Measure.objects.get().lifted_from == to_local_day(now())
    # Both who would have been both persons stand in the record, each on the page of the measure.
    attempts = Event.objects.filter(kind=EventKind.TWO_PERSONS_REFUSED).order_by("number")
    assert [(one.actor, one.data["page"]) for one in attempts] == [
        (one, f"{place}change/") for one in (measure.prepared_by, end.proposed_by)
    ]
    assert "Over" in first.get(PAGES).content.decode()


def test_a_licence_that_is_stopped_says_so_on_its_page(world: World) -> None:
    licence = world.licence()
    publish(world)

    page = browser(world.otto).get(f"/admin/licensing/licence/{licence.pk}/change/").content.decode()

    assert "Stop of UAVs" in page
    assert "goods leaving under the licence" in page


def test_others_read_measures_and_prepare_none(world: World) -> None:
    prepare_measure(world.pol, draft())
    otto = browser(world.otto)

    assert "Prepare a measure" not in otto.get(PAGES).content.decode()
    assert otto.get(f"{PAGES}prepare/").status_code == 404


def test_a_measure_that_is_declined_says_why(world: World) -> None:
    measure = prepare_measure(world.pol, draft())

    answer = browser(second_officer()).post(f"{PAGES}{measure.pk}/decline/", {"reason": "Stocks are full."})

    assert answer.status_code == 302
    assert (Measure.objects.get().state, Measure.objects.get().note) == (MeasureState.DECLINED, "Stocks are full.")
