from __future__ import annotations

from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from config import urls
from config.web import devmail

urlpatterns = [
    path("dev/mail/", devmail.show_mailbox, name="devmail"),
    path("dev/mail/<slug:name>/", devmail.show_letter, name="devmail_letter"),
    *urls.urlpatterns,
]
handler404 = urls.handler404
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.MAIL_FOLDER = tmp_path / "mail"
    return tmp_path / "mail"


def _send(subject: str) -> None:
    message = EmailMultiAlternatives(subject, "До https://dozvil.example.org/x", "a@example.org", ["b@example.org"])
    message.attach_alternative("<p onclick='x'>Дозвіл</p>", "text/html")
    devmail.FolderBackend().send_messages([message])


@pytest.mark.django_db
def test_what_would_have_been_sent_can_be_read(client: Client, folder: Path) -> None:
    _send("Нагадування <1>")
    _send("Second")

    page = client.get("/dev/mail/").content.decode()

    assert page.index("Second") < page.index("Нагадування &lt;1&gt;")
    newest = max(folder.iterdir()).stem
    letter = client.get(f"/dev/mail/{newest}/").content.decode()
    assert '<a href="https://dozvil.example.org/x"' in letter
    assert "<p onclick" not in letter


@pytest.mark.django_db
def test_a_letter_that_is_not_there_is_not_found(client: Client, folder: Path) -> None:
    assert client.get("/dev/mail/1-1/").status_code == 404


def test_only_the_demo_shows_mail(client: Client) -> None:
    assert not [pattern for pattern in urls.urlpatterns if getattr(pattern, "name", "") == "devmail"]
