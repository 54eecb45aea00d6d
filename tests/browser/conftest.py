"""A real browser before a real server: each person in a browser of their own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from licensing.models import User
from tests.browser.walking import Album, Walker


class Enter(Protocol):
    """Opens a browser for somebody; without `script`, one that runs none."""

    def __call__(self, user: User, *, script: bool = True) -> Walker: ...


_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.skip("there is no Chromium on the path")
    # Playwright keeps a loop running in this thread; Django takes that for asynchronous code and would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu", "--lang=en-GB"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def album() -> Album:
    """The pictures of a run; DOZVIL_SHOTS names the folder that wants them."""
    return Album(os.environ.get("DOZVIL_SHOTS", ""))


@pytest.fixture
def enter(
    chromium: Browser,
    live_server: LiveServer,
    album: Album,
    settings: LazySettings,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Enter]:
    """Let somebody open a browser; at the end it may not have complained about any page."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    failed_before = request.session.testsfailed
    walkers: list[Walker] = []

    def entered(user: User, *, script: bool = True) -> Walker:
        context = chromium.new_context(
            base_url=live_server.url,
            locale="en-GB",
            viewport={"width": 1280, "height": 900},
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        context.set_default_timeout(30_000)
        walkers.append(Walker(context.new_page(), user, album))
        return walkers[-1]

    yield entered
    if request.session.testsfailed > failed_before:
        _keep_what_was_shown(walkers)
    for walker in walkers:
        walker.page.context.close()
    assert [complaint for walker in walkers for complaint in walker.complaints] == []


def _keep_what_was_shown(walkers: list[Walker]) -> None:
    """What each person had before them when a test failed, for whoever looks into it: var/browser/."""
    folder = Path(django_settings.VAR, "browser")
    for walker in walkers:
        walker.page.screenshot(path=folder / f"{walker.user.name}.png", full_page=True)
        print(f"{walker.user.name} was at {walker.page.url}: {folder}/{walker.user.name}.png")
