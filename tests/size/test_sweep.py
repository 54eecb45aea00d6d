"""How long all live cases take to be held against a list that came into force, beside its searches alone (`./run bench`)."""

from __future__ import annotations

import csv
import io
import json
import os
import time
from collections.abc import Iterator, Sequence
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.indexes import LoadedList, load_list, search_party
from licensing.acts.assessment.lists import ListFile, prepare_list, publish_list
from licensing.acts.assessment.sweeping import count_unscreened, screen_due_cases, select_screened_cases
from licensing.choices import ListShape
from licensing.models import CaseVersion, ListVersion, ScreeningHit
from licensing.policy.assessment.parties import ApplicantNames, list_parties
from licensing.policy.assessment.screening.matches import ListedName
from tests.acts.plans.measures.state import second_officer
from tests.by_hand import before_the_record
from tests.size.changed_names import change_names, make_others, read_names
from tests.size.crowd import fill
from tests.world import World

_CASES = int(os.environ.get("BENCH_SWEPT_CASES", "100"))
_PARTIES = 6
# Locks, rows, events and what covers them, for each case and hit, beside the search alone. Measured: 1.1 to 2.2 times.
_MOST = 3.0


def test_all_live_cases_are_held_against_a_new_list_in_few_times_what_its_searches_take(world: World) -> None:
    names = read_names()
    fill(world, _CASES, shares={"filed": 100}, with_content=True)
    _name_parties(_list_asked(names))
    version = _publish(world, names)

    begun = time.perf_counter()
    loaded = _read_afresh(version)
    read = time.perf_counter() - begun
    parties = [one for document in _list_documents() for one in list_parties(document, applicant=ApplicantNames("Buyer"))]
    begun = time.perf_counter()
    for one in parties:
        search_party(loaded, one)
    floor = time.perf_counter() - begun
    _read_afresh(version)
    begun, runs = time.perf_counter(), 0
    while count_unscreened(version):
        runs += 1
        screen_due_cases()
    swept = time.perf_counter() - begun

    cases = select_screened_cases().count()
    print(f"\n{cases} live cases with {len(parties)} parties, {len(names)} listed names, {ScreeningHit.objects.count()} hits")
    print(f"{'list read':>10} {'searches':>10} {'sweep':>10} {'times':>6} {'cases/s':>8} {'runs':>5}")
    print(f"{read:>8.1f} s {floor:>8.1f} s {swept:>8.1f} s {swept / floor:>6.2f} {cases / swept:>8.1f} {runs:>5}")
    assert ScreeningHit.objects.exists()
    assert swept <= _MOST * floor


def _read_afresh(version: ListVersion) -> LoadedList:
    """The index without what it remembers of words that were asked for: the second to search has no easier work."""
    return load_list(version, in_force=())


def _list_asked(names: Sequence[ListedName]) -> Iterator[str]:
    """Names of parties: one in six comes near to a listed one."""
    near = iter(change_names(list(names), _CASES + 10, seed=21))
    others = iter(make_others(list(names), _CASES * (_PARTIES - 1) + 50, seed=22))
    while True:
        yield next(near).text
        yield from (next(others).text for _number in range(_PARTIES - 1))


def _name_parties(asked: Iterator[str]) -> None:
    """Give each copied case parties of its own; as copies they would be looked for once and remembered."""
    with before_the_record():
        for version in CaseVersion.objects.filter(case__in=select_screened_cases()):
            document: dict[str, Any] = json.loads(version.canonical)
            facts = document["parties"][0]
            document["parties"] = [facts | {"name": next(asked), "name_original": ""} for _number in range(_PARTIES)]
            CaseVersion.objects.filter(pk=version.pk).update(canonical=json.dumps(document))


def _publish(world: World, names: Sequence[ListedName]) -> ListVersion:
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(("entity_id", "kind", "type", "name"))
    rows.writerows((one.party, "primary" if one.is_primary else "alt", "", one.text) for one in names)
    content = written.getvalue().encode()
    given = ListFile("BENCH", "Invented names", "Nobody", ListShape.OWN, to_local_day(now()), content)
    return publish_list(prepare_list(world.pol, given), second_officer())


def _list_documents() -> Iterator[dict[str, Any]]:
    versions = CaseVersion.objects.filter(case__in=select_screened_cases())
    yield from (json.loads(one) for one in versions.values_list("canonical", flat=True))
