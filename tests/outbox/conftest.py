from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.outbox.post import Clock
from tests.outbox.receiver import Receiver
from tests.outbox.sink import Sink


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    yield one
    one.close()


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A real mail server, which the settings point to."""
    one = Sink()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", one.port, False
    yield one
    one.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()
