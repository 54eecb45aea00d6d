"""Questions to the applicant as obstacles: a grant waits until each is settled, some stages until it is answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from licensing.acts.obstacles.situation import Situation
from licensing.choices import QuestionState, Step
from licensing.errors import OpenQuestion
from licensing.messages import Message, Text
from licensing.models import Question
from licensing.policy.obstacles import Obstacle


def find_open_questions(situation: Situation) -> Iterator[Obstacle]:
    """A question that is not settled stops the grant; one that is not answered stops a stage that begins after it."""
    is_for_seats = situation.step is Step.SIGN
    if is_for_seats and not _does_stage_wait(situation):
        return
    unsettled = list(
        situation.case.questions.filter(state__in=(QuestionState.OPEN, QuestionState.ANSWERED)).order_by("asked_at")
    )
    unanswered = [one for one in unsettled if one.is_open]
    if unanswered and (is_for_seats or _does_stage_wait(situation)):
        yield _describe_questions(
            Message("A question to the applicant is still open; this stage begins when it is answered."), unanswered, Step.SIGN
        )
    if unsettled and not is_for_seats:
        yield _describe_questions(
            Message("A question to the applicant is not settled yet. Accept the answer or withdraw the question first."),
            unsettled,
            Step.GRANT,
        )


def _does_stage_wait(situation: Situation) -> bool:
    round = situation.read_round()
    return round is not None and "no_open_question" in round.stage.entry_checks


def _describe_questions(message: Text, questions: Sequence[Question], step: Step) -> Obstacle:
    is_open = any(one.is_open for one in questions)
    return Obstacle(
        "open_question",
        message,
        source=Message("Questions to the applicant: %(numbers)s", numbers=", ".join(str(one.number) for one in questions)),
        lift=Message("The applicant answers and the case officer accepts the answer, or withdraws the question."),
        stops=frozenset({step}),
        since=questions[0].asked_at,
        # Once, beside the grant: the stages are the authority's own affair.
        for_applicant=(_YOURS if is_open else _OURS) if step is Step.GRANT else None,
        refusal=OpenQuestion,
    )


_YOURS = Message("A question to you is open: the request cannot be granted before you answer.")
_OURS = Message("Your answer to a question is being looked at.")
