"""The destinations of a case as the desk shows them, and the sums with the requests that their reader may know of."""

from __future__ import annotations

from licensing.acts.acting import now
from licensing.admin.requests.destination_rows import build_destination_rows, build_sum_rows
from tests.world import World


def test_the_destinations_are_told_with_what_follows_from_each(world: World) -> None:
    case = world.filed()

    rows = build_destination_rows(case.versions.get())

    assert [(row.role, row.country, row.standing) for row in rows[:2]] == [
        ("Partner country", "Estonia", "the strictest: it decides"),
        ("Exporter", "Ukraine", "our own state"),
    ]
    assert ("End user", "Fictional Defence Depot", "Europe") in {(row.role, row.name, row.tier) for row in rows}


def test_a_request_that_its_reader_may_not_see_is_counted_and_not_named(world: World) -> None:
    case, other = world.filed(), world.filed()
    counted = {"rule": "gone", "days": 365, "threshold": "2000000", "total": "5700000", "family": "", "cases": [str(other.pk)]}
    case.routing["sums"] = [counted]

    [seen], [hidden] = (build_sum_rows(case, reader, now=now()) for reader in (world.otto, world.rhea))

    assert ([one.pk for one in seen.cases], seen.unseen) == ([other.pk], 0)
    assert (hidden.cases, hidden.unseen) == ([], 1)
