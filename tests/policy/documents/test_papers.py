"""Two papers of a licence are compared by what they say, not by who issued them and when."""

from __future__ import annotations

from dataclasses import replace

from licensing.policy.documents.papers import PaperText, Part, is_repeated

PAPER = PaperText(
    kind="licence", number="1", reference="r", title="t", authority="a", parts=[Part(prose=["x"])], head=[("v", ["1"])] * 3
)


def test_a_paper_by_another_officer_on_another_day_is_repeated() -> None:
    later = replace(PAPER, signed=[("by", ["Otto"])], head=[*PAPER.head, ("replaces", ["1"])], check="other", code=("1",))

    assert is_repeated(PAPER.as_data(), later.as_data())


def test_another_validity_version_or_text_is_another_paper() -> None:
    others = [
        replace(PAPER, head=[("v", ["2"]), *PAPER.head[1:]]),
        replace(PAPER, subtitle="version 2"),
        replace(PAPER, parts=[Part(prose=["y"])]),
    ]

    assert [is_repeated(PAPER.as_data(), one.as_data()) for one in others] == [False, False, False]
