from __future__ import annotations

import pytest

from licensing.models import Sweep


@pytest.mark.django_db
def test_each_run_is_counted_and_its_end_is_kept() -> None:
    Sweep.objects.record("dispatch", done=3)
    first = Sweep.objects.get()
    Sweep.objects.record("dispatch", done=0)

    again = Sweep.objects.get()

    assert (again.task, again.runs, again.done) == ("dispatch", 2, 3)
    assert again.ended_at > first.ended_at
