"""Differences as they are read: by the authority and the holder, not by customs, and no proposal by the holder."""

from __future__ import annotations

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences.reports.settling import settle_difference
from licensing.choices import DifferenceOutcome, ReportKind
from licensing.models import Licence, User, read_actor
from licensing.models.read_models import Reader
from licensing.models.read_models.licences.differences import read_differences
from licensing.models.read_models.views import DifferenceView
from tests.reports import issue_differing_licence
from tests.world import World


def read(licence: Licence, person: User) -> list[DifferenceView]:
    at = now()
    actor = read_actor(person, on=to_local_day(at), case_id=licence.case_id, kind=licence.case.kind_id)
    return read_differences(licence, licence.lines.order_by("number"), Reader(actor, at, to_local_day(at), "en"))


def test_holder_and_authority_read_both_figures_and_customs_nothing(world: World) -> None:
    licence = issue_differing_licence(world)

    for person in (world.paula, world.otto):
        (found,) = read(licence, person)
        assert (found["period"], found["kind"], found["condition"]) == (1, ReportKind.FACT, None)
        assert [(one["line"], one["unit"], one["reported"], one["cleared"]) for one in found["lines"]] == [
            (1, "NAR", "9", "10")
        ]
    assert read(licence, world.cus) == []


def test_that_a_suspension_was_proposed_only_the_authority_reads(world: World) -> None:
    licence = issue_differing_licence(world)
    found = licence.differences.get()
    settle_difference(licence, world.otto, found.pk, outcome=DifferenceOutcome.SUSPENSION, reason="One is missing.")

    assert [(one["outcome"], one["reason"]) for one in read(licence, world.otto)] == [("suspension", "One is missing.")]
    assert [(one["outcome"], one["reason"], one["settled_at"]) for one in read(licence, world.paula)] == [(None, "", None)]
