"""Why the service signed nobody in, in the reader's language, and a way on."""

from __future__ import annotations

from django.test import Client
from django.utils.translation import override

from tests.config.accounts.service.provider import Service
from tests.config.accounts.service.test_login import visit
from tests.world import World


def test_a_refusal_is_in_the_language_of_the_reader_and_leads_to_the_sign_in(world: World, service: Service) -> None:
    with override("uk"):
        page = visit(Client(headers={"Accept-Language": "uk"})).content.decode()

    assert "не пов’язано жоден" in page
    assert 'href="/accounts/login/"' in page
