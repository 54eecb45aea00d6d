"""The sidebar: each person finds there what they may open, and nothing else."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from licensing.admin.pages.rights import REFERENCE_EDITORS, get_person, has_appointment
from licensing.admin.people.who.page import may_read_rights
from licensing.admin.signoff.simulate_rule import SIMULATION_USERS
from licensing.models import (
    Absence,
    AccountProposal,
    AddressChange,
    Appointment,
    Body,
    Calendar,
    Case,
    CaseKind,
    Certificate,
    CertificateTemplate,
    ChangeSet,
    Condition,
    ControlEntry,
    Country,
    CountryPlan,
    Criterion,
    CriterionQuestion,
    CriterionSet,
    Currency,
    Delivery,
    DocumentType,
    EmergencyAccess,
    Endpoint,
    Event,
    ExchangeRate,
    Incoterm,
    Interest,
    Invitation,
    ItemFamily,
    Licence,
    ListVersion,
    Mandate,
    Measure,
    Membership,
    Organisation,
    Participant,
    Procedure,
    QuietHours,
    RefusalGround,
    Registration,
    ReminderRule,
    Requirement,
    ReturnGround,
    RightCorrection,
    RightProposal,
    RoutingRow,
    ScreeningHit,
    Sitting,
    SourceKind,
    SplittingRule,
    SupplyPlan,
    System,
    Unit,
    UnsentEvent,
    Usage,
    User,
)

_CASEWORK: tuple[tuple[Any, str], ...] = (
    (Case, "folder_open"),
    (Sitting, "groups"),
    (Licence, "verified"),
    (Usage, "report"),
    (ScreeningHit, "person_search"),
    (Certificate, "workspace_premium"),
    (SupplyPlan, "inventory_2"),
    (CountryPlan, "public"),
    (Participant, "factory"),
    (Interest, "handshake"),
)
Group = tuple[str, bool, tuple[tuple[Any, str], ...]]


def build_sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    desk = {"title": _("My desk"), "icon": "inbox", "link": reverse("admin:index"), "active": _is_desk(request)}
    groups: list[dict[str, Any]] = [{"items": [desk, *_build_items(request, _CASEWORK)]}]
    for title, collapsible, models in _sidebar_groups():
        items = [*_build_items(request, models), *(_simulation_items(request) if Procedure in dict(models) else ())]
        items += _list_rights_item(request) if RightProposal in dict(models) else []
        if items:
            groups.append({"title": title, "collapsible": collapsible, "separator": True, "items": items})
    return groups


def get_styles_url(request: HttpRequest) -> str:
    return static("licensing/admin/desk.css")


def get_script_url(request: HttpRequest) -> str:
    return static("licensing/admin/desk.js")


def get_keeping_styles_url(request: HttpRequest) -> str:
    return static("licensing/keeping.css")


def get_keeping_script_url(request: HttpRequest) -> str:
    return static("licensing/keeping.js")


def get_logo_url(request: HttpRequest) -> str:
    return static("licensing/mark.svg")


def list_account_links(request: HttpRequest) -> list[dict[str, str]]:
    """The ways to one's own account; signing in is the business of the accounts pages."""
    links = [
        {"title": _("Your account"), "link": reverse("portal:preferences")},
        {"title": _("Password"), "link": reverse("account_change_password")},
        {"title": _("Second factor"), "link": reverse("mfa_index")},
        {"title": _("Where you are signed in"), "link": reverse("account_sessions")},
    ]
    if settings.DEMO:
        links.append({"title": _("Mail that was sent (demo)"), "link": reverse("devmail")})
    return links


def get_environment_label(request: HttpRequest) -> list[str] | None:
    """A label that says that nothing here is real, where that is so."""
    return [_("Demonstration"), "warning"] if settings.DEMO else None


def _build_items(request: HttpRequest, models: tuple[tuple[Any, str], ...]) -> list[dict[str, Any]]:
    shown, titles = [], _sidebar_titles()
    for model, icon in models:
        keeper = admin.site._registry.get(model)  # noqa: SLF001 - the site offers no other way to ask
        if keeper is not None and keeper.has_view_permission(request):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
            label = titles.get(model, str(model._meta.verbose_name_plural).capitalize())
            link = reverse(name)
            # The pages that try something have items of their own under the same address.
            active = request.path.startswith(link) and not request.path.endswith("/try/") and "/who/" not in request.path
            badge = _count_waiting_sets(request) if model is ChangeSet else 0
            shown.append({"title": label, "icon": icon, "link": link, "active": active, "badge": badge or None})
    return shown


def _count_waiting_sets(request: HttpRequest) -> int:
    """How many change sets wait for this person: those that another policy officer has sent."""
    if not has_appointment(request, REFERENCE_EDITORS):
        return 0
    return ChangeSet.objects.waiting().exclude(drafted_by=get_person(request)).count()


