"""The addresses of accounts, each named here: what a library brings and we do not offer has no route.

Nobody registers alone, an address is changed only by the page of ours, and who has no password yet gets one by a link.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from django.conf import settings
from django.urls import URLPattern, path, re_path

from config.accounts import addresses, confirming, invitations, passwords
from config.accounts.factors import app_codes, passkeys, recovery_codes
from config.accounts.factors import pages as factors
from config.accounts.programs import pages as programs
from config.accounts.service import connection
from config.accounts.service import login as service
from config.accounts.sessions import pages as sessions

_SIGNING_IN: list[URLPattern] = [
    path("login/", account.login, name="account_login"),
    path("logout/", sessions.SignOut.as_view(), name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("confirm/", confirming.confirm_person, name="account_reauthenticate"),
]
_PASSWORD: list[URLPattern] = [
    path("password/change/", passwords.ChangePassword.as_view(), name="account_change_password"),
    path("password/reset/", passwords.AskForPassword.as_view(), name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    # An expression, because the key has a dash of its own.
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
_ACCOUNT: list[URLPattern] = [
    path("address/", addresses.edit_address, name="account_address"),
    path("address/confirm/<str:token>/", addresses.confirm_new_address, name="account_address_confirm"),
    path("address/undo/<str:token>/", addresses.undo_new_address, name="account_address_undo"),
    path("sessions/", sessions.show_sessions, name="account_sessions"),
]
_SECOND_FACTOR: list[URLPattern] = [
    path("2fa/", factors.show_factors, name="mfa_index"),
    path("2fa/authenticate/", second_step.authenticate, name="mfa_authenticate"),
    path("2fa/app/", app_codes.set_up_app, name="mfa_activate_totp"),
    path("2fa/app/remove/", app_codes.remove_app, name="mfa_deactivate_totp"),
    path("2fa/codes/", recovery_codes.renew_codes, name="mfa_generate_recovery_codes"),
    path("2fa/passkeys/add/", passkeys.add_passkey, name="mfa_add_webauthn"),
    path("2fa/passkeys/<int:pk>/rename/", passkeys.rename_passkey, name="mfa_edit_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", passkeys.remove_passkey, name="mfa_remove_webauthn"),
]
_INVITATIONS: list[URLPattern] = [
    path("invitation/<str:token>/", invitations.show_invitation, name="account_invitation"),
]
_PROGRAMS: list[URLPattern] = [
    path("programs/", programs.list_programs, name="account_programs"),
    path("programs/<uuid:allowed_id>/end/", programs.end_program, name="account_programs_end"),
]
# Only where a sign-in service of the state is configured.
SIGN_IN_SERVICE: list[URLPattern] = [
    path("service/", connection.show_connection, name="socialaccount_connections"),
    path("oidc/<slug:provider_id>/login/", service.begin, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", service.finish, name="openid_connect_callback"),
]

urlpatterns: list[URLPattern] = [*_SIGNING_IN, *_PASSWORD, *_ACCOUNT, *_SECOND_FACTOR, *_INVITATIONS, *_PROGRAMS]
if settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
    urlpatterns += SIGN_IN_SERVICE
