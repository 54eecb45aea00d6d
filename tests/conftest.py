"""The database of the tests: migrated once into a template, then copied for every run and every worker."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import pytest_django
from _pytest.nodeid import NodeId
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as properties
from psycopg import sql
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling

from tests import balance, by_hand, declared, emptying
from tests.waiting import wait_past_midnight
from tests.world import World, open_world

_PREFIX = "dozvil_template_"
_ROOT = Path(__file__).resolve().parent.parent
_SEEDS = _ROOT / "seeds"
# What `migrate` and the tests write into the database besides the tables.
_PROTECTION = (
    _ROOT / "licensing" / "policy" / "record" / "tables.py",
    *(_ROOT / "licensing" / "models" / "record").glob("protection.*"),
    _ROOT / "tests" / "emptying.py",
)
# How hard properties are tried: HYPOTHESIS_PROFILE=full before a release. A busy machine is no fault of a property.
_CALM = (HealthCheck.too_slow, HealthCheck.data_too_large)
properties.register_profile("default", max_examples=100, deadline=None, suppress_health_check=_CALM)
properties.register_profile("full", max_examples=2500, deadline=None, suppress_health_check=_CALM)
properties.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# Until all tests are collected nearly everything that is made stays: see pytest_collection_finish.
gc.disable()

emptying.install()
declared.install()
by_hand.install()


class ByFile(LoadGroupScheduling):
    """The tests of one file to one worker, which then remembers their scenes; those of a group beside each other, as before."""

    def _split_scope(self, nodeid: str) -> str:
        return str(super()._split_scope(nodeid)).partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile | None:
    # A walk takes half a minute, and those of one file go side by side.
    by_file = config.getvalue("dist") == "loadgroup" and config.getvalue("markexpr") != "walk"
    # Neither by how many tests a file has, nor as they were collected.
    config.option.loadscopereorder = not by_file
    return ByFile(config, log) if by_file else None


# Stories of whole days, of users and of misuse: each goes through many acts, and none is the first to say that a rule broke.
_STORIES = tuple(_ROOT / "tests" / name for name in ("abuse", "journeys"))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let ./run walks play the stories, and not ./run test."""
    if any(item.path.is_relative_to(stories) for stories in _STORIES):
        item.add_marker(pytest.mark.walk)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let xdist 3.8 see its groups under pytest 9.2: it writes them where pytest no longer reads (pytest-xdist issue 1386)."""
    for item in items:
        if grouped := vars(item).get("_nodeid"):
            item._id = NodeId.parse(grouped)
    if hasattr(config, "workerinput"):
        items[:] = balance.order_items(items)


def pytest_runtest_setup() -> None:
    """No test begins on one day to end on the next."""
    wait_past_midnight()


@pytest.fixture(autouse=True)
def events_as_declared() -> Iterator[None]:
    """No act records a field that its kind of event does not declare, and none leaves one out."""
    declared.found.clear()
    yield
    # A request leaves its language in the process, and the next file of tests would be answered in it.
    translation.deactivate()
    assert declared.found == []


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Known people and a small procedure, in a database that has the reference data."""
    with open_world() as world:
        yield world


@pytest.fixture
def real_world(transactional_db: None) -> Iterator[World]:
    """The same, committed, for tests with threads of their own."""
    with open_world() as world:
        yield world


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    """Migrating takes ten seconds, copying a migrated database a fraction of one."""
    template = _PREFIX + _digest_of_migrations()
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR / "template.lock").open("wb") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        if template not in _templates():
            _make(template)
    test = connections["default"].settings_dict["TEST"]
    test["TEMPLATE"], test["MIGRATE"] = template, False


def _digest_of_migrations() -> str:
    """Changes whenever a migration of ours or of a library does."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(file.name.encode() + file.read_bytes())
    for file in sorted([*_SEEDS.rglob("*.*"), *_PROTECTION]):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _templates() -> set[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{_PREFIX}%"])
        return {name for (name,) in cursor.fetchall()}


def _make(template: str) -> None:
    unfinished = f"unfinished_{template}"
    _as_owner("DROP DATABASE IF EXISTS {}", unfinished)
    for old in _templates():
        _as_owner("DROP DATABASE IF EXISTS {}", old)
    _as_owner("CREATE DATABASE {}", unfinished)
    real = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = unfinished
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("seed", stdout=StringIO())
        emptying.forget_record()
        emptying.keep_what_was_seeded()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = real
    _as_owner("ALTER DATABASE {} RENAME TO {}", unfinished, template)


def _as_owner(statement: str, *names: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def pytest_collection_finish() -> None:
    """Leave what is there for good out of every search for rubbish: half a million objects, thousands of times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()
