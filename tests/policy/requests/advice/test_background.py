"""What a request is compared with."""

from __future__ import annotations

from tests.policy.requests.advice.requests import BACKGROUND


def test_what_has_no_name_is_called_by_its_code() -> None:
    assert (BACKGROUND.get_country("EE"), BACKGROUND.get_unit("NAR")) == ("EE", "NAR")
