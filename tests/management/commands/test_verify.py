"""`manage.py verify`: whether the record is whole."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.management.commands.running import run_command
from tests.world import World


def test_verify_finds_the_record_whole_and_prints_an_anchor(world: World) -> None:
    world.filed()

    shown = run_command("verify", "--files")

    anchor = shown.split()[-1]
    assert "The record is whole." in shown
    assert "The record is whole." in run_command("verify", "--anchor", anchor)
    with pytest.raises(CommandError, match="the chain ends at 6, and went to 99"):
        run_command("verify", "--anchor", "99:" + "0" * 64)


def test_verify_names_the_first_thing_that_is_wrong(world: World) -> None:
    world.filed()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE licensing_event SET kind = 'case.edited' WHERE number = 1")
        cursor.execute("SET session_replication_role = origin")

    with pytest.raises(CommandError, match=r"^event 1: This event is not what was written"):
        run_command("verify")


def test_verify_refuses_an_anchor_it_cannot_read(db: None) -> None:
    with pytest.raises(CommandError, match="write it as verify printed it"):
        call_command("verify", "--anchor", "yesterday")