def _simulation_items(request: HttpRequest) -> list[dict[str, Any]]:
    """Pages that try what is not published yet, for those who publish it."""
    if not has_appointment(request, SIMULATION_USERS):
        return []
    return [
        {"title": _("Try a rule"), "icon": "calculate", "link": reverse("admin:licensing_procedure_try")},
        {"title": _("Try the decision table"), "icon": "fork_right", "link": reverse("admin:licensing_routingrow_try")},
    ]


def _list_rights_item(request: HttpRequest) -> list[dict[str, Any]]:
    """The page of everybody's rights, for those who read it."""
    link = reverse("admin:licensing_who")
    active = request.path.startswith(link)
    return (
        [{"title": _("Who may what"), "icon": "manage_accounts", "link": link, "active": active}]
        if may_read_rights(request)
        else []
    )


def _is_desk(request: HttpRequest) -> bool:
    return request.path == reverse("admin:index")


def _sidebar_groups() -> tuple[Group, ...]:  # a table whose words are translated when it is read
    return (
        (
            _("Rules"),
            False,
            (
                (ChangeSet, "difference"),
                (Measure, "gavel"),
                (ListVersion, "playlist_remove"),
                (Procedure, "account_tree"),
                (RoutingRow, "alt_route"),
            ),
        ),
        (
            _("People and bodies"),
            False,
            (
                (Body, "account_balance"),
                (RightProposal, "approval"),
                (RightCorrection, "rule"),
                (EmergencyAccess, "emergency_home"),
                (AccountProposal, "lock_reset"),
                (Mandate, "assignment_ind"),
                (Absence, "event_busy"),
                (Appointment, "badge"),
                (AddressChange, "alternate_email"),
                (User, "person"),
                (Invitation, "forward_to_inbox"),
                (Registration, "domain_add"),
                (Organisation, "apartment"),
                (Membership, "group"),
                (System, "dns"),
            ),
        ),
        (
            _("Reference data"),
            True,
            tuple(
                (model, "list_alt")
                for model in (
                    CaseKind,
                    Requirement,
                    DocumentType,
                    Condition,
                    RefusalGround,
                    ReturnGround,
                    CriterionSet,
                    Criterion,
                    CriterionQuestion,
                    CertificateTemplate,
                    SourceKind,
                    ControlEntry,
                    ItemFamily,
                    SplittingRule,
                    Country,
                    Unit,
                    Currency,
                    ExchangeRate,
                    Incoterm,
                    Calendar,
                    ReminderRule,
                    QuietHours,
                )
            ),
        ),
        (
            _("Records"),
            False,
            ((Event, "history"), (Delivery, "outgoing_mail"), (UnsentEvent, "report"), (Endpoint, "webhook")),
        ),
    )


def _sidebar_titles() -> dict[Any, str]:  # as above
    return {
        Sitting: _("Sittings"),
        EmergencyAccess: _("Emergency access"),
        Absence: _("Absences"),
        Usage: _("Irregular clearances"),
        SupplyPlan: _("Supply plans"),
        CountryPlan: _("Country plans"),
        Participant: _("Makers and investors"),
        Interest: _("Expressions of interest"),
        ChangeSet: _("Changes"),
        Measure: _("Measures of the state"),
        ListVersion: _("Lists of listed parties"),
        ScreeningHit: _("Hits of screening"),
        Certificate: _("End-user certificates"),
        Procedure: _("Procedures"),
        RoutingRow: _("Decision table"),
        CaseKind: _("Kinds of case"),
        Requirement: _("What a file needs"),
        DocumentType: _("Types of document"),
        Condition: _("Conditions"),
        RefusalGround: _("Grounds of refusal"),
        ReturnGround: _("Grounds for sending back"),
        CriterionSet: _("Sets of criteria"),
        Criterion: _("Criteria"),
        CriterionQuestion: _("Questions of criteria"),
        CertificateTemplate: _("Templates of certificates"),
        SourceKind: _("Kinds of source"),
        ControlEntry: _("Control lists"),
        ItemFamily: _("Item families"),
        SplittingRule: _("Rules on splitting"),
        Country: _("Countries and tiers"),
        Unit: _("Units"),
        Currency: _("Currencies"),
        ExchangeRate: _("Exchange rates"),
        Incoterm: _("Delivery terms"),
        Calendar: _("Calendars"),
        ReminderRule: _("Reminders"),
        QuietHours: _("Quiet hours"),
        Delivery: _("Deliveries"),
        UnsentEvent: _("Events set aside"),
        Endpoint: _("Systems that listen"),
    }
