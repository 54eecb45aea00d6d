"""A row of every table that has a page, waiting for somebody: what the walk over all forms sends them on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import uuid4

from django.db.models import Model

from licensing.acts.acting import now
from licensing.acts.assessment.lists import prepare_list
from licensing.acts.decisions.sittings import put_on_agenda, record_attendance
from licensing.acts.documents.papers.issuing import issue_paper
from licensing.acts.people.accounts.addresses import confirm_address, propose_address
from licensing.acts.reference.change_sets.rewording import reword_row
from licensing.acts.reference.procedure_drafts import begin_version
from licensing.acts.reference.trial_runs import ask_for_trial
from licensing.acts.requests.imports import receive_file
from licensing.admin.reference.change_sets.governed_lists import MODELS, build_row_key
from licensing.choices import (
    AccountStep,
    ChangeAction,
    Channel,
    DecisionOutcome,
    DeliveryState,
    ReportKind,
    RightKind,
    SystemKind,
)
from licensing.models import (
    Absence,
    AccountProposal,
    AddressChange,
    Body,
    Case,
    ConditionDuty,
    ConditionRecord,
    Delivery,
    EmergencyAccess,
    Event,
    ItemImport,
    ListVersion,
    Mandate,
    Measure,
    MeasureEnd,
    RegistrationDocument,
    ReportDifference,
    Rewording,
    RightCorrection,
    ScreeningHit,
    Sitting,
    SupplyPlan,
    System,
    UnsentEvent,
    Usage,
    User,
)
from licensing.policy.assessment.kinds import RECORDED_KINDS
from licensing.policy.reference.governed import GOVERNED, RowChange
from tests.abuse.waiting_rows import lay_out_rows, list_people
from tests.abuse.walking import Ids, with_question
from tests.acts.assessment.assessed import MITIGATED, keep_weighing
from tests.acts.assessment.state import STRANGER, list_file
from tests.acts.record.test_rows import make_record
from tests.acts.supply.test_raises import raising
from tests.by_hand import before_the_record, by_hand
from tests.change_sets import draft, put, send
from tests.world import World

# The second persons: they propose what the first ones settle.
SECONDS: Final[Mapping[str, str]] = {"bea": "ada", "petra": "pol"}
# What stands in an address of these routes beside ids, where no page would be found by the words of all others.
_SCHEDULES: Final = ["loan", "prices", "capital", "output", "deliveries"]
_PLACES: Final = ["head", "stages.0", "stages.0.seats.0", "thresholds.0"]
WORDS_OF: Final[Mapping[str, Ids]] = {
    "admin/licensing/rightproposal/propose/<slug:kind>/": {"kind": RightKind.values},
    "admin/licensing/accountproposal/propose/<uuid:user_id>/<slug:kind>/": {"kind": AccountStep.values},
    "admin/licensing/system/propose/<slug:kind>/": {"kind": SystemKind.values},
    "admin/licensing/rightproposal/who/<slug:kind>/<str:key>/": {"kind": [RightKind.MANDATE]},
    "admin/licensing/countryplan/countries/<str:code>/": {"code": ["EE"]},
    "admin/licensing/countryplan/countries/<str:code>/briefing.<slug:language>.pdf": {"code": ["EE"]},
    "admin/licensing/countryplan/<uuid:plan_id>/act/<slug:step>/": {
        "step": ["edit", "ask", "end", "join", "leave", "comment", "project", "submit"]
    },
    "admin/licensing/countryplan/projects/<uuid:project_id>/act/<slug:step>/": {
        "step": ["edit", "move", "rank", "fill", "invest"]
    },
    "admin/licensing/countryplan/investments/<uuid:investment_id>/act/<slug:step>/": {"step": ["commit", "drop", "end"]},
    "admin/licensing/participant/<uuid:participant_id>/act/<slug:step>/": {"step": ["edit", "end", "capacity"]},
    "admin/licensing/supplyplan/raises/<uuid:investment_id>/<slug:step>/": {"step": ["confirm", "contain"]},
    "admin/licensing/case/<uuid:case_id>/schedules/<slug:name>.csv": {"name": _SCHEDULES},
    "admin/licensing/case/<uuid:case_id>/assess/<slug:kind>/": {"kind": [one.value for one in RECORDED_KINDS]},
    # A code that no paper bears: the page says so, as of one that it knows.
    "check/<str:token>/": {"token": ["no-such-paper"]},
    "cases/<uuid:case_id>/papers/<slug:kind>.pdf": {"kind": ["receipt", "decision", "no_licence"]},
    "admin/licensing/case/<uuid:case_id>/papers/<slug:kind>.pdf": {"kind": ["receipt", "decision", "minutes", "no_licence"]},
    "cases/<uuid:case_id>/schedules/<slug:name>.csv": {"name": _SCHEDULES},
    "cases/<uuid:case_id>/versions/<int:number>/schedules/<slug:name>.csv": {"name": _SCHEDULES},
    "admin/licensing/procedure/draft/<uuid:set_id>/<str:code>/": {"code": ["fast-lane"]},
    "admin/licensing/procedure/draft/<uuid:set_id>/<str:code>/drop/": {"code": ["fast-lane"]},
    "admin/licensing/procedure/draft/<uuid:set_id>/<str:code>/<str:place>/": {"code": ["fast-lane"], "place": _PLACES},
    "admin/licensing/procedure/draft/<uuid:set_id>/<str:code>/<str:place>/order/": {"code": ["fast-lane"], "place": _PLACES},
    **{
        f"admin/licensing/routingrow/draft/<uuid:set_id>/row/<path:code>/{step}": {"code": ["tests"]}
        for step in ("", "end/", "undo/")
    },
    "admin/licensing/licence/<uuid:licence_id>/conditions/<int:place>/act/<slug:verb>/": {"place": [2]},
    "licences/<uuid:licence_id>/reports/<int:number>/<slug:kind>/": {"kind": ReportKind.values},
}


def lay_out_everything(world: World) -> tuple[dict[str, User], list[Ids]]:
    """The people, and the ids of some cases with all that hangs on them and of everything else that somebody would act on."""
    cases = [world.licence().case, world.filed(), world.draft()]
    asked, on_agenda = with_question(world, world.accepted(title="Asked")), world.before_government(title="On the agenda")
    make_record(world)
    issue_paper(cases[0].licence, world.otto)
    receive_file(cases[2], world.paula, file_name="items.csv", content=b"name,quantity,unit\nRadar,1,NAR\n")
    people = list_people(world) | {name: User.objects.get(email=f"{name}@example.org") for name in SECONDS}
    bound = dict.fromkeys(
        [
            ConditionDuty.objects.latest("pk").condition.licence.case,
            ConditionRecord.objects.latest("pk").condition.licence.case,
            ReportDifference.objects.latest("pk").licence.case,
        ]
    )
    laid = list(lay_out_rows(world, people["bea"], *cases, asked, *bound, on_agenda))
    more = _lay_out_more(world, people, on_agenda, laid[0])
    return people, [{**ids, **more, **_list_of_licence(ids)} for ids in laid]


def _lay_out_more(world: World, people: Mapping[str, User], on_agenda: Case, laid: Ids) -> dict[str, list[object]]:
    """What the other walks do without: another row for the second person to settle, and what only a fault leaves behind."""
    petra, paula, held = people["petra"], world.paula, Sitting.objects.get(pk=laid["sitting_id"][0])
    with before_the_record():
        # What make_record has stopped would let nobody act on these cases.
        Measure.objects.update(scope={"countries": ["KP"]})
    put_on_agenda(held, world.dora, on_agenda, outcome=DecisionOutcome.GRANT)
    record_attendance(held, world.dora, [(world.dora, held.body, True)])
    propose_address(paula, address="paula.new@example.org")
    confirm_address(propose_address(world.mira, address="mira.new@example.org"))
    mine = draft(world.pol, put("units", "KGM", decimals=4), RowChange("routing", "tests", ChangeAction.END))
    begin_version(mine, world.pol, code="fast-lane")
    prepare_list(world.pol, list_file(STRANGER, code="TRY-2"))
    raised = raising(world, country="LV")
    for code in MODELS.keys() - {"routing"}:
        _reword(world, code)
    keep_weighing(on_agenda, world.otto, EU7=MITIGATED)
    event = Event.objects.filter(case=on_agenda).latest("number")
    lost = Event.objects.filter(case=on_agenda).earliest("number")
    with by_hand():
        UnsentEvent.objects.create(event=lost, error="KeyError: nobody", at=now())
        about = {"channel": Channel.MAIL, "person": paula, "state": DeliveryState.DEAD, "last_error": "550 no such mailbox"}
        Body.objects.filter(pk="MOD").update(head=world.rhea)
        Delivery.objects.create(id=uuid4(), event=event, attempts=14, created_at=now(), next_at=now(), **about)
    return _list_rewordings() | {
        "set_id": [*laid["set_id"], mine.pk, send(petra, put("units", "NAR", decimals=1)).pk],
        "sitting_id": [*laid["sitting_id"], *Sitting.objects.exclude(pk=held.pk).values_list("pk", flat=True)],
        "hit_id": _list_keys(ScreeningHit),
        "listversion/version_id": list(ListVersion.objects.order_by("-pk").values_list("pk", flat=True)),
        "supplyplan/plan_id": _list_keys(SupplyPlan),
        "supplyplan/investment_id": [raised.pk],
        "measure_id": list(Measure.objects.values_list("pk", flat=True)),
        "proposal_id": [*laid["proposal_id"], *_list_keys(AccountProposal)],
        "change_id": _list_keys(AddressChange),
        "system_id": _list_keys(System),
        "absence_id": _list_keys(Absence),
        "correction_id": _list_keys(RightCorrection),
        "access_id": _list_keys(EmergencyAccess),
        "end_id": _list_keys(MeasureEnd),
        "delivery_id": _list_keys(Delivery),
        "unsentevent": [lost.pk],
        "addresschange": _list_keys(AddressChange),
        "countryplan/case_id": list(Case.objects.filter(project__isnull=False).values_list("pk", flat=True)[:4]),
        "key": list(Mandate.objects.values_list("pk", flat=True)[:1]),
        "delivery": _list_keys(Delivery),
        "import_id": _list_keys(ItemImport),
        "run_id": [ask_for_trial(world.pol, mine).pk],
        "registration/document_id": list(RegistrationDocument.objects.values_list("pk", flat=True)),
        "person_id": [world.rita.pk, world.rhea.pk, people["dina"].pk],
    }


def _list_of_licence(ids: Ids) -> Ids:
    rows = {
        "duty_id": ConditionDuty.objects.filter(condition__licence__in=ids["licence_id"]),
        "difference_id": ReportDifference.objects.filter(licence__in=ids["licence_id"]),
        "record_id": ConditionRecord.objects.in_effect().filter(condition__licence__in=ids["licence_id"]),
        "usage_id": Usage.objects.filter(line__licence__in=ids["licence_id"]),
    }
    return {name: list(some.values_list("pk", flat=True)) for name, some in rows.items()}


def _list_keys(model: type[Model]) -> list[object]:
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True)[:4])


def _reword(world: World, code: str) -> None:
    declared, row = GOVERNED[code], MODELS[code]._default_manager.order_by("pk").first()
    if row is not None and declared.wording:
        column = declared.wording[0]
        said = {"en": "Reworded"} if column in declared.texts else "Reworded"
        reword_row(world.pol, code, build_row_key(row), {column: said}, reason="Said better.")


def _list_rewordings() -> dict[str, list[object]]:
    return {
        f"{model._meta.model_name}/rewording_id": list(Rewording.objects.filter(list=code).values_list("pk", flat=True))
        for code, model in MODELS.items()
    }
