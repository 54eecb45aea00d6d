"""What Prometheus collects: requests, counted by every web process, and the state of the installation, read from the database.

With several web processes each keeps its counters in files of PROMETHEUS_MULTIPROC_DIR (config/gunicorn.py sets it), and
whichever process is asked adds up those of all. Without the folder only the counters of the asked process are known.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from django.db import Error, connection
from django.http import HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from licensing.models import ChainHead
from licensing.models.read_models.backlog import measure_backlogs, measure_tasks
from licensing.outbox.delivery.health import measure_outbox_health

# The library has no types.
_add_all_processes: Callable[[CollectorRegistry], object] = MultiProcessCollector


def export_metrics() -> HttpResponse:
    """All metrics in the text format of Prometheus."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        _add_all_processes(registry)
    else:
        registry.register(_Requests())
    registry.register(_Installation())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Requests(Collector):
    """The counters of this process."""

    def collect(self) -> Iterator[Metric]:
        yield from REGISTRY.collect()


class _Installation(Collector):
    """What the database tells of the whole installation; the same from whichever process is asked."""

    def collect(self) -> Iterator[Metric]:
        answers = GaugeMetricFamily("dozvil_database_up", "Whether the database answers.")
        try:
            found = [*_collect_work(), *_collect_outbox(), *_collect_database()]
        except Error:
            found = []
        answers.add_metric([], 1 if found else 0)
        yield answers
        yield from found


def _collect_work() -> Iterator[Metric]:
    """Of the domain and of Celery: what waits past its time, and when each task last ended."""
    waiting = GaugeMetricFamily("dozvil_backlog", "Rows that wait past their time.", labels=["kind"])
    oldest = GaugeMetricFamily("dozvil_backlog_oldest_seconds", "How long the oldest waits past its time.", labels=["kind"])
    for backlog in measure_backlogs():
        waiting.add_metric([backlog.kind], backlog.count)
        oldest.add_metric([backlog.kind], backlog.age.total_seconds())
    age = GaugeMetricFamily(
        "dozvil_task_age_seconds", "Since the last run of a task ended; absent if none did.", labels=["task"]
    )
    runs = CounterMetricFamily("dozvil_task_runs", "Runs of a task that ended well.", labels=["task"])
    done = CounterMetricFamily("dozvil_task_done", "Things that a task did.", labels=["task"])
    for task in measure_tasks():
        if task.age is not None:
            age.add_metric([task.task], task.age.total_seconds())
        runs.add_metric([task.task], task.runs)
        done.add_metric([task.task], task.done)
    events = CounterMetricFamily("dozvil_events", "Events in the chain.")
    events.add_metric([], ChainHead.objects.values_list("number", flat=True).first() or 0)
    yield from (waiting, oldest, age, runs, done, events)


def _collect_outbox() -> Iterator[Metric]:
    health = measure_outbox_health()
    dead = GaugeMetricFamily("dozvil_dead_letters", "Messages that were given up.")
    dead.add_metric([], health.dead)
    aside = GaugeMetricFamily("dozvil_unsent_events", "Events set aside because they could not be fanned out.")
    aside.add_metric([], health.unsent_events)
    systems = GaugeMetricFamily("dozvil_endpoints", "Systems that listen, by their trouble.", labels=["state"])
    systems.add_metric(["failing"], health.failing_endpoints)
    systems.add_metric(["off"], health.disabled_endpoints)
    yield from (dead, aside, systems)


def _collect_database() -> Iterator[Metric]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pg_database_size(current_database()), count(*), count(*) FILTER (WHERE state = 'active'),
                   coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)
            FROM pg_stat_activity WHERE datname = current_database()
            """
        )
        size, connections, active, longest = cursor.fetchone()
    for name, meaning, value in (
        ("dozvil_database_bytes", "Size of the database.", size),
        ("dozvil_database_connections", "Connections to the database.", connections),
        ("dozvil_database_connections_active", "Connections that run a statement just now.", active),
        ("dozvil_database_longest_transaction_seconds", "Age of the oldest open transaction.", longest),
    ):
        gauge = GaugeMetricFamily(name, meaning)
        gauge.add_metric([], float(value))
        yield gauge
