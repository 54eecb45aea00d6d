"""`manage.py doctor`: look at everything an installation needs, and say what is wrong and what to do. Exits with 1 then."""

from __future__ import annotations

import shutil
import smtplib
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand
from django.db import Error, connection
from kombu.connection import Connection

from licensing.acts.documents.papers.keeping import list_altered_forms
from licensing.acts.documents.scanner import ScannerAway, ask_version
from licensing.acts.documents.trust import load_trust_list
from licensing.acts.record.heads import check_place
from licensing.choices import Office
from licensing.management.readiness import describe_backlog, describe_task, find_fault, find_fault_of_record
from licensing.models import Appointment, Procedure
from licensing.models.read_models.backlog import measure_backlogs, measure_tasks
from licensing.outbox.delivery.health import measure_outbox_health

_LEAST_SERVER_VERSION: Final = 150_000
_LEAST_FREE_BYTES: Final = 2**30
_ANSWER_SECONDS: Final = 3
# The library has no types.
_connect: Callable[..., Any] = Connection


class Finding(NamedTuple):
    """One thing that was looked at, as a line; `well` is False where somebody should do something."""

    well: bool
    line: str


class Command(BaseCommand):
    help = "Look at everything this installation needs: settings, database, files, broker, mail, tasks, what waits too long."

    # The settings were read before this line, or nothing runs at all; the checks of Django are run by name below.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        findings = [finding for examine in EXAMINATIONS for finding in _examine_safely(examine)]
        for finding in findings:
            self.stdout.write(f"{'ok  ' if finding.well else 'LOOK'}  {finding.line}")
        wrong = sum(not finding.well for finding in findings)
        if wrong:
            self.stderr.write(f"{wrong} of {len(findings)} need somebody to look. docs/operating.md says more.")
            sys.exit(1)
        self.stdout.write("All is well.")


def _examine_safely(examine: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """The findings; where the database is away, that is the finding, and the others still follow."""
    try:
        yield from list(examine())
    except Error as away:
        yield Finding(False, f"the database does not answer: {str(away).splitlines()[0]}")


def _examine_settings() -> Iterator[Finding]:
    yield Finding(
        True, f"settings: read as {'production' if settings.PRODUCTION else 'demo or test'}, for {settings.PUBLIC_URL}"
    )
    if settings.SECURE_PROXY_SSL_HEADER and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield Finding(
            False,
            "settings: BEHIND_PROXY is yes and PROXIES is 0: all visitors share one address and its limits",
        )


def _examine_database() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        [version] = cursor.fetchone()
    yield Finding(
        int(version) >= _LEAST_SERVER_VERSION, f"database: PostgreSQL {int(version) // 10_000}, 15 or later is needed"
    )
    fault = find_fault()
    yield Finding(fault is None, fault or "what a visitor needs: migrated, tables of the cache, static files")


def _examine_reference_data() -> Iterator[Finding]:
    procedures = Procedure.objects.filter(published_at__isnull=False).count()
    yield Finding(procedures > 0, f"procedures in force or replaced: {procedures}" + ("" if procedures else "; manage.py seed"))
    people = Appointment.objects.filter(kind=Office.ADMINISTRATOR, user__is_active=True).count()
    yield Finding(people > 0, f"administrators: {people}" + ("" if people else "; manage.py first_administrator"))


def _examine_files() -> Iterator[Finding]:
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as refused:
        yield Finding(False, f"documents: {folder} cannot be written to ({refused.strerror})")
        return
    yield Finding(free >= _LEAST_FREE_BYTES, f"documents: {folder} can be written to, {free // 2**20} MiB are free")


def _examine_record() -> Iterator[Finding]:
    fault = find_fault_of_record()
    yield Finding(fault is None, f"record: {fault or 'acts are written, and the chain holds the heads that were kept outside'}")
    try:
        check_place()
    except OSError as refused:
        yield Finding(False, f"heads: {settings.RECORD_HEADS} cannot be appended to ({refused.strerror}), see RECORD_HEADS")
    else:
        yield Finding(True, f"heads: {settings.RECORD_HEADS} can be appended to")


def _examine_papers() -> Iterator[Finding]:
    altered = ", ".join(list_altered_forms())
    yield Finding(not altered, f"papers: {f'not as shipped: {altered}' if altered else 'their templates are as shipped'}")


def _examine_broker() -> Iterator[Finding]:
    options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, "max_retries": 0}
    try:
        with _connect(settings.CELERY_BROKER_URL, connect_timeout=_ANSWER_SECONDS, transport_options=options) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=_ANSWER_SECONDS)
            yield Finding(True, f"broker: {broker.as_uri()} answers")
    # Each transport has its own errors, and kombu wraps only some of them.
    except Exception as away:  # noqa: BLE001
        yield Finding(False, f"broker: does not answer ({type(away).__name__}); reminders and messages wait for it")


def _examine_scanner() -> Iterator[Finding]:
    if not settings.CLAMAV_ADDRESS and Procedure.objects.filter(published_at__isnull=False, requires_scan=True).exists():
        yield Finding(False, "scanner: none is configured, and a procedure takes scanned documents only: nothing can be filed")
    elif not settings.CLAMAV_ADDRESS:
        yield Finding(True, "scanner: none is configured; attached files are not scanned, and say so")
    else:
        try:
            yield Finding(True, f"scanner: {ask_version()}")
        except ScannerAway as away:
            yield Finding(False, f"scanner: gives no answer ({away}); attached files are kept back")
    trusted = len(load_trust_list())
    yield Finding(bool(trusted) or not settings.TRUST_LIST, f"trusted issuers of signatures: {trusted}")


def _examine_mail() -> Iterator[Finding]:
    if not settings.EMAIL_HOST:
        yield Finding(not settings.PRODUCTION, f"mail: kept in {settings.MAIL_FOLDER}, not sent")
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    sender = get_connection(timeout=_ANSWER_SECONDS)
    try:
        sender.open()
    except (OSError, smtplib.SMTPException) as away:
        yield Finding(False, f"mail: {where} does not take letters ({type(away).__name__}: {str(away)[:100]})")
    else:
        yield Finding(True, f"mail: {where} answers")
    finally:
        sender.close()


def _examine_tasks() -> Iterator[Finding]:
    for one in measure_tasks():
        yield Finding(not one.is_late, describe_task(one) + ("; do worker and beat run?" if one.is_late else ""))


def _examine_backlogs() -> Iterator[Finding]:
    for one in measure_backlogs():
        yield Finding(not one.is_late, describe_backlog(one))


def _examine_outbox() -> Iterator[Finding]:
    health = measure_outbox_health()
    yield Finding(not health.dead, f"dead letters: {health.dead}")
    yield Finding(not health.unsent_events, f"events set aside: {health.unsent_events}")
    yield Finding(not health.disabled_endpoints, f"systems switched off: {health.disabled_endpoints}")


EXAMINATIONS: Final = (
    _examine_settings,
    _examine_database,
    _examine_record,
    _examine_reference_data,
    _examine_files,
    _examine_papers,
    _examine_scanner,
    _examine_broker,
    _examine_mail,
    _examine_tasks,
    _examine_backlogs,
    _examine_outbox,
)
