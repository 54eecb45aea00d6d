"""The sections of a draft as the task list shows them: what each holds, and what is still missing in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from licensing.choices import Section
from licensing.errors import Gap
from licensing.models import Case
from licensing.portal.forms.fields import Words
from licensing.portal.forms.parts import Part, PartForm
from licensing.portal.forms.request_forms import (
    AboutForm,
    DeliveryForm,
    EndUseForm,
    ItemForm,
    LegForm,
    PartyForm,
    ProjectForm,
    TermsForm,
)

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FormSection:
    """A section that is one form. `keys` are what it writes in the document; `context` is what it only looks at."""

    slug: str
    name: Words
    form: type[PartForm]
    context: tuple[str, ...] = ()
    hint: Words = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of the parts of the document that it writes."""
        return tuple(field.name for field in self.form.declared)

    def extract_part(self, document: Document) -> Part:
        """What the section writes, and what is compared on saving."""
        return {key: document[key] for key in self.keys}

    def extract_with_context(self, document: Document) -> Part:
        """What its form shows: what it writes, and what it only looks at."""
        return {key: document[key] for key in (*self.keys, *self.context)}


@dataclass(frozen=True, slots=True)
class ListSection:
    """A section that is a list of rows, each with a form of its own."""

    slug: str
    name: Words
    form: type[PartForm]
    columns: tuple[str, ...]
    one: Words
    add: Words
    empty: Words
    hint: Words = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.slug,)


@dataclass(frozen=True, slots=True)
class DocumentsSection:
    """The section of documents, which are attached and removed one by one."""

    slug: str
    name: Words
    hint: Words = ""
    keys: tuple[str, ...] = ("documents",)


AnySection = FormSection | ListSection | DocumentsSection

FORM_SECTIONS: Mapping[str, FormSection] = {
    "about": FormSection(
        "about",
        Section.ABOUT.label,
        AboutForm,
        hint=_("What you ask for, for which country, and in what form of co-operation."),
    ),
    "end_use": FormSection(
        "end_use",
        Section.END_USE.label,
        EndUseForm,
        hint=_("What the end user will do with the goods, and where."),
    ),
    "terms": FormSection(
        "terms",
        Section.TERMS.label,
        TermsForm,
        context=("cooperation_form",),
        hint=_("What is asked for here depends on the form of co-operation chosen in the first section."),
    ),
}
LIST_SECTIONS: Mapping[str, ListSection] = {
    "items": ListSection(
        "items",
        Section.ITEMS.label,
        ItemForm,
        ("name", "quantity", "unit", "unit_price", "currency"),
        one=_("Item"),
        add=_("Add an item"),
        empty=_("There are no items yet."),
        hint=_("Goods, software or technology, each line in an exact quantity of one unit."),
    ),
    "projects": ListSection(
        "projects",
        _("Projects of the plan"),
        ProjectForm,
        ("title", "form", "quantity", "unit", "priority"),
        one=_("Project"),
        add=_("Add a project"),
        empty=_("There are no projects yet."),
        hint=_("What is to be done with the country, project by project. Volumes are indicative."),
    ),
    "deliveries": ListSection(
        "deliveries",
        Section.DELIVERIES.label,
        DeliveryForm,
        ("item", "first_on", "last_on", "quantity"),
        one=_("Delivery"),
        add=_("Add a delivery"),
        empty=_("There are no deliveries yet. Without any, all goods are taken as leaving at once."),
        hint=_("When which quantity of each item leaves. What our own forces can spare is judged by these periods."),
    ),
    "parties": ListSection(
        "parties",
        Section.PARTIES.label,
        PartyForm,
        ("role", "name", "country"),
        one=_("Party"),
        add=_("Add a party"),
        empty=_("There are no parties yet."),
        hint=_("Everybody who takes part in the transfer. Somebody with two roles is added twice."),
    ),
    "route": ListSection(
        "route",
        Section.ROUTE.label,
        LegForm,
        ("mode", "from_place", "from_country", "to_place", "to_country"),
        one=_("Leg"),
        add=_("Add a leg of the route"),
        empty=_("There are no legs yet."),
        hint=_("The way the goods take, leg by leg, in order. Countries of transit follow from it."),
    ),
}
DOCUMENTS_SECTION = DocumentsSection(
    "documents", Section.DOCUMENTS.label, _("PDF, images, Word or Excel files, or plain text, up to 10 MB each.")
)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is still missing or wrong, and where to put it right."""

    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the task list."""

    section: AnySection
    url: str
    missing: tuple[Missing, ...]
    filled: bool

    @property
    def state(self) -> str:
        """`todo`, `done`, or `optional` for a section that is empty and of which nothing is asked."""
        if self.missing:
            return "todo"
        return "done" if self.filled else "optional"


def list_sections(case: Case, document: Document) -> Iterator[AnySection]:
    """The sections in the order of the task list; projects belong to a country plan."""
    yield FORM_SECTIONS["about"]
    # Projects in a request that is no plan stay reachable, or nobody could remove them here.
    if case.kind.is_plan or document["projects"]:
        yield LIST_SECTIONS["projects"]
    yield from (
        LIST_SECTIONS["items"],
        LIST_SECTIONS["deliveries"],
        LIST_SECTIONS["parties"],
        FORM_SECTIONS["end_use"],
        LIST_SECTIONS["route"],
        FORM_SECTIONS["terms"],
        DOCUMENTS_SECTION,
    )


def list_tasks(case: Case, document: Document, gaps: Sequence[Gap]) -> list[Task]:
    """The task list with what is missing in each section."""
    return [
        Task(
            section,
            get_section_url(case, section),
            tuple(list_missing(case, section, gaps)),
            _is_filled([document[key] for key in section.keys]),
        )
        for section in list_sections(case, document)
    ]


def select_gaps(section: AnySection, gaps: Sequence[Gap]) -> list[Gap]:
    """The gaps that lie in a section; a gap's path begins with the part of the document it lies in."""
    return [gap for gap in gaps if gap.path.split(".")[0] in section.keys]


def list_missing(case: Case, section: AnySection, gaps: Sequence[Gap]) -> list[Missing]:
    """What is missing in a section, each with the row it is missing in and the page to go to."""
    return [_describe_missing(case, section, gap) for gap in select_gaps(section, gaps)]


def _describe_missing(case: Case, section: AnySection, gap: Gap) -> Missing:
    steps = gap.path.split(".")
    match section:
        case ListSection() if len(steps) > 2 and steps[1].isdigit():
            place = int(steps[1])
            url = reverse("portal:change_row", args=[case.pk, section.slug, place])
            return Missing(f"{section.one} {place + 1}: {gap.sentence}", f"{url}#id_{steps[2]}")
        case FormSection():
            name = section.form(part={}).find_field(gap.path)
            return Missing(gap.sentence, get_section_url(case, section) + (f"#id_{name}" if name else ""))
    return Missing(gap.sentence, get_section_url(case, section))


def get_section_url(case: Case, section: AnySection) -> str:
    """The page on which a section of a draft is edited."""
    match section:
        case FormSection():
            return reverse("portal:sheet", args=[case.pk, section.slug])
        case ListSection():
            return reverse("portal:table", args=[case.pk, section.slug])
        case DocumentsSection():
            return reverse("portal:documents", args=[case.pk])


def _is_filled(value: Any) -> bool:
    """Whether anything was written; what an empty form leaves, such as an unticked box, does not count."""
    if isinstance(value, Mapping):
        return any(_is_filled(one) for one in value.values())
    if isinstance(value, (list, tuple)):
        return any(_is_filled(one) for one in value)
    return value not in (None, "", False)
