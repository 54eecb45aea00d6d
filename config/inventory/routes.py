"""The map of routes as it is resolved, beside what is declared of each; the page docs/routes.md is made of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from inspect import unwrap
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver

from config.accounts.urls import SIGN_IN_SERVICE
from config.inventory import portal, site
from config.inventory.declaration import Entry
from config.inventory.desk import list_desk_entries
from licensing.api.http.operations import ApiView

_OURS: Final = ("config.", "licensing.")
# Addresses of the API that are no operations: whom they serve.
_API_PAGES: Final[Mapping[str, str]] = {
    "api/v1/token/": "whoever has the credentials of a client, for a token",
    "api/v1/token/revoke/": "whoever has the credentials of a client, to end a token",
    "api/v1/schema/": "everybody: the published contract",
    "api/v1/docs/": "everybody: the contract to read",
}
_HEAD: Final = """# Routes

Made from `config/inventory/` and the map of routes by a test; not edited by hand. Every address of the site has a line
here: who may use it, what it is for, and which module answers. A view of a library answers only where a reason is given.
What a person may see or do within a page is decided by `visible_to` and by the acts, for every entry point alike.
Operations of the API are declared with their scopes where they are written.
"""


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the map of routes, and what answers under it."""

    pattern: str
    view: Any

    @property
    def owner(self) -> str:
        """The module that answers."""
        view = self.view
        while isinstance(view, partial):
            view = view.func
        shown = _find_class(view) or unwrap(view)
        while isinstance(shown, partial):
            shown = shown.func
        return str(shown.__module__)

    @property
    def is_ours(self) -> bool:
        """Whether a module of ours answers, and none of a library."""
        return self.owner.startswith(_OURS)


def list_every_route() -> list[Route]:
    """All routes of the site, in the order in which they are tried; those of a sign-in service also where none is set up."""
    routes = list(_walk(get_resolver(), ""))
    known = {one.pattern for one in routes}
    of_service = [Route(f"accounts/{one.pattern}", one.callback) for one in SIGN_IN_SERVICE]
    return [*routes, *(one for one in of_service if one.pattern not in known)]


def list_declared() -> Mapping[str, Entry]:
    """What is declared, by pattern."""
    return {one.pattern: one for one in list_entries()}


def list_entries() -> list[Entry]:
    """The lines of the inventory as they are written; a pattern that stands there twice is a mistake."""
    return [*site.ENTRIES, *portal.ENTRIES, *list_desk_entries()]


def describe_operations(route: Route) -> list[str]:
    """Of an address of the API: each operation with its scopes; what is no operation says whom it serves."""
    view = _find_class(route.view)
    if view is None or not issubclass(view, ApiView):
        return []
    return [
        f"`{method.upper()}` {spec.summary} ({', '.join(f'`{one}`' for one in spec.scopes) or 'any token'})"
        for method, spec in view.specs.items()
    ]


def render_routes_page() -> str:
    """The page docs/routes.md."""
    declared = list_declared()
    rows = [_render_row(route, declared) for route in list_every_route() if not route.pattern.startswith("api/")]
    operations = [
        f"| `{route.pattern}` | {'<br>'.join(describe_operations(route)) or _API_PAGES[route.pattern]} |\n"
        for route in list_every_route()
        if route.pattern.startswith("api/")
    ]
    pages = "| Address | Who may | What for | Answered by |\n|---|---|---|---|\n" + "".join(rows)
    api = "| Address | Operations and scopes |\n|---|---|\n" + "".join(operations)
    return f"{_HEAD}\n## Pages\n\n{pages}\n## The API\n\n{api}"


def list_api_pages() -> Mapping[str, str]:
    """The addresses of the API that are no operations, and whom each serves."""
    return _API_PAGES


def _render_row(route: Route, declared: Mapping[str, Entry]) -> str:
    entry = declared[route.pattern]
    owner = f"`{route.owner}`" + (f": {entry.because}" if entry.because else "")
    # A bar would end the cell.
    address = (route.pattern or "(the first page)").replace("|", "\\|")
    return f"| `{address}` | {entry.who.value} | {entry.words} | {owner} |\n"


def _find_class(view: Any) -> type[Any] | None:
    """The class of which Django (`view_class`) or the REST framework (`cls`) made a view; None of one that is a function."""
    return getattr(view, "view_class", None) or getattr(view, "cls", None)


def _walk(resolver: URLResolver, before: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield Route(before + str(entry.pattern), entry.callback)
        else:
            yield from _walk(entry, before + str(entry.pattern))
