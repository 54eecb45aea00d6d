"""How an act is declared on the lifecycle page, and what can be asked of the declarations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any, ClassVar, TypeAlias
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django_fsm import FSMModelMixin, transition

from licensing import permissions as who
from licensing.choices import CaseRole, CaseState, LicenceState, Verb
from licensing.errors import NotAllowed, Problem, WrongState
from licensing.permissions import Actor, DeclaredAct, Permission

Transition: TypeAlias = Callable[[Any], None]

_DECLARED: dict[Transition, DeclaredAct] = {}


def act(
    verb: Verb,
    *,
    source: Sequence[str],
    target: str | None = None,
    may: Permission,
    refusal: str | Promise | type[Problem] = NotAllowed,
    role: CaseRole | None = None,
) -> Callable[[Transition], Transition]:
    """Declare an act: its verb, the states it starts from and leads to, who may, what others read, and the role it gives."""

    def declare(method: Transition) -> Transition:
        # The library never enforces a permission by itself; `acting` asks the one that is declared here.
        move: Transition = transition(field="state", source=list(source), target=target)(method)
        _DECLARED[move] = DeclaredAct(verb, tuple(source), target, may, refusal, role)
        return move

    return declare


class Lifecycle(FSMModelMixin, models.Model):
    """What a case and a licence share: a state that only acts move, and a revision that every act raises."""

    # Columns of both, and the words for the first.
    state: str
    organisation_id: UUID
    states: ClassVar[type[CaseState | LicenceState]]

    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    @classmethod
    def acts(cls) -> dict[Verb, DeclaredAct]:
        """All acts, in the order of the page."""
        return {_DECLARED[move].verb: _DECLARED[move] for move in cls._moves()}

    @classmethod
    def edges(cls) -> list[tuple[str, str]]:
        """The moves from state to state, for the database's own graph."""
        return sorted({(source, one.target) for one in cls.acts().values() for source in one.sources if one.target is not None})

    def possible(self) -> dict[Verb, DeclaredAct]:
        """The acts that the present state has, whoever asks."""
        return {verb: one for verb, one in self.acts().items() if self.state in one.sources}

    def available(self, actor: Actor) -> list[Verb]:
        """The acts this actor may do now, in the order of the verbs; buttons are made from this list."""
        possible = self.possible()
        return [verb for verb in Verb if verb in possible and who.denial_reason(possible[verb], self, actor) is None]

    def denial_reason(self, verb: Verb, actor: Actor) -> Problem | None:
        """The refusal this actor would meet, in words, whatever the state; None when they may."""
        return who.denial_reason(self.acts()[verb], self, actor)

    def wrong_state(self, verb: Verb) -> WrongState:
        """The refusal of an act that the present state does not have."""
        return self.acts()[verb].wrong_state(self.state, label=self.states(self.state).label)

    def perform(self, verb: Verb) -> None:
        """Move the state as declared. Called by `acting` alone, which has locked the row and asked the permission."""
        [move] = [one for one in self._moves() if _DECLARED[one].verb == verb]
        move(self)

    @classmethod
    def _moves(cls) -> list[Transition]:
        return [
            one for owner in cls.__mro__ for one in vars(owner).values() if isinstance(one, FunctionType) and one in _DECLARED
        ]
