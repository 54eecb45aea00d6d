"""What the hunts for planted bugs promise, without running one."""

from tests.faults.planted import HUNTS, Find
from tests.faults.plants import PLANTS
from tests.faults.run import Verdict

_CLEAN = Verdict({}, [], 1.0)
_UNCLEAN = Verdict({}, [{"invariant": "states form legal paths", "what": "a case"}], 1.0)


def test_every_bug_is_hunted() -> None:
    assert list(HUNTS.keys() - PLANTS.keys()) == list(PLANTS.keys() - HUNTS.keys()) == []


def test_a_find_proves_nothing_when_its_control_finds_something_too() -> None:
    finders = {"states form legal paths": 3}

    verdicts = [Find("bug", finders, _CLEAN).proves, Find("bug", finders, _UNCLEAN).proves, Find("bug", {}, _CLEAN).proves]

    assert verdicts == [True, False, False]


def test_the_table_says_what_was_not_found_and_what_the_control_found() -> None:
    row = Find("marked-first", {}, _UNCLEAN).row()

    assert row == "| `marked-first` | a message is marked as sent before it is | **not found** | **1 violations** |"
