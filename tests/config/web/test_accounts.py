from __future__ import annotations

import pytest
from django.test import Client

from licensing.models import User


@pytest.mark.django_db
def test_nobody_registers_alone(client: Client) -> None:
    client.post(
        "/accounts/signup/",
        {"email": "stella@example.org", "password1": "long enough 123", "password2": "long enough 123"},
    )

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
