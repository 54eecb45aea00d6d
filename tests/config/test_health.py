from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings


def test_healthz_asks_no_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_readyz_answers_when_the_database_is_migrated(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "ready"}


@pytest.mark.parametrize(
    ("token", "given", "status"), [("", "", 404), ("", "guess", 404), ("t0k", "guess", 404), ("t0k", "t0k", 200)]
)
def test_metrics_are_for_those_who_know_the_token(
    client: Client, settings: Settings, token: str, given: str, status: int
) -> None:
    settings.METRICS_TOKEN = token

    response = client.get("/metrics", headers={"Authorization": f"Bearer {given}"})

    assert response.status_code == status
