"""A decision on paper says what was decided, on what grounds, and until when it is appealed; never our own need."""

from __future__ import annotations

from licensing.acts.documents.papers.decision import build_decision_paper
from licensing.models import Decision
from tests.trial import make_refused_case
from tests.world import World


def test_a_grant_says_what_was_granted_and_that_it_is_no_licence(world: World) -> None:
    case = world.granted()
    decision = Decision.objects.get()

    paper = build_decision_paper(case, decision)

    assert paper.title == {"uk": "Рішення: заяву задоволено", "en": "Decision: the request is granted"}
    assert paper.number == "417-r"
    [goods] = [part.sheet for part in paper.parts if part.sheet is not None]
    assert goods.rows[0][2:] == [[{"uk": "40 штук", "en": "40 pieces"}], [{"uk": "40 штук", "en": "40 pieces"}]]
    assert paper.closing


def test_a_refusal_names_its_grounds_and_the_time_to_appeal(world: World) -> None:
    case = make_refused_case(world)

    decision = Decision.objects.get(case=case)
    decision.criteria = [{"set": "EU-CP", "code": "2a", "version": 1, "titles": {"en": "Human rights", "uk": "Права людини"}}]

    paper = build_decision_paper(case, decision)

    titles = [part.title["en"] for part in paper.parts if part.title and not isinstance(part.title, str)]
    [appeal] = paper.parts[-1].prose
    assert titles == ["Request", "Grounds", "Right to appeal"]
    assert not isinstance(appeal, str)
    assert appeal["en"].startswith("The applicant may appeal against this decision until the end of ")
    assert paper.parts[1].entries[-1] == ["EU-CP · 2a", {"uk": "Права людини", "en": "Human rights"}]
    assert list(paper.closing) == []
