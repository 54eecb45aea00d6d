"""A40: every parameter of an address is allow-listed; what is not offered is refused, and none reaches a query as it is."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.contrib.admin import site
from django.db import models, transaction

from tests.abuse.walking import signed_in
from tests.api.calling import Caller, Operation, every_operation
from tests.world import World

LISTS = [one for one in every_operation() if one.method == "GET" and one.spec.query]
PAYLOADS = [
    "' OR 1=1 --",
    "1;DROP TABLE licensing_case",
    "\x00",
    "%",
    "{}",
    "[]",
    "null",
    "-1",
    "9" * 400,
    "ї" * 300,
    "../..",
    "$ne",
]
# PostgreSQL takes no such distance from Greenwich, and no such year.
MOMENTS = ["2000-01-01T00:00:00-20:14", "0001-01-01T00:00:00+23:00", "99999-01-01", "2026-02-30T00:00:00Z"]
HIDDEN = [
    "vote__choice",
    "rounds__positions__choice",
    "officer__email",
    "routing__fired",
    "ordering",
    "order_by",
    "fields",
    "page",
]


@pytest.mark.parametrize("operation", LISTS, ids=str)
def test_no_parameter_takes_what_it_does_not_offer(world: World, operation: Operation) -> None:
    licence = world.licence()
    otto = Caller(world.otto)
    address = operation.path(case_id=licence.case_id, licence_id=licence.pk)
    place = f"{address}{'&' if '?' in address else '?'}"

    hidden = [otto.get(f"{place}{name}=x") for name in HIDDEN]
    odd = [otto.get(f"{place}{name}={quote(payload)}") for name in operation.spec.query for payload in PAYLOADS]

    assert {one.status_code for one in hidden} == {400}
    assert {one.status_code for one in odd} <= {200, 400}
    assert all(one.json()["results"] == [] for one in odd if one.status_code == 200 and "results" in one.json())


@pytest.mark.parametrize("moment", MOMENTS)
def test_no_moment_in_an_address_is_a_fault_of_ours(world: World, moment: str) -> None:
    """The lists of the desk take every column of their table in the address, as any list of Django's admin does."""
    otto, paula = signed_in(world.otto), signed_in(world.paula)
    columns = [
        (model._meta.model_name, next(field.name for field in model._meta.fields if isinstance(field, models.DateTimeField)))
        for model in site._registry
        if model._meta.app_label == "licensing" and any(isinstance(one, models.DateTimeField) for one in model._meta.fields)
    ]
    asked = [(otto, f"/admin/licensing/{name}/?{column}__gte={quote(moment)}") for name, column in columns]
    asked += [(paula, f"{page}?after={quote(moment)}~00000000-0000-0000-0000-000000000007") for page in ("/", "/licences/")]

    answers = {}
    for client, path in asked:
        # What the database refuses ends its transaction, and each of these calls is to be the first.
        with transaction.atomic():
            answers[path] = client.get(path).status_code
            transaction.set_rollback(True)

    assert {path: status for path, status in answers.items() if status >= 500} == {}
    assert len(columns) > 5
