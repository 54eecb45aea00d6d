"""Recovery codes are shown once; new ones make the old ones void."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator

from licensing.models import Event
from licensing.policy.record.event_kinds import EventKind
from tests.config.accounts.factors.test_app_codes import set_up
from tests.config.web.test_kept_forms import browser
from tests.world import World


@pytest.mark.walk
def test_codes_are_shown_this_once_as_text_and_as_a_file(world: World) -> None:
    client = browser(world.paula)
    set_up(client)

    page = client.post("/accounts/2fa/codes/").content.decode()

    codes = re.findall(r'class="dz-code">(\d+)</span>', page)
    assert len(set(codes)) == 10
    file = re.search(r'href="data:text/plain;charset=utf-8,([^"]+)"', page)
    assert file is not None
    assert all(code in unquote(file[1]) for code in codes)
    assert not any(code in client.get("/accounts/2fa/codes/").content.decode() for code in codes)
    assert "10 codes are left" in client.get("/accounts/2fa/").content.decode()
    assert Event.objects.filter(kind=EventKind.CODES_RENEWED).count() == 1


def test_new_codes_make_the_old_ones_void(world: World) -> None:
    client = browser(world.paula)
    set_up(client)
    old = re.findall(r'class="dz-code">(\d+)</span>', client.post("/accounts/2fa/codes/").content.decode())

    client.post("/accounts/2fa/codes/")

    left = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert not set(old) & set(left)


def test_without_a_second_factor_there_are_none(world: World) -> None:
    client = browser(world.paula)

    assert client.post("/accounts/2fa/codes/")["Location"] == "/accounts/2fa/"
    assert not Authenticator.objects.exists()
