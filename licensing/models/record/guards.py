"""Triggers: the database itself refuses to rewrite the record, and to move a state without an event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pgtrigger


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Rows that are written once: a correction is a new row. TRUNCATE fires no row trigger, so it has one of its own."""
    refuse = f"RAISE EXCEPTION '{name} is append-only' USING ERRCODE = 'restrict_violation';"
    return [
        pgtrigger.Trigger(
            name=f"{name}_keeps_rows",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=refuse,
        ),
        pgtrigger.Trigger(
            name=f"{name}_keeps_all",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=refuse,
        ),
    ]


def enforce_graph(name: str, start: str, edges: Iterable[tuple[str, str]]) -> list[pgtrigger.Trigger]:
    """A row is inserted in `start`, and its state moves only along the edges that the lifecycle declares."""
    return [
        # Sorted: triggers are compared by their text, so a set in another order would ask for a migration.
        pgtrigger.FSM(name=f"{name}_state_graph", field="state", transitions=sorted(set(edges))),
        pgtrigger.Trigger(
            name=f"{name}_state_start",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Q(new__state__df=start),
            func=f"RAISE EXCEPTION 'a new {name} starts as {start}' USING ERRCODE = 'restrict_violation';",
        ),
    ]


def require_event(name: str, column: str) -> pgtrigger.Trigger:
    """At commit, a changed state must have its event, written by the same transaction."""
    # Deferred, because an act saves the row first and chains its events last. The transaction is compared too: an earlier
    # event to the same state must not vouch for this change.
    return pgtrigger.Trigger(
        name=f"{name}_state_event",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM licensing_event e
                WHERE e.{column} = NEW.id AND e.to_state = NEW.state
                  AND e.transaction = pg_current_xact_id()::text::bigint
            ) THEN
                RAISE EXCEPTION 'a {name} changed its state to % without an event', NEW.state
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - both names are ours
    )


def require_matching_event(name: str, operation: Any, asked: str) -> pgtrigger.Trigger:
    """At commit, what was written is what an event of the same transaction says; `asked` is the SQL that finds which event."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Row,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=operation,
        declare=[("event_case", "uuid"), ("kinds", "text[]"), ("told", "jsonb")],
        func=f"""
            {asked}
            IF told IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM licensing_event e
                WHERE e.case_id = event_case AND e.kind = ANY (kinds) AND e.data @> told
                  AND e.transaction = pg_current_xact_id()::text::bigint
            ) THEN
                RAISE EXCEPTION 'no event tells of this change of %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - only our own words
    )


def freeze_facts(name: str, *fields: str) -> pgtrigger.Trigger:
    """These columns never change once a row is inserted; the others may."""
    return pgtrigger.Trigger(
        name=f"{name}_keeps_facts",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*fields),
        func=f"RAISE EXCEPTION 'what a {name} was opened with never changes' USING ERRCODE = 'restrict_violation';",
    )


def forbid_deletion(name: str) -> list[pgtrigger.Trigger]:
    """Rows that may be updated and are never deleted."""
    refuse = f"RAISE EXCEPTION 'a {name} is never deleted' USING ERRCODE = 'restrict_violation';"
    return [
        pgtrigger.Trigger(name=f"{name}_stays", when=pgtrigger.Before, operation=pgtrigger.Delete, func=refuse),
        pgtrigger.Trigger(
            name=f"{name}_all_stay",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=refuse,
        ),
    ]


def freeze_when(name: str, condition_sql: str, sentence: str) -> pgtrigger.Trigger:
    """Rows that can be written until the SQL sets `published`, and never after; `sentence` is the database's error."""
    # Without RETURN OLD a deletion would be skipped in silence: NEW is null there, and null cancels the row.
    return pgtrigger.Trigger(
        name=f"{name}_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("published", "boolean")],
        func=f"""
            {condition_sql}
            IF published THEN
                RAISE EXCEPTION '{sentence}' USING ERRCODE = 'restrict_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
