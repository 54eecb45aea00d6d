"""The tests of a rule of several as they are written on the page that tries a rule: a row for each, with its own group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.admin.pages.inputs import parse_whole_number
from licensing.admin.reference.procedures.vote_tests import read_typed_share, write_typed_number, write_typed_share
from licensing.admin.signoff.simulation_inputs import Input
from licensing.choices import VoteBase, VoteBound, VoteCounted, VoteMeasure
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.several.reading import OF_QUORUM

# Which column a part of a test is typed in, and what may be chosen there.
_COLUMNS: Mapping[str, tuple[Any, Sequence[tuple[str, Any]]]] = {
    "counted": (gettext_lazy("Counted"), [("", "–"), *VoteCounted.choices]),
    "measure": (gettext_lazy("In"), VoteMeasure.choices),
    "bound": (gettext_lazy("How much"), VoteBound.choices),
    "share": (gettext_lazy("Share"), ()),
    "number": (gettext_lazy("Number"), ()),
    "base": (gettext_lazy("A share of"), VoteBase.choices),
    "seats": (gettext_lazy("Only of these bodies"), ()),
    "way": (gettext_lazy("Way to pass"), ()),
}


@dataclass(slots=True)
class TrialTest:
    """A row of the table of tests."""

    inputs: dict[str, Input]

    @property
    def counted(self) -> str:
        return self.inputs["counted"].value

    @property
    def is_of_quorum(self) -> bool:
        return self.counted in OF_QUORUM

    @property
    def bodies(self) -> list[str]:
        return [one.strip() for one in self.inputs["seats"].value.split(",") if one.strip()]


def list_test_headings() -> list[Any]:
    """The headings of the table of tests, in the order of its columns."""
    return [label for label, _options in _COLUMNS.values()]


def build_trial_tests(values: Mapping[str, str], rows: int) -> list[TrialTest]:
    """The rows of tests as they were typed."""

    def build(number: int, name: str) -> Input:
        label, options = _COLUMNS[name]
        first = options[0][0] if options else ""
        if name == "base":
            first = VoteBase.ELIGIBLE.value
        key = f"test-{number}-{name}"
        words = _("Test %(number)d: %(column)s") % {"number": number + 1, "column": label}
        return Input(key, words, values.get(key, first), options)

    return [TrialTest({name: build(number, name) for name in _COLUMNS}) for number in range(rows)]


def list_filled_tests(rows: Sequence[TrialTest]) -> dict[str, list[TrialTest]]:
    """The rows with something to count, in the lists of a rule that they belong to."""
    filled = [one for one in rows if one.counted]
    return {
        "tests": [one for one in filled if not one.is_of_quorum],
        "quorum_tests": [one for one in filled if one.is_of_quorum],
    }


def write_tests(rows: Sequence[TrialTest]) -> dict[str, Any]:
    """The tests, the quorum and the groups that the rows say, as a rule has them."""
    lists = list_filled_tests(rows)
    groups = [list(bodies) for bodies in dict.fromkeys(tuple(one.bodies) for one in rows if one.counted and one.bodies)]
    written: dict[str, Any] = {name: [_write_row(one, groups) for one in found] for name, found in lists.items() if found}
    named = [{"code": f"group-{at}", "name_en": ", ".join(one), "seats": one} for at, one in enumerate(groups, 1)]
    return written | ({"groups": named} if named else {})


def _write_row(row: TrialTest, groups: Sequence[Sequence[str]]) -> dict[str, Any]:
    typed = {name: one.value.strip() for name, one in row.inputs.items()}
    data: dict[str, Any] = {name: typed[name] for name in ("counted", "measure", "bound", "base") if typed[name]}
    if typed["share"]:
        data["share"] = write_typed_share(typed["share"])
    if typed["number"]:
        data["number"] = write_typed_number(typed["number"])
    if typed["way"]:
        number = parse_whole_number(typed["way"])
        data["way"] = typed["way"] if number is None else number
    if row.bodies:
        data["group"] = f"group-{list(map(list, groups)).index(row.bodies) + 1}"
    return data


def list_typed_tests(rule: Rule) -> dict[str, str]:
    """What is typed in the rows for the tests of a published rule."""
    groups = {one.code: ", ".join(one.seats) for one in rule.groups}
    values: dict[str, str] = {}
    for number, test in enumerate((*rule.tests, *rule.quorum_tests)):
        data = test.as_data()
        typed = {name: str(data.get(name, "")) for name in ("counted", "measure", "bound", "base", "number", "way")}
        typed |= {"share": read_typed_share(data.get("share")), "seats": groups.get(test.group, "")}
        values |= {f"test-{number}-{name}": one for name, one in typed.items() if one}
    return values
