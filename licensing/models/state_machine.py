"""How an act is declared on the lifecycle page, and what can be asked of the declarations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from types import FunctionType
from typing import Any, ClassVar, TypeAlias
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django_fsm import FSMModelMixin, transition

from licensing import permissions
from licensing.choices import CaseRole, CaseState, Freshness, LicenceState, Verb
from licensing.errors import NotAllowed, Problem, WrongState
from licensing.permissions import Actor, DeclaredAct, Permission

Transition: TypeAlias = Callable[[Any], None]

_DECLARED_ACTS: dict[Transition, DeclaredAct] = {}


def act(
    verb: Verb,
    *,
    source: Sequence[str],
    target: str | None = None,
    may: Permission,
    refusal: str | Promise | type[Problem] = NotAllowed,
    role: CaseRole | None = None,
    step_up: Freshness | None = None,
    by_programs: bool = False,
    cites_release: bool = False,
) -> Callable[[Transition], Transition]:
    """Declare an act: its verb, the states it starts from and leads to, who may, what others read, its role and step-up.

    Only what says `by_programs` is done by a program that acts by itself. What `cites_release` holds it from its beginning.
    """

    def declare(method: Transition) -> Transition:
        # The library never enforces a permission by itself; `acting` asks the one that is declared here.
        move: Transition = transition(field="state", source=list(source), target=target)(method)
        declared = DeclaredAct(verb, tuple(source), target, may, refusal, role, step_up, by_programs, cites_release)
        _DECLARED_ACTS[move] = declared
        return move

    return declare


class Lifecycle(FSMModelMixin, models.Model):
    """What a case and a licence share: a state that only acts move, and a revision that every act raises."""

    # Columns of both, and the words for the first.
    state: str
    organisation_id: UUID | None
    states: ClassVar[type[CaseState | LicenceState]]

    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    @classmethod
    def list_acts(cls) -> dict[Verb, DeclaredAct]:
        """All acts, in the order of the page."""
        return {_DECLARED_ACTS[move].verb: _DECLARED_ACTS[move] for move in cls._moves()}

    @classmethod
    def list_edges(cls) -> list[tuple[str, str]]:
        """The moves from state to state, for the database's own graph."""
        return sorted(
            {(source, one.target) for one in cls.list_acts().values() for source in one.sources if one.target is not None}
        )

    def list_possible_acts(self) -> dict[Verb, DeclaredAct]:
        """The acts that start from the present state, without a look at any person."""
        return {verb: one for verb, one in self.list_acts().items() if self.state in one.sources}

    def list_available_acts(self, actor: Actor) -> list[Verb]:
        """The acts this actor may do now, in the order of the verbs; buttons are made from this list."""
        possible = self.list_possible_acts()
        return [verb for verb in Verb if verb in possible and self.find_denial(verb, actor) is None]

    def find_denial(self, verb: Verb, actor: Actor) -> Problem | None:
        """The refusal this actor would meet, whatever the state; None when they may."""
        return permissions.find_denial(self.list_acts()[verb], self, actor)

    def build_wrong_state(self, verb: Verb) -> WrongState:
        """The refusal of an act that the present state does not have."""
        return self.list_acts()[verb].build_wrong_state(self.state, label=self.states(self.state).label)

    def perform(self, verb: Verb) -> None:
        """Move the state as declared. Called by `acting` alone, which has locked the row and asked the permission."""
        [move] = [one for one in self._moves() if _DECLARED_ACTS[one].verb == verb]
        move(self)

    @classmethod
    @cache
    def _moves(cls) -> tuple[Transition, ...]:
        # vars() keeps the order of declaration, which is that of the published page; dir() would sort by name.
        return tuple(
            one
            for owner in cls.__mro__
            for one in vars(owner).values()
            if isinstance(one, FunctionType) and one in _DECLARED_ACTS
        )
