"""Background work: alarm clocks only, the truth is in PostgreSQL."""

from __future__ import annotations

from typing import Any

from kombu.transport import TRANSPORT_ALIASES

from config.settings.stage import PRODUCTION, VAR, env

REDIS_URL: str = env.read_url(
    "REDIS_URL", None if PRODUCTION else "", schemes=("redis", "rediss"), like="an address such as redis://host:6379/0"
)
_BROKER_FOLDER = VAR / "broker"
# Kombu's own would let a worker read a message that is half written.
TRANSPORT_ALIASES["filesystem"] = "config.embedded.broker:Transport"
# Kombu's own ends a worker whose Redis dies while it works.
TRANSPORT_ALIASES["redis"] = TRANSPORT_ALIASES["rediss"] = "config.broker:Transport"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost//"
# Whoever publishes while the broker is gone hears so at once, and asks no second time.
REDIS_BROKER_OPTIONS: dict[str, Any] = {
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
    "socket_keepalive": True,
    "visibility_timeout": 600,
    "unacked_restore_throttle": 1,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    REDIS_BROKER_OPTIONS
    if REDIS_URL
    else {
        "data_folder_in": str(_BROKER_FOLDER / "queue"),
        "data_folder_out": str(_BROKER_FOLDER / "queue"),
        "control_folder": str(_BROKER_FOLDER / "control"),
        "polling_interval": 0.2,
    }
)
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = CELERY_EVENT_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
# A task counts as taken only when it has ended, so that one whose worker was killed is given to another.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = "UTC"
# Worker and beat say that they live; `python -m config.monitoring.heartbeat worker` asks.
CELERY_BEAT_SCHEDULER = "config.monitoring.heartbeat.Beat"
