"""What orchestrators and the metrics collector ask: does the process live, may it get visitors, what does it count."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.utils.crypto import constant_time_compare
from django_prometheus.exports import ExportToDjangoView

_migrated = False


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers. The database is not asked: restarting us would not mend it."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and has every migration, so that visitors may be sent here."""
    try:
        fault = _fault()
    except DatabaseError:
        fault = "The database does not answer."
    if fault:
        return JsonResponse({"status": "not ready", "reason": fault}, status=503)
    return JsonResponse({"status": "ready"})


def metrics(request: HttpRequest) -> HttpResponse:
    """Counters for Prometheus, for whoever knows the token; without a token set, there is no such page."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, settings.METRICS_TOKEN):
        return HttpResponseNotFound()
    exported: HttpResponse = ExportToDjangoView(request)
    return exported


def _fault() -> str | None:
    global _migrated  # noqa: PLW0603 (asked every few seconds; once true it stays true for this process)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "The database still has to be migrated."
        _migrated = True
    return None
