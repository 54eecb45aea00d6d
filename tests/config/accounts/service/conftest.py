"""One sign-in service for all tests of a process, as it is at its start in each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.config.accounts.service.provider import CLIENT, SECRET, Service, run_service


@pytest.fixture(scope="session")
def running() -> Iterator[Service]:
    with run_service() as service:
        yield service


@pytest.fixture
def service(running: Service, settings: Settings) -> Service:
    """The service, configured as an operator does it."""
    fresh = Service(running.issuer, keys=running.keys)
    vars(running).update(vars(fresh))
    settings.ROOT_URLCONF = "tests.config.accounts.service.urls"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "state",
                    "name": "State sign-in",
                    "client_id": CLIENT,
                    "secret": SECRET,
                    "settings": {"server_url": running.issuer},
                }
            ],
        }
    }
    return running
