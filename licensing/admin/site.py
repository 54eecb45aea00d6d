"""The site of the desk: its first page, and only our own rows in it."""

from __future__ import annotations

from django.contrib.admin import AdminSite


def settle(site: AdminSite) -> None:
    """Make the framework's site the reviewers' desk, once every app has registered what it has.

    Libraries bring pages that edit their tables (tokens, second factors, groups); at this desk nobody needs them.
    """
    site.index_template = "admin/licensing/desk.html"
    for model in list(site._registry):  # noqa: SLF001 - the site offers no other way to ask
        if model._meta.app_label != "licensing":
            site.unregister(model)
