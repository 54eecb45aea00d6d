"""The database: who owns its tables, who works in it, and how long anybody waits for it."""

from __future__ import annotations

from typing import Any

from config.settings.stage import PROCESS, PRODUCTION, TEST, VAR, env

# Long enough for real work, short enough that nobody waits for ever behind a lock. Zero means no limit.
_PATIENCE = {"web": (2_000, 5_000), "worker": (2_000, 60_000), "manage": (10_000, 0)}
_lock_ms, _statement_ms = (2_000, 30_000) if TEST else _PATIENCE[PROCESS]
LOCK_TIMEOUT_MS: int = env.read_integer("LOCK_TIMEOUT_MS", _lock_ms)
STATEMENT_TIMEOUT_MS: int = env.read_integer("STATEMENT_TIMEOUT_MS", _statement_ms)
DATABASE_POOL: int = env.read_integer("DATABASE_POOL", 8, at_least=1, at_most=1_000)
_session = f"-c lock_timeout={LOCK_TIMEOUT_MS} -c statement_timeout={STATEMENT_TIMEOUT_MS}"
if TEST:
    # A test database is thrown away, so it need not survive a power cut.
    _session += " -c synchronous_commit=off"

_database: dict[str, Any] | None = env.read_database("DATABASE_URL")
if _database is None and PRODUCTION:
    env.add_complaint("DATABASE_URL", "is not set; it must look like postgresql://user:password@host:5432/name")
# Who owns the tables, for migrations alone. Without it the application's role would have to own them.
DATABASE_OWNER: dict[str, Any] | None = env.read_database("DATABASE_OWNER_URL")
if PRODUCTION and DATABASE_OWNER is not None and PROCESS != "manage":
    env.add_complaint("DATABASE_OWNER_URL", "is given to a process that serves; it is for migrate alone")
EMBEDDED_DATABASE = _database is None and not PRODUCTION
if EMBEDDED_DATABASE:
    from config.embedded import server  # the wheel is not installed in production

    _database = {
        "ENGINE": "config.embedded",
        "EMBEDDED_FOLDER": VAR / "postgresql",
        "NAME": server.DATABASE,
        # Tests make and empty databases, which the application may not; where its rights matter they take its role.
        "USER": server.OWNER if TEST else server.APPLICATION,
        "HOST": str(server.choose_socket_folder(VAR / "postgresql")),
        "OPTIONS": {},
    }
    DATABASE_OWNER = None if TEST else {"USER": server.OWNER}
APPLICATION_ROLE: str = "dozvil_app" if TEST or _database is None else str(_database["USER"])
if _database is not None:
    _database["ATOMIC_REQUESTS"] = False
    # A connection from the pool is tried before it is used, so that a database that was away is found again at once.
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"] = {"options": _session, "connect_timeout": 5, **_database["OPTIONS"]}
    if PROCESS == "web":
        _database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": DATABASE_POOL, "timeout": 3}
DATABASES: dict[str, dict[str, Any]] = {"default": _database or {}}

# The cache only counts guesses at sign-in. In the database, every process sees them without one more server.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
    if TEST
    else {"BACKEND": "config.web.counters.CounterCache", "LOCATION": "dozvil_cache", "OPTIONS": {"MAX_ENTRIES": 1_000}}
}
