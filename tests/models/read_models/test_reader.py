"""A reader is a person with their part in one case."""

from __future__ import annotations

from pytest_django import DjangoAssertNumQueries

from licensing.models import Appointment, Case, Licence
from tests.models.read_models.reading import read_as
from tests.world import ALWAYS, World


def test_a_member_of_the_applicant_reads_as_its_applicant(world: World) -> None:
    case = world.filed()
    Appointment.objects.create(user=world.paula, kind="auditor", period=ALWAYS)

    assert read_as(world.paula, case).is_applicant(case)
    assert not read_as(world.rita, case).is_applicant(case)


def test_the_reader_of_a_licence_has_their_part_in_its_case(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    licence = Licence.objects.select_related("case").get(pk=world.licence().pk)

    with django_assert_num_queries(1):
        reader = read_as(world.dora, licence)

    assert reader.actor.case_roles == {"decided"}
    assert reader.actor.case_roles == read_as(world.dora, Case.objects.get(pk=licence.case_id)).actor.case_roles
