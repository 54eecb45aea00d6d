"""How far a trial is."""

from __future__ import annotations

from licensing.models import TrialRun


def test_a_trial_says_how_far_it_is() -> None:
    run = TrialRun(cases=["a", "b", "c"], looked=1)

    assert (str(run), run.number, run.percent) == ("1 / 3", 3, 33)
    assert TrialRun().percent == 100
