"""The forms by which versions of lists are prepared from a file, published and declined."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.assessment.lists import ListFile, decline_list, prepare_list, publish_list
from licensing.admin.forms.base import build_date_field, build_line_field, build_select_field, build_text_field
from licensing.admin.pages.command_page import SubjectForm
from licensing.choices import ListShape
from licensing.models import ListVersion, User
from licensing.policy.assessment.lists.reading import LARGEST


class PrepareListForm(SubjectForm):
    """Preparing a list from a file, or with a subject its next version."""

    subject: ListVersion | None
    title = gettext_lazy("Prepare a version of a list")
    lead = gettext_lazy(
        "Nobody is held against it before another policy officer has published it. Its page then shows who is new on it, of"
        " whom it says something else, and who is gone. A file with a broken row is refused whole."
    )
    done = gettext_lazy("The version is prepared. See what it changes; another policy officer publishes it.")
    button = gettext_lazy("Read the file")

    def __init__(
        self, data: Any = None, *, user: User, subject: Any = None, back: str, initial: Any = None, files: Any = None
    ) -> None:
        super().__init__(data, user=user, subject=subject, back=back, initial=initial)
        if files is not None:
            self.files = files

    def prepare(self) -> None:
        most = _("At most %(megabytes)s MB.") % {"megabytes": LARGEST // (1024 * 1024)}
        self.fields["code"] = build_line_field(
            _("Code of the list"), max_length=16, help_text=_("The same for all its versions, such as UN or OFAC-SDN.")
        )
        self.fields["title"] = build_line_field(_("Title"))
        self.fields["source"] = build_line_field(_("Source"), max_length=300, help_text=_("Who publishes it, and where."))
        self.fields["shape"] = build_select_field(_("Shape of the file"), ListShape.choices)
        self.fields["as_of"] = build_date_field(_("Day of the list"))
        self.fields["content"] = forms.FileField(label=_("File"), help_text=most)
        self.fields["aliases"] = forms.FileField(
            label=_("File of aliases"), required=False, help_text=_("Only of the US Treasury: alt.csv beside sdn.csv.")
        )
        if self.subject is not None:
            self.initial.update(model_to_dict(self.subject, fields=["code", "title", "source", "shape"]))

    def execute(self) -> None:
        given = self.cleaned_data
        aliases = given["aliases"]
        self._prepared = prepare_list(
            self.user,
            ListFile(
                code=given["code"],
                title=given["title"],
                source=given["source"],
                shape=ListShape(given["shape"]),
                as_of=given["as_of"],
                content=given["content"].read(LARGEST + 1),
                aliases=aliases.read(LARGEST + 1) if aliases else b"",
            ),
        )

    def get_next_url(self) -> str:
        return get_list_url(self._prepared)


class PublishListForm(SubjectForm):
    """Publishing what another officer prepared."""

    subject: ListVersion
    title = gettext_lazy("Publish a version of a list")
    lead = gettext_lazy(
        "From now on every grant, every licence and every clearance at customs is held against it. Live cases are held"
        " against it within minutes, and the officers of those with new hits get a letter. What was said of hits of entries"
        " that did not change holds."
    )
    done = gettext_lazy("The version is published.")
    button = gettext_lazy("Publish it")
    weight = "grave"

    def execute(self) -> None:
        publish_list(self.subject, self.user)


class DeclineListForm(SubjectForm):
    """Declining what is prepared, or taking it back."""

    subject: ListVersion
    title = gettext_lazy("Decline a version of a list")
    done = gettext_lazy("It is declined.")
    button = gettext_lazy("Decline")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"))

    def execute(self) -> None:
        decline_list(self.subject, self.user, reason=self.cleaned_data["reason"])


def get_list_url(version: ListVersion) -> str:
    return reverse("admin:licensing_listversion_change", args=[version.pk])
