"""Who stands at the desk, what they may look at, and which rows they may keep. No page decides this for itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, NoReturn, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from unfold.admin import ModelAdmin
from unfold.paginator import InfinitePaginator

from licensing.acts.acting import now, to_local_day
from licensing.acts.people.rights.emergency import record_opening
from licensing.admin.pages.texts import TextsAdmin, expand_languages, expand_search_fields
from licensing.choices import Office
from licensing.models import Body, Case, User, read_actor
from licensing.models.requests.case import SEE_EVERY_FILE, CaseQuerySet
from licensing.permissions import Actor

Rows = TypeVar("Rows", bound=QuerySet[Any])

AUTHORITY = frozenset(SEE_EVERY_FILE)
REFERENCE_EDITORS = frozenset({Office.POLICY_OFFICER})
PEOPLE_EDITORS = frozenset({Office.ADMINISTRATOR})


# The actor of each request that is under way. Weak keys: an entry goes with its request, so none outlives a mandate.
_ACTORS: WeakKeyDictionary[HttpRequest, Actor] = WeakKeyDictionary()


# As above, the bodies that the person is at the head of.
_HEADED: WeakKeyDictionary[HttpRequest, frozenset[str]] = WeakKeyDictionary()


def get_person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the desk lets nobody in who is not signed in
    return request.user


def local_now() -> datetime:
    """The present moment in the zone of the authority: its date is the day on which mandates must hold."""
    return now().astimezone(ZoneInfo(settings.TIME_ZONE))


def get_actor(request: HttpRequest) -> Actor:
    """The person as the permissions see them, read once per request."""
    known = _ACTORS.get(request)
    if known is None:
        known = read_actor(get_person(request), on=to_local_day(now()))
        store_actor(request, known)
    return known


def store_actor(request: HttpRequest, actor: Actor) -> None:
    """Keep an actor that was read with their part in the case at hand; it knows all that the plain one does."""
    _ACTORS[request] = actor


def has_appointment(request: HttpRequest, wanted: frozenset[Any]) -> bool:
    """Whether an active person holds one of some offices today. Being a superuser is no office and gives nothing."""
    return bool(get_person(request).is_active and get_actor(request).appointments & wanted)


def list_headed_bodies(request: HttpRequest) -> frozenset[str]:
    """The bodies that this person is at the head of, read once per request; none for whoever may not open the desk."""
    person = get_person(request)
    if not (person.is_staff and person.is_active):
        return frozenset()
    if request not in _HEADED:
        _HEADED[request] = frozenset(Body.objects.filter(head=person).values_list("pk", flat=True))
    return _HEADED[request]


def find_reviewable_cases(request: HttpRequest) -> CaseQuerySet:
    """Filed cases that this person may review: never those of an organisation that they themselves belong to.

    What only an emergency opens to them is not among them: it is read on the page of the case alone, by `open_case`.
    """
    return Case.objects.reviewable_by(get_person(request), on=local_now())


def open_case(request: HttpRequest, select: Callable[[CaseQuerySet], CaseQuerySet], **wanted: Any) -> Case:
    """The one case that a page shows. One that only an emergency opens to this person says so in its record, once per access.

    404 for any other, whether there is such a case or not, and for one whose access has ended since it was looked for.
    """
    found = select(find_reviewable_cases(request)).filter(**wanted).first()
    if found is None:
        opened = Case.objects.reviewable_by(get_person(request), on=local_now(), in_emergency=True)
        found = get_or_404(select(opened), **wanted)
        record_opening(found, get_person(request))
    return found


class RecordAdmin(TextsAdmin, ModelAdmin):
    """Rows that only acts write: at the desk they are read, whoever asks and whatever is sent.

    `editors` are those who change such rows by the acts that the pages lead to, and who read them therefore.
    """

    actions = None
    list_per_page = 50
    show_full_result_count = False
    # A list is read by pages, newest first; nobody needs the exact number of all rows, and counting them is dear.
    paginator = InfinitePaginator
    list_fullwidth = True
    viewers: ClassVar[frozenset[str] | None] = AUTHORITY
    editors: ClassVar[frozenset[str]] = frozenset()

    def get_list_display(self, request: HttpRequest) -> Any:
        return expand_languages(self.model, super().get_list_display(request))

    def get_search_fields(self, request: HttpRequest) -> Any:
        return expand_search_fields(self.model, super().get_search_fields(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = self.viewers is None or has_appointment(request, self.viewers | self.editors)
        return get_person(request).is_staff and allowed

    def get_shown(self, request: HttpRequest, pk: UUID) -> Any:
        """One of the rows that this reader may see; 404 for any other, and for whoever may see none."""
        if not self.has_view_permission(request):
            raise Http404
        return get_or_404(self.get_queryset(request), pk=pk)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> NoReturn:
        """Missing and invisible rows answer alike; the framework would redirect and name the id that it did not find."""
        raise Http404

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        title = str(self.opts.verbose_name_plural).capitalize()
        page: HttpResponse = super().changelist_view(request, {"title": title, **(extra_context or {})})
        return page

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not self.has_view_permission(request) or object_id is None:
            raise PermissionDenied
        return self.render_record(request, object_id)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The framework's own list of edits, which is always empty here: what was done stands in the chain of events."""
        raise Http404

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """The page of one row, for those who may see such rows."""
        page: HttpResponse = super().changeform_view(request, record_id)
        return page


def filter_by_visible_case(rows: Rows, request: HttpRequest, path: str = "case") -> Rows:
    """Rows that speak of a case, for those who may see the case."""
    return rows.filter(**{f"{path}__in": find_reviewable_cases(request)})


def get_or_404(rows: QuerySet[Any], **wanted: Any) -> Any:
    """The row, or 404 for one that is missing or was filtered out as invisible; nobody can tell which."""
    found: Model | None = rows.filter(**wanted).first()
    if found is None:
        raise Http404
    return found
