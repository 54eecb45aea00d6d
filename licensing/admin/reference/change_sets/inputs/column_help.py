"""What a column of a governed list means, for whoever proposes a row; nothing is added where its name says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

HELP: Final[Mapping[tuple[str, str], Any]] = {
    ("countries", "code"): _("Two letters of ISO 3166-1, such as EE. It never changes."),
    ("countries", "alpha3"): _("Three letters of ISO 3166-1, such as EST."),
    ("countries", "tier"): _("The decision table asks for it: another tier may lead a request to another procedure."),
    ("countries", "note"): _("For those who keep the list; it decides nothing."),
    ("units", "code"): _("Two or three letters or digits of the UN/ECE list, such as KGM."),
    ("units", "decimals"): _("How many decimals a quantity in this unit may have."),
    ("currencies", "code"): _("Three letters of ISO 4217, such as EUR."),
    ("currencies", "decimals"): _("How many decimals an amount may have."),
    ("rates", "on"): _("The rate is used from this day until the day of the next one."),
    ("rates", "to_eur"): _("What one unit of the currency is worth in euros, up to eight decimals."),
    ("calendars", "version"): _("A name for the state of this calendar, such as 2026-2."),
    ("calendars", "zone"): _("A name of the IANA list, such as Europe/Kyiv. It never changes."),
    ("case_kinds", "prefix"): _("Stands in every reference of such a case, such as EXP. It never changes."),
    ("case_kinds", "validity_months"): _("What the form of a grant offers first."),
    ("case_kinds", "max_validity_months"): _("No permit of this kind can be granted for longer."),
    ("case_kinds", "report_months"): _("How long after a period the holder may take to report what was done with the goods."),
    ("case_kinds", "is_plan"): _("A country plan of a partner. Nobody files one any more: the state keeps those itself."),
    ("case_kinds", "active"): _("Only active kinds can be chosen for a new request."),
    ("requirements", "kind"): _("Nothing chosen: every kind of case."),
    ("requirements", "section"): _("Where the sentence leads the partner."),
    ("requirements", "target"): _(
        "Of the part of the list that fits the test: a field or section, a role, or a type. Several fields of which one is"
        " enough come by a sheet, with | between them."
    ),
    ("requirements", "applies_if"): _(
        "Tick what the request must say: one of several in the same field, and all fields in which something is ticked. Nothing"
        " ticked: it always applies."
    ),
    ("requirements", "sentences"): _("What the partner reads when it is missing: one sentence that says what to do."),
    ("document_types", "original_required"): _("The paper itself must be presented."),
    ("document_types", "expires"): _("Such a document has a last day, which is asked for."),
    ("bodies", "states_need"): _("Seats that depend on domestic need wait for the statement of such a body."),
    ("bodies", "plans_supply"): _("Its members enter the supply plans of the forces, and they alone read the figures."),
    ("bodies", "leads_plans"): _("It leads the working groups of country plans, and it alone sets priorities of projects."),
    ("splitting_rules", "by"): _("In what sales must be alike. At least the partner or the end user."),
    ("splitting_rules", "days"): _("Sales that were filed within so many days of each other are added up."),
    ("splitting_rules", "threshold"): _("In EUR. Above it, the sum takes the place of the value of the single sale."),
    ("item_families", "code"): _("Letters, digits and the signs _ . / -; it never changes."),
    ("item_families", "unit"): _("Plans, needs and limits of the family are counted in this unit. It never changes."),
    ("item_families", "model_names"): _("One in a line; with a * at its end, every model that begins so. Empty: any model."),
    ("item_families", "makers"): _("One in a line, by the name in the request. Empty: any maker."),
    ("item_families", "entries"): _("Nothing ticked: any entry."),
    ("item_families", "plan_days"): _(
        "Days after the day of its data on which a supply plan is no longer good for a statement of need."
    ),
    ("item_families", "quota_percent"): _(
        "How much of what our own forces have ordered may be exported. Empty: no such limit."
    ),
    ("control_entries", "list"): _("The list that the entry stands in, such as ML."),
    ("control_entries", "valid_from"): _(
        "Nobody can name the entry in a request before this day. Empty: it has always been in force."
    ),
    ("conditions", "texts"): _("Parameters stand in braces, by their names. A condition that was published never changes."),
    ("conditions", "parameters"): _("Whoever decides fills them in; in the texts they stand in braces, by their names."),
    ("conditions", "due_rule"): _("Where it counts days or months, the condition has a parameter of that name."),
    ("conditions", "gate_rule"): _("What customs asks before goods leave. Licences keep the rule that they were granted with."),
    ("conditions", "cap_scope"): _("Of a cap only. Its condition has the parameters quantity (or amount) and months."),
    ("conditions", "evidence_kind"): _("The kind of record that meets it, or that stops deliveries by it."),
    ("conditions", "blocks_start"): _("Nothing may leave under the licence until it is fulfilled."),
    ("certificate_templates", "required"): _("An assessment cannot be sound while one of them is absent or unclear."),
    ("certificate_templates", "optional"): _("They are asked for on the checklist, and stop nothing."),
    ("certificate_templates", "confirmed_by"): _("One of these must confirm a certificate, and none may deny it."),
    ("certificate_templates", "active"): _("No new certificate is recorded by one that has ended."),
    ("source_kinds", "active"): _("No new assessment names one that has ended."),
    ("criteria", "set"): _("The set that it belongs to: EU, ATT or national."),
    ("criterion_sets", "version"): _(
        "What findings cite. Whoever changes criteria or questions of the set gives it the next version in the same change."
    ),
    ("criterion_sets", "applies_if"): _(
        "Tick what the request must say for its criteria to be weighed. Nothing ticked: of every request."
    ),
    ("criterion_questions", "texts"): _(
        "“Yes” always speaks for a risk. It never changes: another wording is another question."
    ),
    ("criterion_questions", "applies_if"): _(
        "Tick what the request must say for the question to be asked. Nothing ticked: it is asked of every request."
    ),
    ("holidays", "on"): _("A day from today on: with past days, time limits were counted."),
    ("holidays", "kind"): _("A day off is not counted as a working day; a worked weekend day is."),
    ("quiet_hours", "starts"): _("In the time zone of the reader; hours may pass midnight."),
    ("reminder_rules", "code"): _("Letters, digits and underscores; it names the rule in the record."),
    ("reminder_rules", "clock"): _("The deadline that it reminds of."),
    ("reminder_rules", "offset_days"): _("With a minus before the deadline, without one after it; 0 is the day itself."),
    ("reminder_rules", "unit"): _("The kind of days in which it is counted, also between repeats."),
    ("reminder_rules", "repeat_every"): _("Leave it empty where nothing is repeated."),
    ("reminder_rules", "repeat_until"): _("Leave it empty to repeat until the deadline is met."),
    ("reminder_rules", "by_webhook"): _("Only the applicant can be reminded by webhook."),
    ("reminder_rules", "quiet"): _("Hours at which nobody is reminded; a reminder waits for the morning."),
    ("reminder_rules", "sentences"): _("The reference and the last day are filled in where they stand in braces."),
    ("requirements", "active"): _("One that has ended is asked of nobody from the release on."),
    ("conditions", "active"): _("One that has ended is offered no more; cases in which somebody named it keep it."),
    ("refusal_grounds", "active"): _("One that has ended is offered no more; cases in which somebody named it keep it."),
    ("return_grounds", "active"): _("Nothing goes back on one that has ended; what was sent back stays so."),
    ("reminder_rules", "active"): _("One that has ended reminds nobody; what was sent stays as it is."),
    ("", "code"): _("It names the row wherever it is used, and never changes."),
    ("", "note"): _("For those who keep the list; it decides nothing."),
    ("", "source"): _("The law or list from which it is taken."),
}
