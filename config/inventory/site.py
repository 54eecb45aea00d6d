"""The inventory of what belongs to no single entry point: accounts, sessions, and the frame of the desk."""

from __future__ import annotations

from typing import Final

from config.inventory.declaration import Entry, Who

_SIGNING_IN = "the library guards signing in (timing, limits, stages), behind our adapter; the page is ours"
_ADMIN = "part of the framework of the desk; it writes nothing"

ENTRIES: Final = (
    Entry("accounts/login/", Who.EVERYBODY, "Sign in by address and password", _SIGNING_IN),
    Entry("accounts/logout/", Who.SELF, "Sign out", _SIGNING_IN),
    Entry("accounts/inactive/", Who.EVERYBODY, "Says that an account is closed", _SIGNING_IN),
    Entry("accounts/confirm/", Who.SELF, "Prove once more who one is, before an act that asks for it"),
    Entry("accounts/password/change/", Who.SELF, "Another password, by the present one"),
    Entry("accounts/password/reset/", Who.EVERYBODY, "Ask for a link to choose a new password"),
    Entry("accounts/password/reset/done/", Who.EVERYBODY, "Says the same for every address", _SIGNING_IN),
    Entry("accounts/password/reset/key/done/", Who.EVERYBODY, "Says that the new password counts", _SIGNING_IN),
    Entry(
        "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        Who.LINK,
        "Choose a new password; the act of ours sets it",
        _SIGNING_IN,
    ),
    Entry("accounts/address/", Who.SELF, "Ask that one's account moves to another address"),
    Entry("accounts/address/confirm/<str:token>/", Who.LINK, "Confirm a new address, as who reads its mail"),
    Entry("accounts/address/undo/<str:token>/", Who.LINK, "Undo a change of address, as who reads the mail of the former one"),
    Entry("accounts/sessions/", Who.SELF, "Where one is signed in; end one session or all others"),
    Entry("accounts/2fa/", Who.SELF, "The second factors of one's account"),
    Entry("accounts/2fa/authenticate/", Who.SIGNING_IN, "The second step of signing in", _SIGNING_IN),
    Entry("accounts/2fa/app/", Who.SELF, "Set up the codes of an app"),
    Entry("accounts/2fa/app/remove/", Who.SELF, "Remove the codes of an app"),
    Entry("accounts/2fa/codes/", Who.SELF, "Make new recovery codes, shown once"),
    Entry("accounts/2fa/passkeys/add/", Who.SELF, "Add a passkey"),
    Entry("accounts/2fa/passkeys/<int:pk>/rename/", Who.SELF, "Rename a passkey"),
    Entry("accounts/2fa/passkeys/<int:pk>/remove/", Who.SELF, "Remove a passkey"),
    Entry("accounts/invitation/<str:token>/", Who.LINK, "Take up an invitation, with a new account or one's own"),
    Entry("accounts/programs/", Who.SELF, "The programs that one has allowed to act as oneself"),
    Entry("accounts/programs/<uuid:allowed_id>/end/", Who.SELF, "End what a program was allowed", shows=False),
    Entry("accounts/service/", Who.SELF, "Connect one's identity at the sign-in service, where one is set up", shows=False),
    Entry("accounts/oidc/<slug:provider_id>/login/", Who.EVERYBODY, "Leads to the sign-in service", shows=False),
    Entry("accounts/oidc/<slug:provider_id>/login/callback/", Who.EVERYBODY, "Takes the answer of that service", shows=False),
    Entry("oauth/authorize/", Who.SELF, "Allow a program to act as oneself, with a fresh proof"),
    Entry(".well-known/oauth-authorization-server", Who.EVERYBODY, "How a program asks for a token (RFC 8414)", shows=False),
    Entry("session/", Who.EVERYBODY, "How long a sign-in lasts, for the script that keeps what is typed", shows=False),
    Entry("session/confirmed/", Who.SELF, "Says in another tab that one is signed in again"),
    Entry("kept/<uuid:kept_id>/", Who.SELF, "Leads to the form whose content was kept", shows=False),
    Entry("admin/login/", Who.EVERYBODY, "Leads to signing in", _SIGNING_IN, shows=False),
    Entry("admin/logout/", Who.SELF, "Sign out", _SIGNING_IN),
    Entry("admin/password_change/", Who.SELF, "Leads to the page of the password", _ADMIN, shows=False),
    Entry("admin/password_change/done/", Who.SELF, "Leads to the page of the password", _ADMIN, shows=False),
    Entry("admin/", Who.DESK, "My desk: what waits for whom", _ADMIN),
    Entry("admin/search/", Who.DESK, "Search over the rows that one may see", _ADMIN, shows=False),
    Entry("admin/autocomplete/", Who.DESK, "Choices of a field, of rows that one may see", _ADMIN, shows=False),
    Entry("admin/jsi18n/", Who.EVERYBODY, "Words for the scripts of the desk", _ADMIN, shows=False),
    Entry("admin/r/<path:content_type_id>/<path:object_id>/", Who.DESK, "No row has such a page: 404", _ADMIN, shows=False),
    Entry("admin/^(?P<app_label>licensing)/$", Who.DESK, "The lists that one may see", _ADMIN),
    Entry("admin/(?P<url>.*)$", Who.DESK, "No page: 404, or the same address with its slash", _ADMIN, shows=False),
)
