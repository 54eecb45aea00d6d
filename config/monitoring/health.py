"""What orchestrators and the metrics collector ask: does the process live, may it get visitors, what does it count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare

from config.monitoring.metrics import export_metrics
from licensing.management.readiness import find_fault, list_warnings


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
    """Visitors may be sent here: the database answers and is migrated, and pages find their static files.

    What waits past its time keeps nobody out, since visitors would gain nothing by it; it is told as `warnings`.
    """
    try:
        fault = find_fault()
        warnings = [] if fault else list_warnings()
    except Error:
        fault, warnings = "The database does not answer.", []
    if fault:
        return JsonResponse({"status": "not ready", "reason": fault}, status=503)
    return JsonResponse({"status": "ready"} | ({"warnings": warnings} if warnings else {}))


def report_metrics(request: HttpRequest) -> HttpResponse:
    """Counters for Prometheus, for whoever knows the token; without a token set, there is no such page."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    # Compared in constant time: the time of an ordinary comparison would betray how much of a guess is right.
    if not settings.METRICS_TOKEN or not constant_time_compare(given, settings.METRICS_TOKEN):
        return HttpResponseNotFound()
    return export_metrics()


_PROBES: Final[dict[str, Callable[[HttpRequest], HttpResponseBase]]] = {
    "/healthz": report_health,
    "/readyz": report_readiness,
    "/metrics": report_metrics,
}
