"""Which fields of a request an assessment rests on, the digest of exactly those, and which change voids it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from licensing.policy.record.digests import compute_digest
from licensing.policy.requests.changes.materiality import Change, compare_requests, does_rely


def find_voiding_changes(old: Mapping[str, Any], new: Mapping[str, Any], depends_on: Sequence[str]) -> list[Change]:
    """The differences of two requests by which what was assessed of the first says nothing of the second."""
    return [one for one in compare_requests(old, new) if does_rely(depends_on, one.path)]


def compute_dependence_digest(document: Mapping[str, Any], depends_on: Sequence[str]) -> str:
    """The digest of those fields of a request that are depended on, and of no others."""
    return compute_digest(select_fields(document, depends_on))


def select_fields(document: Mapping[str, Any], depends_on: Sequence[str]) -> dict[str, Any]:
    """The fields of a request that are depended on, by the path by which an amendment names a change of them."""
    said = compare_requests({}, document)
    found = {path: value for one in said for path, value in _list_leaves(one.path, one.after) if does_rely(depends_on, path)}
    return dict(sorted(found.items()))


def _list_leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _list_leaves(f"{path}.{name}", inner)
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        for place, row in enumerate(value):
            yield from _list_leaves(f"{path}.{place}", row)
    elif value not in (None, "", [], {}):
        # A list of codes is a set: another order says nothing else.
        yield path, sorted(map(str, value)) if isinstance(value, list) else value
