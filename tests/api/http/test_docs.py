"""The page of the contract."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.api.calling import every_operation


@pytest.mark.walk
def test_the_page_shows_every_operation_without_a_script(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()

    assert all(operation.spec.summary in page.replace("&#x27;", "'") for operation in every_operation())
    assert "<script" not in page
    assert "://" not in page.replace("http://www.w3.org", "").replace("https://erp.example.org", "")
