"""What Django asks before it migrates: whether this release knows the state that the database is in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

_ROLE_SQL: Final = """
    SELECT r.rolsuper, EXISTS (
        SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND pg_has_role(r.oid, c.relowner, 'USAGE')
    ) FROM pg_roles r WHERE r.rolname = COALESCE(%s, current_user)
"""


@register(Tags.database)
def check_database_was_released(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a database with migrations that no release knows: made before 0.1.0, or by a newer Dozvil.

    Its tables exist under the names that the release would create, so migrating it would fail half-way down a list of
    errors that explain nothing.
    """
    return [message for alias in databases or () for message in _find_unknown_migrations(alias)]


def describe_role(role: str | None = None) -> tuple[bool, bool]:
    """Whether a role (that of this connection, unless named) is a superuser, and whether it owns tables: neither may serve."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLE_SQL, [role])
        superuser, owner = cursor.fetchone() or (False, False)
    return superuser, owner


@register(Tags.database)
def check_application_is_not_the_owner(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to serve in production as a superuser or as the owner of the tables: no trigger and no grant would bind either."""
    if not settings.PRODUCTION or not databases:
        return []
    # By name: migrate asks this as the owner.
    superuser, owner = describe_role(settings.APPLICATION_ROLE)
    if not (superuser or owner):
        return []
    return [
        Error(
            "The application is connected as " + ("a superuser." if superuser else "the owner of its tables."),
            hint="Give DATABASE_URL a role of its own, and name the owner in DATABASE_OWNER_URL for migrations alone.",
            id="dozvil.E002",
        )
    ]


@register(Tags.database, deploy=True)
def check_nobody_is_superuser(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse accounts in production that could do anything on pages of the framework, whatever rights they hold."""
    tables = connection.introspection.table_names() if settings.PRODUCTION and databases else []
    if "licensing_user" not in tables:
        return []
    # By its table: this is imported before the models are.
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM licensing_user WHERE is_superuser AND is_active")
        [found] = cursor.fetchone() or (0,)
    if not found:
        return []
    return [
        Error(
            f"{found} open account(s) are superusers.",
            hint="No act asks for it: close these accounts, or take the flag from them, as docs/operating.md says.",
            id="dozvil.E003",
        )
    ]


@register(Tags.security, deploy=True)
def check_safeguards_are_on(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse in production what is switched off for trying: one person who was careless, or robbed, would be enough."""
    if not settings.PRODUCTION:
        return []
    switched_off = {
        "dozvil.E004": (
            not settings.RIGHTS_DELAY,
            "RIGHTS_DELAY_HOURS is 0: a right that two people gave holds at once, before anybody else could object.",
            "Take RIGHTS_DELAY_HOURS away, or give at least 1. What cannot wait is given as an emergency, which says so.",
        ),
        "dozvil.E005": (
            not settings.STEP_UP,
            "STEP_UP is no: whoever finds a page open signs and decides without proving who they are.",
            "Take STEP_UP away, or set it to yes.",
        ),
        "dozvil.E006": (
            not settings.REQUIRE_STAFF_MFA,
            "REQUIRE_STAFF_MFA is no: a password that was guessed opens the desk, and is enough to submit.",
            "Take REQUIRE_STAFF_MFA away, or set it to yes.",
        ),
    }
    return [Error(text, hint=hint, id=id_) for id_, (is_off, text, hint) in switched_off.items() if is_off]


def _find_unknown_migrations(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    recorder = MigrationRecorder(connection)
    if not recorder.has_table():
        return []
    applied = {name for app, name in recorder.applied_migrations() if app == "licensing"}
    known = {name for app, name in MigrationLoader(connection, ignore_no_migrations=True).disk_migrations if app == "licensing"}
    if applied <= known:
        return []
    return [
        Error(
            f"This database was made by a Dozvil that is not this release: it has the migration “{min(applied - known)}”.",
            hint=(
                "Nothing was changed. A database from before release 0.1.0 cannot be upgraded: move the folder var/ away, or"
                " name a new database in DATABASE_URL, and start again. A database from a newer release needs that release."
            ),
            id="dozvil.E001",
        )
    ]
