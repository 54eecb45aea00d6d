"""The library's forms of signing in and of passwords, with labels of ours: in the words of the site, and none said twice."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordKeyForm
from django.utils.translation import gettext_lazy as _

_LABELS: Final = {
    "login": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password again"),
}


class _InOurWords:
    """Before a form of the library: its labels are replaced, and the hints inside its fields, which only repeat them."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in _LABELS.items():
            if name in self.fields:
                self.fields[name].label = label
                self.fields[name].widget.attrs.pop("placeholder", None)


class SignInForm(_InOurWords, LoginForm):
    """Signing in by address and password."""


class ChangeForm(_InOurWords, ChangePasswordForm):
    """Another password, by the present one."""


class ChooseForm(_InOurWords, ResetPasswordKeyForm):
    """A new password, by the link of a letter."""
