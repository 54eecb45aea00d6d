"""What the database itself holds against everybody who is not its owner: grants, and the triggers that keep every change.

It is written out from `policy/record/tables.py` by whoever owns the tables, after every migration, and can be compared with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pgtrigger
from django.db import connection
from psycopg import sql

from licensing.models.record.change import TrackedTable
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.record.tables import TABLES, Deciding, Proof, Table

_FUNCTIONS: Final = Path(__file__).with_name("protection.sql").read_text(encoding="utf-8")
_KEEPS: Final = "dozvil_keeps"
_ASKS: Final = "dozvil_asks"
# A trigger that fires only for a replica (R) is as good as one that is switched off (D).
_TRIGGERS_SQL: Final = """
    SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid), coalesce(obj_description(t.oid, 'pg_trigger'), '') FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
"""
_FUNCTIONS_SQL: Final = """
    SELECT p.proname, p.prosrc, p.prosecdef AND p.proconfig @> ARRAY['search_path=pg_catalog, public, pg_temp'] FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'
"""
_DECLARED_FUNCTION: Final = re.compile(r"FUNCTION public\.(\w+)\((.*?) AS (\$\$|')(.*?)\3", re.DOTALL)
# A right to one column counts as one to the table, which may be the column that matters.
_GRANTS_SQL: Final = """
    SELECT c.relname, p.privilege FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p (privilege)
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND CASE
        WHEN p.privilege IN ('DELETE', 'TRUNCATE', 'TRIGGER') THEN has_table_privilege(%s, c.oid, p.privilege)
        ELSE has_any_column_privilege(%s, c.oid, p.privilege)
    END
"""
# From the catalogue itself: the views of information_schema ask for the rights to each column, which takes ten times as long.
_COLUMNS_SQL: Final = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
    GROUP BY c.relname
"""
_KEYS_SQL: Final = """
    SELECT c.relname, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
    WHERE i.indisprimary AND n.nspname = 'public'
"""


def list_columns() -> dict[str, list[str]]:
    """The columns of every table, as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS_SQL)
        return dict(cursor.fetchall())


def list_keys() -> dict[str, str]:
    """The primary key of every table; all of ours have one column."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS_SQL)
        return dict(cursor.fetchall())


def list_tracked_tables() -> list[TrackedTable]:
    """The tables whose changes are kept, with the columns that this database has."""
    present, keys = list_columns(), list_keys()
    return [
        TrackedTable(name, keys[name], tuple(one for one in present[name] if one not in table.left_out))
        for name, table in _known(present)
        if table.proof is Proof.CHANGES
    ]


def protect_tables(role: str | None) -> None:
    """As the owner: install functions and triggers, and leave the application's role exactly the rights that are declared.

    Without a role only the triggers: one role for everything, as for trying, cannot be kept from its own tables.
    """
    present, keys = list_columns(), list_keys()
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS)
        for statement in _trigger_statements(present, keys):
            cursor.execute(statement)
        for statement in _grant_statements(role, present) if role else ():
            cursor.execute(statement)


def drop_triggers() -> None:
    """As the owner: let a migration change rows; the triggers come back with `protect_tables`."""
    present, keys = list_columns(), list_keys()
    with connection.cursor() as cursor:
        for statement in _trigger_statements(present, keys):
            if "DROP TRIGGER" in statement.as_string():
                cursor.execute(statement)


def find_missing_protection(role: str | None) -> list[str]:
    """Where the database differs from what is declared, each as a sentence for an operator; `role` None compares no grants."""
    present, keys = list_columns(), list_keys()
    return [
        *_find_trigger_differences(present, keys),
        *_find_function_differences(),
        *(_find_grant_differences(role, present) if role else ()),
    ]


def _trigger_statements(present: Mapping[str, list[str]], keys: Mapping[str, str]) -> Iterator[sql.Composed]:
    for name, table in _known(present):
        for trigger in (_KEEPS, _ASKS):
            yield sql.SQL("DROP TRIGGER IF EXISTS {} ON {}").format(sql.Identifier(trigger), sql.Identifier(name))
        match table.proof:
            case Proof.CHANGES:
                yield sql.SQL(
                    "CREATE TRIGGER {} AFTER INSERT OR DELETE OR UPDATE ON {} FOR EACH ROW"
                    " EXECUTE FUNCTION dozvil_keep_change({}, {}, {})"
                ).format(sql.Identifier(_KEEPS), sql.Identifier(name), *map(sql.Literal, _arguments(table, keys[name])))
            case Proof.FILED:
                yield sql.SQL(
                    "CREATE CONSTRAINT TRIGGER {} AFTER INSERT OR DELETE OR UPDATE ON {} DEFERRABLE INITIALLY DEFERRED"
                    " FOR EACH ROW EXECUTE FUNCTION dozvil_require_case_event({})"
                ).format(sql.Identifier(_ASKS), sql.Identifier(name), sql.Literal(table.case))
            case Proof.CHAIN if name == "licensing_change":
                yield sql.SQL(
                    "CREATE CONSTRAINT TRIGGER {} AFTER INSERT ON {} DEFERRABLE INITIALLY DEFERRED"
                    " FOR EACH ROW EXECUTE FUNCTION dozvil_require_cover({}, {})"
                ).format(sql.Identifier(_ASKS), sql.Identifier(name), *map(sql.Literal, _list_rules()))


