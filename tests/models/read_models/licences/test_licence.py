"""A licence and its ledger, as holder, authority and customs read them."""

from __future__ import annotations

from licensing.acts.licences.ledger import draw_down_licence, reverse_usage
from licensing.choices import Verb
from licensing.models import Licence, Usage
from licensing.models.read_models import read_licence, read_licence_rows, read_usage
from tests.models.read_models.reading import read_as
from tests.world import World, clearance


def test_a_line_says_what_was_authorised_used_and_is_left(world: World) -> None:
    licence = world.licence()
    draw_down_licence(licence, world.cus, clearance("m1", "5"))

    line = read_licence(Licence.objects.get(pk=licence.pk), read_as(world.cus, licence))["lines"][0]

    assert (line["authorised"], line["used"], line["left"], line["unit"]) == ("40", "5", "35", "NAR")


def test_customs_is_offered_the_ledger_and_the_officer_the_state(world: World) -> None:
    licence = world.licence()

    customs, officer = (read_licence(licence, read_as(user, licence))["actions"] for user in (world.cus, world.otto))

    assert set(customs) == {Verb.DRAW_DOWN, Verb.REPORT_CLEARANCE, Verb.REVERSE}
    assert Verb.SUSPEND in officer
    assert Verb.DRAW_DOWN not in officer


def test_a_reversal_names_the_entry_that_it_reverses(world: World) -> None:
    licence = world.licence()
    entry = draw_down_licence(licence, world.cus, clearance("m1", "5"))

    reversal = read_usage(reverse_usage(Licence.objects.get(pk=licence.pk), world.cus, entry.pk, message_id="m2"))

    assert (reversal["reverses"], reversal["quantity"], reversal["left_after"]) == (entry.pk, "-5", "40")
    [read] = [read_usage(one) for one in Usage.objects.for_ledger() if one.pk == entry.pk]
    assert (read["reversed_by"], read["irregular"]) == (reversal["id"], False)


def test_a_row_of_a_list_links_to_the_case(world: World) -> None:
    licence = world.licence()

    [row] = read_licence_rows(Licence.objects.all())

    assert row["case"] == {"id": licence.case_id, "reference": licence.case.reference}
