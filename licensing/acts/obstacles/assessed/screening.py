"""Hits of screening as obstacles: what is listed, or strong and not cleared, is neither granted nor issued, nor leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from licensing.acts.assessment.indexes import list_versions_in_force
from licensing.acts.assessment.screening import FoundHit, Screened, read_screening
from licensing.acts.obstacles.situation import Situation
from licensing.choices import HitStanding, HitStrength, Step
from licensing.errors import StoppedByScreening
from licensing.messages import Message
from licensing.models import ListVersion
from licensing.models.licences.licence import find_live_licence
from licensing.policy.obstacles import Obstacle

# What nobody takes upon themselves for a listed party; that goods are not controlled makes nobody another person.
SCREENED_STEPS: Final = frozenset({Step.GRANT, Step.ISSUE, Step.DRAW_DOWN, Step.RELEASE})
_ONE_CLEARS: Final = Message("A case officer says, with the reason, who it is.")
_TWO_CLEAR: Final = Message("Two case officers say, each with the reason, that it is somebody else.")


def find_screening_hits(situation: Situation) -> Iterator[Obstacle]:
    """Listed parties and strong hits that two have not cleared stop; possible hits are notes. Lists that fail stop, too.

    What the last lists in force give is asked, also where nobody has written it down yet: nothing passes by being early.
    """
    case = situation.case
    if not situation.is_under_way and find_live_licence(case) is None:
        return
    # Acts come here under the head of the releases, held by themselves or by the provider of measures, and whoever publishes
    # a list waits for it: nothing passes by the version before.
    versions = list_versions_in_force()
    document = situation.read_filed() if versions else None
    if document is None:
        return
    screened = read_screening(case, document, versions)
    at_gate = situation.step is Step.DRAW_DOWN or not situation.is_under_way
    stops = frozenset({Step.DRAW_DOWN}) if at_gate else SCREENED_STEPS
    for hit in screened.hits:
        if hit.standing is HitStanding.CLEARED:
            continue
        if situation.step is None or _is_stopping(hit):
            yield _describe_screening_hit(hit, stops)
    yield from _describe_failures(screened, stops)


def _describe_failures(screened: Screened, stops: frozenset[Step]) -> Iterator[Obstacle]:
    for version in screened.unreadable:
        message = Message(
            "The parties cannot be held against the list “%(list)s”: it is not what was published.", list=version.title
        )
        yield _describe_failure(version, message, Message("Policy officers publish the list again."), stops)
    for version in screened.unsound:
        message = Message(
            "The parties cannot be held against the list “%(list)s”: the comparison gave a score that is not between 0 and 1.",
            list=version.title,
        )
        lift = Message("This is a fault of Dozvil, which its log names. Nothing passes until those who run it have it mended.")
        yield _describe_failure(version, message, lift, stops)


def _is_stopping(hit: FoundHit) -> bool:
    return hit.standing is HitStanding.TRUE or hit.strength is HitStrength.STRONG


def _describe_screening_hit(hit: FoundHit, stops: frozenset[Step]) -> Obstacle:
    words = {"party": hit.party_name, "listed": hit.listed, "list": hit.version.title}
    if hit.standing is HitStanding.TRUE:
        code = "listed_party"
        message = Message("“%(party)s” is “%(listed)s”, who stands on the list “%(list)s”.", **words)
        lift = Message("Nobody can grant it. It is refused, unless two case officers say that it is somebody else.")
    else:
        code = "screening_hit" if _is_stopping(hit) else "screening_note"
        message = Message("“%(party)s” is named like “%(listed)s”, who stands on the list “%(list)s”.", **words)
        lift = _TWO_CLEAR if hit.strength is HitStrength.STRONG else _ONE_CLEARS
    return Obstacle(
        code,
        message,
        source=_name_list(hit.version),
        lift=lift,
        stops=stops if _is_stopping(hit) else frozenset(),
        refusal=StoppedByScreening,
        data={"list": hit.version.code, "list_version": hit.version.number},
    )


def _describe_failure(version: ListVersion, message: Message, lift: Message, stops: frozenset[Step]) -> Obstacle:
    return Obstacle(
        "screening_failed",
        message,
        source=_name_list(version),
        lift=lift,
        stops=stops,
        refusal=StoppedByScreening,
        data={"list": version.code, "list_version": version.number},
    )


def _name_list(version: ListVersion) -> Message:
    return Message("List %(code)s, version %(number)d, of %(day)s", code=version.code, number=version.number, day=version.as_of)
