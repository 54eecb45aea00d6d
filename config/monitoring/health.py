"""What orchestrators and the metrics collector ask: does the process live, may it get visitors, what does it count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare
from django_prometheus.exports import ExportToDjangoView

_migrated = False


class Probes:
    """Answer probes before any other middleware: they come by plain HTTP, to an address that is not in ALLOWED_HOSTS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return _PROBES.get(request.path, self.get_response)(request)


def report_health(request: HttpRequest) -> JsonResponse:
    """The process answers. The database is not asked: restarting us would not mend it."""
    return JsonResponse({"status": "ok"})


def report_readiness(request: HttpRequest) -> JsonResponse:
    """The database answers and has every migration, so that visitors may be sent here."""
    try:
        fault = _readiness_fault()
    except Error:
        fault = "The database does not answer."
    if fault:
        return JsonResponse({"status": "not ready", "reason": fault}, status=503)
    return JsonResponse({"status": "ready"})


def report_metrics(request: HttpRequest) -> HttpResponse:
    """Counters for Prometheus, for whoever knows the token; without a token set, there is no such page."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    # Compared in constant time: the time of an ordinary comparison would betray how much of a guess is right.
    if not settings.METRICS_TOKEN or not constant_time_compare(given, settings.METRICS_TOKEN):
        return HttpResponseNotFound()
    exported: HttpResponse = ExportToDjangoView(request)
    return exported


_PROBES: Final[dict[str, Callable[[HttpRequest], HttpResponseBase]]] = {
    "/healthz": report_health,
    "/readyz": report_readiness,
    "/metrics": report_metrics,
}


def _readiness_fault() -> str | None:
    global _migrated  # noqa: PLW0603 (asked every few seconds; once true it stays true for this process)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "The database still has to be migrated."
        _migrated = True
    return None
