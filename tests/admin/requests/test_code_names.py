"""The codes of a request are read out by their names, in one statement whatever their number."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.admin.requests.code_names import CodeNames
from licensing.policy.requests.types import CodeList
from tests.world import REQUEST

pytestmark = pytest.mark.django_db


def test_codes_of_every_list_are_named_in_one_statement() -> None:
    with CaptureQueriesContext(connection) as statements:
        names = CodeNames([REQUEST])

    assert len(statements) == 1
    assert (names.get_name(CodeList.COUNTRIES, "EE"), names.get_name(CodeList.UNITS, "NAR")) == ("Estonia", "pieces")


def test_a_code_without_a_name_is_shown_as_it_is() -> None:
    assert CodeNames([]).get_name(CodeList.COUNTRIES, "ZZ") == "ZZ"
    assert CodeNames([]).get_name(CodeList.COUNTRIES, None) == ""
