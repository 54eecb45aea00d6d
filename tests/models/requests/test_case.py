"""Who may know of a case, and that its state moves only through an act."""

from __future__ import annotations

import pytest

from licensing.models import Case
from tests.world import World


def test_a_queryset_moves_no_state(world: World) -> None:
    case = world.draft()

    with pytest.raises(TypeError, match="only through an act"):
        Case.objects.filter(pk=case.pk).update(state="granted")
    with pytest.raises(TypeError, match="only through an act"):
        Case.objects.bulk_update([case], ["state"])
    with pytest.raises(TypeError, match="never deleted"):
        Case.objects.filter(pk=case.pk).delete()
    with pytest.raises(AttributeError):
        case.state = "granted"
