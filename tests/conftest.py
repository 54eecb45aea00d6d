"""The database of the tests: migrated once into a template, then copied for every run and every worker."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
import pytest_django
from _pytest.nodeid import NodeId
from django.db import connections
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as properties
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling
from xdist.workermanage import WorkerController

from tests import balance, by_hand, declared, emptying, starting, template
from tests.waiting import wait_past_midnight
from tests.world import World, open_world

# How hard properties are tried: ./run walks asks for "walk", HYPOTHESIS_PROFILE=full is for a release. A busy machine is no
# fault of a property.
_CALM = (HealthCheck.too_slow, HealthCheck.data_too_large)
properties.register_profile("default", max_examples=30, deadline=None, suppress_health_check=_CALM)
properties.register_profile("walk", max_examples=100, deadline=None, suppress_health_check=_CALM)
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


def pytest_sessionstart(session: pytest.Session) -> None:
    if starting.has_workers(session.config):
        starting.make_template_meanwhile(session.config)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: WorkerController) -> None:
    starting.wait_for_first(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile | None:
    # A walk takes half a minute, and those of one file go side by side.
    by_file = config.getvalue("dist") == "loadgroup" and not config.getvalue("markexpr").startswith("walk")
    # Neither by how many tests a file has, nor as they were collected.
    config.option.loadscopereorder = not by_file
    return ByFile(config, log) if by_file else None


# Stories of whole days, of users and of misuse: each goes through many acts, and none is the first to say that a rule broke.
_STORIES = ("tests/abuse/", "tests/journeys/")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let ./run walks play the stories, and not ./run test."""
    if item.nodeid.startswith(_STORIES):
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
    pytestconfig: pytest.Config,
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> None:
    """Migrating takes ten seconds, copying a migrated database a fraction of one."""
    with django_db_blocker.unblock():
        name = template.make_template()
    database = connections["default"].settings_dict
    database["TEST"]["TEMPLATE"], database["TEST"]["MIGRATE"] = name, False
    if pytestconfig.getoption("markexpr") == "not walk" or pytestconfig.args == ["tests/fuzz"]:
        # Of a statement on tables of few rows four fifths is planning: joins are made in the order in which they are written.
        database["OPTIONS"]["options"] += " -c join_collapse_limit=1 -c from_collapse_limit=1"


def pytest_collection_finish() -> None:
    """Leave what is there for good out of every search for rubbish: half a million objects, thousands of times."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()
    starting.tell_collected()
