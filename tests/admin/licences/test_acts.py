"""The buttons of the acts on a licence: for whom they are."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.admin.conftest import At, text_of
from tests.world import World


@pytest.mark.walk
def test_licence_buttons_are_for_those_who_may(world: World, at: At) -> None:
    licence = world.licence()
    verbs = ("activate", "suspend", "reinstate", "revoke")

    page = reverse("admin:licensing_licence_change", args=[licence.pk])
    shown = {user.name: text_of(at(user).get(page)) for user in (world.otto, world.dora, world.audra)}
    offered = {
        name: [verb for verb in verbs if reverse("admin:licensing_licence_act", args=[licence.pk, verb]) in text]
        for name, text in shown.items()
    }

    assert offered == {"Otto": ["suspend"], "Dora": ["revoke"], "Audra": []}
