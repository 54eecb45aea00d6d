"""Persons per step: what takes two, who may be the first and the second, and which parts in one case nobody has together.

Read off the declarations that the acts ask: `policy/people/two_persons.py`, and the roles on the lifecycle page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from licensing.choices import CaseRole, Verb
from licensing.models import Case, Licence
from licensing.policy.people.two_persons import ACTS_OF_TWO, PLACES, Standing


@dataclass(frozen=True, slots=True)
class StepOfTwo:
    """What takes two persons, in words."""

    what: str
    first: str
    second: str
    never: str


@dataclass(frozen=True, slots=True)
class PartInCase:
    """A part in a case, with the acts that give it: nobody has two of them in one case."""

    role: CaseRole
    acts: str


def list_steps_of_two() -> list[StepOfTwo]:
    """Everything around the cases that takes two persons, in the order of its declaration."""
    return [
        StepOfTwo(
            str(one.label),
            _join_labels(one.first) + (f" ({_say_never([one.not_for])})" if one.not_for else ""),
            _join_labels(one.second),
            _say_never(one.apart),
        )
        for one in ACTS_OF_TWO
    ]


def list_parts_in_case() -> list[PartInCase]:
    """The parts in a case, each with the acts after which somebody has it."""
    declared = [*Case.list_acts().values(), *Licence.list_acts().values()]
    giving = {role: {one.verb for one in declared if one.role is role} for role in CaseRole}
    return [PartInCase(role, ", ".join(str(verb.label) for verb in Verb if verb in giving[role])) for role in CaseRole]


def build_person_lines(day: date) -> Iterator[list[str]]:
    """The same in the columns of the sheet of rights: who begins it, who settles it, and who never does."""
    for step in list_steps_of_two():
        right = _("Takes two persons: %(what)s") % {"what": step.what}
        yield [day.isoformat(), "", "", right, *[""] * 5, step.first, step.second, "", step.never, ""]
    for part in list_parts_in_case():
        right = _("Only one of these in one case: %(role)s") % {"role": part.role.label}
        yield [day.isoformat(), "", "", right, *[""] * 9, part.acts]


def _join_labels(standings: Iterable[Standing]) -> str:
    return ", ".join(str(one.label) for one in standings)


def _say_never(names: Iterable[str]) -> str:
    return _("never %(whom)s") % {"whom": ", ".join(str(PLACES[name]) for name in names)}
