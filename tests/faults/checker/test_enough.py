"""A run in which too little of something happened says nothing, and the checker says of what."""

from tests.faults.checker.enough import ENOUGH, violations


def test_a_run_without_anything_is_told_what_it_lacks() -> None:
    found = list(violations({}, ops=2000, kills=20))

    assert (ENOUGH, "too little of “killed redis”: 0, where a run of this size has at least 2") in found
    assert found[-1] == (ENOUGH, "too little of “kills”: 0, where a run of this size has at least 20")


def test_what_is_needed_grows_with_the_run() -> None:
    small, large = (
        [what for _, what in violations({"acknowledged sign": 130}, ops=ops, kills=8) if "acknowledged sign" in what]
        for ops in (2000, 4000)
    )

    assert small == []
    assert large == ["too little of “acknowledged sign”: 130, where a run of this size has at least 253"]
