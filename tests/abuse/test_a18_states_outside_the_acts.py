"""A18: a state moves by its act and by nothing else: no form, no list, no field of a page and no SQL of ours moves it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from licensing.acts.record.verification import verify_record
from licensing.models import Case, Event, Licence
from tests.abuse.walking import ids_of, list_routes, signed_in
from tests.world import World

FORGED = {
    "_fsm_transition_to": "revoked",
    "_fsmtransition-state-revoke": "Revoke",
    "_fsmtransition-state-grant": "Grant",
    "state": "granted",
    "to_state": "granted",
    "revision": "99",
    "used": "0",
    "action": "delete_selected",
    "_selected_action": "1",
    "post": "yes",
    "_save": "Save",
    "form-TOTAL_FORMS": "1",
    "form-INITIAL_FORMS": "1",
    "form-0-state": "granted",
}


@pytest.mark.walk
@pytest.mark.parametrize("name", ["paula", "dora"])
def test_no_post_to_any_page_moves_a_state(world: World, name: str) -> None:
    cases = [world.before_government(), world.granted(title="Another")]
    entry_points = ("",) if name == "paula" else ("admin/",)
    client = signed_in(getattr(world, name))
    before = list(Case.objects.order_by("pk").values_list("pk", "state")), list(Licence.objects.values_list("pk", "state"))
    rows = Event.objects.count()

    # The pages of all other tables are tried in tests/admin/pages/test_rights.py.
    for route in (one for one in list_routes(*entry_points) if one.row in ("", "case", "licence")):
        for ids in ids_of(*cases):
            for path in route.paths(ids):
                if "copy" not in path:
                    assert client.post(path, FORGED).status_code < 500

    after = list(Case.objects.order_by("pk").values_list("pk", "state")), list(Licence.objects.values_list("pk", "state"))
    assert after == before
    assert set(Event.objects.filter(number__gt=rows).values_list("kind", flat=True)) <= {"case.taken_on"}
    assert verify_record().fault is None


@pytest.mark.parametrize("table", ["case", "licence"])
def test_no_sql_moves_a_state_without_its_event(world: World, table: str) -> None:
    world.licence()

    for state in ("withdrawn", "draft", "revoked", "suspended", "nonsense"):
        with pytest.raises(DatabaseError):
            _moved(table, state)


def _moved(table: str, state: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE licensing_{table} SET state = %s", [state])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
