"""Accounts: people and systems, who sign in by an address."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Accounts by e-mail address, which is stored in lower case and is the same address in any case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account with a hashed password; without one nobody can sign in to it with any password."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account for the administrators' pages. It has no act in any case by being one: permissions ignore the flag."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """The account that somebody signs in to, however they wrote their address."""
        return self.get(email__iexact=username)


def list_languages() -> list[tuple[str, str]]:
    """The languages of the site by code, each by its own name: its speakers may not read any other."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


class User(AbstractBaseUser, PermissionsMixin):
    """A person, or the account of a system. What they may do follows from appointments, memberships and mandates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    # The function and not its list, so that a further language makes no migration. Migration 0001 names it by its path.
    language = models.CharField(_("language"), max_length=10, choices=list_languages, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Kyiv")
    is_system = models.BooleanField(_("is a system, not a person"), default=False)
    is_staff = models.BooleanField(_("may open the reviewers' desk"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    wants_digest = models.BooleanField(_("one mail a day"), default=False)
    date_joined = models.DateTimeField(_("joined at"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email
