"""Kinds of source are called by their names, and one that has ended is offered no more."""

from licensing.models import SourceKind
from tests.by_hand import by_hand
from tests.world import World


def test_one_that_has_ended_is_offered_no_more(world: World) -> None:
    with by_hand():
        SourceKind.objects.filter(pk="open").update(active=False)

    offered = {one.pk for one in SourceKind.objects.current()}

    assert str(SourceKind.objects.get(pk="maker")) == "Catalogue or data sheet of the maker"
    assert ("maker" in offered, "open" in offered) == (True, False)
