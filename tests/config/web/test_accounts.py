from __future__ import annotations

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from licensing.models import User
from licensing.outbox.passwords import send_password_letters


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "login/code/confirm/", "3rdparty/signup/"])
def test_nobody_registers_alone_nor_reaches_what_is_not_offered(client: Client, path: str) -> None:
    form = {"email": "stella@example.org", "password1": "long enough 123", "password2": "long enough 123"}

    assert client.post(f"/accounts/{path}", form).status_code == 404
    assert not User.objects.filter(email="stella@example.org").exists()


@pytest.mark.django_db
def test_people_sign_in_by_mail_and_password(client: Client) -> None:
    User.objects.create_user("paula@example.org", "long enough 123", name="Paula the partner")

    response = client.post("/accounts/login/", {"login": "paula@example.org", "password": "long enough 123"})

    assert (response.status_code, response["Location"]) == (302, "/")
    assert "_auth_user_id" in client.session


@pytest.mark.django_db
def test_the_desk_is_entered_by_the_same_sign_in(client: Client) -> None:
    assert client.get("/admin/", follow=True).redirect_chain[-1] == ("/accounts/login/?next=%2Fadmin%2F", 302)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "uk"])
def test_mails_of_accounts_name_the_public_address_and_no_other(
    client: Client, settings: Settings, mailoutbox: list[EmailMessage], language: str
) -> None:
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://dozvil.example.org", ["*"]
    User.objects.create_user("paula@example.org", "long enough 123", name="Paula the partner")

    User.objects.update(language=language)

    client.post("/accounts/password/reset/", {"email": "paula@example.org"}, HTTP_HOST="10.0.0.7:8000")
    send_password_letters()

    [letter] = mailoutbox
    assert letter.subject.startswith("Dozvil: ")
    assert "10.0.0.7" not in f"{letter.subject} {letter.body}"
    assert "https://dozvil.example.org/accounts/" in letter.body
    assert letter.message().as_bytes().split(b"Subject: ")[1].startswith((b"Dozvil", b"=?utf-8?"))
