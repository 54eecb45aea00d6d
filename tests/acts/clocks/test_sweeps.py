from __future__ import annotations

import pytest

from licensing.acts.clocks.sweeps import leave_trace
from licensing.models import Sweep


@leave_trace
def count_sheep() -> int:
    return 4


@leave_trace
def stumble() -> int:
    raise RuntimeError("a sheep is missing")


@pytest.mark.django_db
def test_a_run_that_ended_well_leaves_a_trace_with_what_it_did() -> None:
    assert count_sheep() == 4

    assert list(Sweep.objects.values_list("task", "runs", "done")) == [("count_sheep", 1, 4)]


@pytest.mark.django_db
def test_a_run_that_failed_leaves_none() -> None:
    with pytest.raises(RuntimeError, match="a sheep is missing"):
        stumble()

    assert not Sweep.objects.exists()
