"""The page of a licence says what may leave now, what each condition waits for, and offers the officer the record."""

from __future__ import annotations

from django.urls import reverse

from tests.admin.conftest import At, text_of
from tests.conditions import TEN_IN_SIX_MONTHS, VERIFIED, issue_bound_licence, record, verification
from tests.world import World


def test_the_page_says_what_is_missing_and_offers_the_record_to_the_officer(world: World, at: At) -> None:
    licence = issue_bound_licence(world, VERIFIED, TEN_IN_SIX_MONTHS)
    place = reverse("admin:licensing_licence_change", args=[licence.pk])
    act = reverse("admin:licensing_licence_condition_act", args=[licence.pk, 1, "record_condition"])

    page, read_only = text_of(at(world.otto).get(place)), text_of(at(world.audra).get(place))

    for words in ("Not met: nothing may leave", "Lets some leave", "Before the first shipment: a record that the original"):
        assert words in page
    assert (act in page, act in read_only) == (True, False)
    assert page.count("record_condition") == 1


def test_what_was_recorded_is_shown_with_its_corrections(world: World, at: At) -> None:
    licence = issue_bound_licence(world, VERIFIED)
    made = record(world, licence, 1, verification(reference="EUC-77"))

    page = text_of(at(world.otto).get(reverse("admin:licensing_licence_change", args=[licence.pk])))

    assert "EUC-77" in page
    assert reverse("admin:licensing_licence_record_act", args=[licence.pk, made.pk, "void_condition"]) in page
