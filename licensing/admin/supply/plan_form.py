"""The form of a supply plan, and a sheet of periods that is looked at before anything is entered."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.supply.plans import enter_plan, find_plan_faults
from licensing.admin.forms.base import (
    NOTHING_CHOSEN,
    build_date_field,
    build_line_field,
    build_quantity_field,
    build_select_field,
    build_text_field,
)
from licensing.admin.pages.command_page import SubjectForm, render_command
from licensing.admin.pages.rights import get_person, local_now
from licensing.choices import NeedVerdict
from licensing.errors import Invalid
from licensing.models import ItemFamily
from licensing.policy.requests.sheets.delimited import ENCODINGS
from licensing.policy.supply.plans import COLUMNS, PlanInput, PlannedPeriod
from licensing.policy.supply.sheets import PeriodFault, find_period_faults, read_periods, read_sheet_file


class EnterPlan(SubjectForm):
    """Entering the supply plan of a family: figures by period, or the document that holds them."""

    title = gettext_lazy("Enter a supply plan")
    lead = gettext_lazy(
        "Each plan is a new version; nothing that was entered is changed. The figures are seen by the bodies that keep the"
        " plans, and by nobody else. What is authorised and not delivered yet is taken from the ledger of"
        " licences and is not entered."
    )
    done = gettext_lazy("The supply plan is entered.")
    button = gettext_lazy("Enter it")
    template = "admin/licensing/supply/enter.html"
    # The periods of a sheet that was looked at, once they can be read.
    read: tuple[PlannedPeriod, ...] = ()

    def is_multipart(self) -> bool:
        """A file of periods may come beside the fields."""
        return True

    def prepare(self) -> None:
        families = ItemFamily.objects.filter(active=True).select_related("unit").order_by("pk")
        self._families = {one.pk: one for one in families}
        named = [(key, f"{one.name} ({one.unit.name})") for key, one in self._families.items()]
        columns = ";".join(COLUMNS)
        self.fields["family"] = build_select_field(_("Item family"), named)
        self.fields["data_on"] = build_date_field(_("State of the data"))
        self.fields["data_on"].initial = to_local_day(local_now())
        self.fields["opening_stock"] = build_quantity_field(
            _("Stock on hand"), required=False, help_text=_("At the beginning of the first period.")
        )
        self.fields["reserve_floor"] = build_quantity_field(_("Reserve that must stay"), required=False)
        self.fields["domestic_orders"] = build_quantity_field(
            _("Domestic orders"), required=False, help_text=_("In all periods together; needed where a quota is set.")
        )
        self.fields["periods"] = build_text_field(
            _("Periods"),
            required=False,
            rows=8,
            help_text=_("One period in a line: %(columns)s. Days are written YYYY-MM-DD. A file chosen below fills it in.")
            % {"columns": columns},
        )
        self.fields["periods"].widget.attrs["class"] = "dz-mono"
        verdicts = [NOTHING_CHOSEN, *NeedVerdict.choices]
        self.fields["document_no"] = build_line_field(
            _("Or the number of the document that holds the figures"), required=False, max_length=80
        )
        self.fields["verdict"] = build_select_field(_("What that document comes to"), verdicts, required=False)
        self.fields["note"] = build_text_field(_("Note"), required=False, rows=2)

    def execute(self) -> None:
        enter_plan(self.user, self._families[self.cleaned_data["family"]], self._read_plan())

    def list_faults(self) -> list[PeriodFault]:
        """All that is wrong with the periods, by line and column, as far as it can be told from what is filled in."""
        text = self.data.get("periods", "")
        try:
            periods = read_periods(text)
        except Invalid as refused:
            return find_period_faults(text, refused.gaps)
        if not self.is_valid():
            return []
        self.read = periods
        family = self._families[self.cleaned_data["family"]]
        return find_period_faults(text, find_plan_faults(family, self._read_plan()))

    def _read_plan(self) -> PlanInput:
        given = self.cleaned_data
        return PlanInput(
            data_on=given["data_on"],
            opening_stock=given["opening_stock"],
            reserve_floor=given["reserve_floor"],
            domestic_orders=given["domestic_orders"],
            periods=read_periods(given["periods"]),
            verdict=NeedVerdict(given["verdict"]) if given["verdict"] else None,
            document_no=given["document_no"],
            note=given["note"],
        )

    def find_field(self, path: str) -> str:
        return super().find_field(path.split(".", maxsplit=1)[0])


def preview_sheet(request: HttpRequest, sent: UploadedFile[Any], back: str) -> HttpResponse:
    """Show what a sheet of periods holds, or all that is wrong in it; nothing is entered, and what else was typed stays."""
    data = request.POST.copy()
    user = get_person(request)
    try:
        read = read_sheet_file(sent.read())
    except Invalid as refused:
        form = EnterPlan(data, user=user, back=back)
        return render_command(request, form, {"file_refusals": [gap.sentence for gap in refused.gaps]}, 400)
    data["periods"] = read.text
    form = EnterPlan(data, user=user, back=back)
    faults = form.list_faults()
    encoding = ENCODINGS.get(read.encoding, read.encoding)
    more: dict[str, Any] = {"faults": faults, "encoding": encoding, "file_name": sent.name, "periods": form.read}
    return render_command(request, form, more, 400 if faults else 200)
