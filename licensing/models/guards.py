"""What the database itself refuses, whoever asks: rewriting the record, and moving a state without leaving a trace."""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Rows that are written once: a correction is a new row. TRUNCATE needs a statement trigger of its own."""
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


def follows_graph(name: str, start: str, edges: Iterable[tuple[str, str]]) -> list[pgtrigger.Trigger]:
    """A row is born in `start`, and its state moves only along the edges that the lifecycle draws."""
    return [
        pgtrigger.FSM(name=f"{name}_state_graph", field="state", transitions=sorted(set(edges))),
        pgtrigger.Trigger(
            name=f"{name}_state_start",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Q(new__state__df=start),
            func=f"RAISE EXCEPTION 'a new {name} starts as {start}' USING ERRCODE = 'restrict_violation';",
        ),
    ]


def leaves_event(name: str, column: str) -> pgtrigger.Trigger:
    """At commit, a changed state must have its event, written by the same transaction."""
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


def frozen_when(name: str, condition_sql: str, sentence: str) -> pgtrigger.Trigger:
    """Rows that can be written until a fact holds, and never after."""
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
