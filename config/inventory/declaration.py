"""What is said of every route: who may use it, what it is for and, where a library answers, why it does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Who(Enum):
    """Who may use a route, in words. That the route keeps to it is held by its own tests; here it is said."""

    EVERYBODY = "everybody"
    LINK = "whoever has the link of a letter"
    SELF = "whoever is signed in, for themselves"
    SIGNING_IN = "whoever is signing in and has given the password"
    READERS = "people of the organisation"
    DRAFTERS = "whoever drafts for the organisation"
    SUBMITTERS = "whoever submits for the organisation"
    ADMINISTRATORS = "administrators of the organisation"
    OWNERS = "whoever answers for the system"
    STOPPERS = "whoever answers for the system, and administrators of people"
    DESK = "whoever may open the desk"
    SEEING = "whoever at the desk may see the case"
    ACTING = "whoever may do this act on the case, by the lifecycle page"
    SITTING = "chair and members of the body that sits, and its officers"
    KEEPERS = "administrators of people"
    KEEPERS_AND_AUDITORS = "administrators of people and auditors"
    KEEPERS_AND_HEADS = "administrators of people and auditors; the head of a body, of what is theirs"
    REVIEWERS = "auditors, or the head of the body"
    OFFICERS = "case officers"
    WEIGHING = "whoever weighs requests: officers, deciders, auditors, members of bodies"
    SUPPLY = "whoever speaks for a body that keeps the supply plans"
    POLICY = "policy officers"
    DECIDERS = "deciders"
    BODIES = "whoever speaks for a body of the state"
    GROUP = "whoever speaks for a body of the plan's working group"
    PLAN_READERS = "the authority; whoever speaks for a body of the state"
    PARTICIPANTS = "whoever speaks for a body that keeps the supply plans or leads the country plans"
    AUTHORITY_AND_GROUP = "the authority; whoever speaks for a body of the state, of the plans on which it works"
    TRYING = "policy officers and auditors"
    AUTHORITY = "the authority"
    AUTHORITY_AND_KEEPERS = "the authority and administrators of people"
    AUTHORITY_AND_HEADS = "the authority and administrators of people; the head of a body, of what is theirs"
    AUTHORITY_AND_OWNERS = "the authority and administrators of people; whoever answers for a system, of theirs"
    OPERATORS = "the authority; administrators of people, without what a case is about"
    SENDERS = "case officers and policy officers; administrators of people, without what a case is about"

    @property
    def is_public(self) -> bool:
        """Whether nobody signs in for it."""
        return self in (Who.EVERYBODY, Who.LINK, Who.SIGNING_IN)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the inventory, by the pattern as it stands in the map of routes.

    `because` says why a view of a library answers; a view of ours needs no reason. `shows` is false where the answer is no
    page: a file, data for a script, or a way to another page.
    """

    pattern: str
    who: Who
    words: str
    because: str = ""
    shows: bool = True