def _arguments(table: Table, key: str) -> tuple[str, str, str]:
    return key, "{" + ",".join(sorted(table.left_out)) + "}", "{" + ",".join(table.frozen) + "}"


def _list_rules() -> tuple[str, str]:
    """Which events alone tell of changes of which tables, and which of any: as the trigger on the changes reads them."""
    rules = {name: [_as_rule(one) for one in table.decides] for name, table in TABLES.items() if table.decides}
    of_all = [kind.value for kind in EventKind if kind.declaration.tells_of_all]
    return json.dumps(rules, sort_keys=True, separators=(",", ":")), "{" + ",".join(of_all) + "}"


def _as_rule(deciding: Deciding) -> dict[str, Any]:
    return {"kinds": deciding.kinds, "columns": list(deciding.columns), "new_rows": deciding.new_rows}


def _grant_statements(role: str, present: Mapping[str, list[str]]) -> Iterator[sql.Composed]:
    grantee, database = sql.Identifier(role), sql.Identifier(str(connection.settings_dict["NAME"]))
    for everybody in (sql.SQL("PUBLIC"), grantee):
        yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(everybody)
        # A temporary table would be found before ours by a trigger that names a table without its schema.
        yield sql.SQL("REVOKE CREATE, TEMPORARY ON DATABASE {} FROM {}").format(database, everybody)
        yield sql.SQL("REVOKE CREATE ON SCHEMA public FROM {}").format(everybody)
    yield sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, grantee)
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(grantee)
    yield sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(grantee)
    for name, table in _known(present):
        rights = sql.SQL(", ".join(table.rights.value))
        yield sql.SQL("GRANT {} ON {} TO {}").format(rights, sql.Identifier(name), grantee)


def _known(present: Mapping[str, Any]) -> Iterator[tuple[str, Table]]:
    """The declared tables that there are; an undeclared one is granted to nobody."""
    return ((name, table) for name, table in TABLES.items() if name in present)


def _find_trigger_differences(present: Mapping[str, list[str]], keys: Mapping[str, str]) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS_SQL)
        found = {(table, trigger): (_normalise(text), remark) for table, trigger, text, remark in cursor.fetchall()}
    wrong = "the trigger {} of {} is missing, switched off or older than this release"
    for statement in _trigger_statements(present, keys):
        text = _normalise(statement.as_string())
        if made := re.match(r"CREATE (?:CONSTRAINT )?TRIGGER (\w+) .*? ON (\w+) ", text):
            trigger, table = made.groups()
            if found.get((table, trigger), ("", ""))[0] != text:
                yield wrong.format(trigger, table)
    for model, guard in pgtrigger.registered():
        table, trigger = model._meta.db_table, guard.get_pgid(model)
        # The library writes the digest of its definition beside each; the text itself PostgreSQL gives back otherwise.
        if found.get((table, trigger), ("", ""))[1] != guard.compile(model).hash:
            yield wrong.format(trigger, table)


def _find_function_differences() -> Iterator[str]:
    """Where what the triggers call does something else than this release says."""
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS_SQL)
        found = {name: (" ".join(body.split()), pinned) for name, body, pinned in cursor.fetchall()}
    ours = {made[1]: (made[4], "SECURITY DEFINER" in made[2]) for made in _DECLARED_FUNCTION.finditer(_FUNCTIONS)}
    guards = {
        guard.get_pgid(model): (guard.compile(model).install_sql.split("$$")[-2], False)
        for model, guard in pgtrigger.registered()
    }
    for name, (body, pinned) in {**ours, **guards}.items():
        if found.get(name) != (" ".join(body.split()), pinned):
            yield f"the function {name} is missing, or not that of this release"


def _normalise(statement: str) -> str:
    """The text of a trigger as PostgreSQL gives it back and as we write it."""
    return statement.replace('"', "").replace("public.", "")


def _find_grant_differences(role: str, present: Mapping[str, list[str]]) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            yield f"there is no role {role}"
            return
        cursor.execute(_GRANTS_SQL, [role, role])
        granted: dict[str, set[str]] = {}
        for table, privilege in cursor.fetchall():
            granted.setdefault(table, set()).add(privilege)
    for name in sorted(present):
        wanted = set(TABLES[name].rights.value) if name in TABLES else set()
        if (found := granted.get(name, set())) != wanted:
            yield f"{role} may {_list_rights(found)} on {name}, and should: {_list_rights(wanted)}"


def _list_rights(rights: set[str]) -> str:
    return ", ".join(sorted(rights)) or "nothing"
