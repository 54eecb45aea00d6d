import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0011_decisions_of_a_case"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConditionDuty",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("due_on", models.DateField(verbose_name="due")),
                ("evidence", models.TextField(blank=True, verbose_name="evidence")),
                ("filed_at", models.DateTimeField(blank=True, null=True)),
                ("returned_because", models.TextField(blank=True)),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                ("ceased_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="UseReport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("period", models.PositiveSmallIntegerField(verbose_name="period")),
                (
                    "kind",
                    models.CharField(
                        choices=[("fact", "Report on actual transfer"), ("use", "Report on use")],
                        max_length=4,
                        verbose_name="what it reports on",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("in_full", "In full"), ("in_part", "In part"), ("not_at_all", "Not at all")], max_length=10
                    ),
                ),
                ("lines", models.JSONField(default=list)),
                ("note", models.TextField(blank=True)),
                ("filed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
            },
        ),
        migrations.AddField(
            model_name="casekind",
            name="report_months",
            field=models.PositiveSmallIntegerField(db_default=3, default=3, verbose_name="months to report after a period"),
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("case.created", "Request created"),
                    ("case.edited", "Request edited"),
                    ("case.copied", "Request copied"),
                    ("document.attached", "Document attached"),
                    ("document.removed", "Document removed"),
                    ("case.submitted", "Request submitted"),
                    ("case.withdrawn", "Request withdrawn"),
                    ("case.taken_on", "File taken on by an officer"),
                    ("case.accepted", "File accepted as complete"),
                    ("case.sent_back", "Request sent back"),
                    ("question.asked", "Question asked"),
                    ("question.answered", "Question answered"),
                    ("question.accepted", "Answer accepted"),
                    ("question.withdrawn", "Question withdrawn"),
                    ("clock.retimed", "Calendar changed; a time limit was computed anew"),
                    ("pause.lapsed", "The longest pause is over; the clock goes on"),
                    ("need.stated", "Domestic need stated"),
                    ("round.opened", "Stage opened for sign-off"),
                    ("position.taken", "Position taken"),
                    ("position.replaced", "Position replaced"),
                    ("position.voided", "Position voided"),
                    ("member.recused", "Member recused"),
                    ("round.closed", "Stage closed"),
                    ("case.amended", "Request amended"),
                    ("case.escalated", "Case referred up"),
                    ("outcome.stands", "Nobody referred the case up in time"),
                    ("case.forwarded", "Forwarded to the government"),
                    ("case.adjourned", "Decision adjourned"),
                    ("case.resumed", "Decision resumed"),
                    ("case.granted", "Request granted"),
                    ("case.refused", "Request refused"),
                    ("case.appealed", "Refusal appealed against"),
                    ("reminder.due", "Reminder"),
                    ("licence.issued", "Licence issued"),
                    ("licence.activated", "Licence put into force"),
                    ("licence.suspended", "Licence suspended"),
                    ("licence.reinstated", "Licence reinstated"),
                    ("licence.drawn", "Quantity drawn down"),
                    ("licence.reversed", "Draw-down reversed"),
                    ("licence.exhausted", "Licence used in full"),
                    ("licence.reopened", "Licence in use again after a reversal"),
                    ("licence.expired", "Licence expired"),
                    ("licence.revoked", "Licence revoked"),
                    ("licence.surrendered", "Licence surrendered"),
                    ("report.filed", "Report filed"),
                    ("evidence.filed", "Evidence on a condition filed"),
                    ("evidence.accepted", "Condition met"),
                    ("evidence.returned", "Evidence returned"),
                ],
                max_length=32,
                verbose_name="what",
            ),
        ),
        migrations.AddField(
            model_name="conditionduty",
            name="after",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="licensing.usage"
            ),
        ),
        migrations.AddField(
            model_name="conditionduty",
            name="condition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="licensing.licencecondition"
            ),
        ),
        migrations.AddField(
            model_name="conditionduty",
            name="document",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.document"
            ),
        ),
        migrations.AddField(
            model_name="conditionduty",
            name="filed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="usereport",
            name="filed_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="usereport",
            name="licence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="licensing.licence"
            ),
        ),
        migrations.AddConstraint(
            model_name="conditionduty",
            constraint=models.UniqueConstraint(
                fields=("condition", "due_on", "after"), name="duty_once_per_day", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="conditionduty",
            constraint=models.CheckConstraint(
                condition=models.Q(("met_at__isnull", True), ("filed_at__isnull", False), _connector="OR"),
                name="duty_is_met_by_what_was_filed",
            ),
        ),
        migrations.AddConstraint(
            model_name="usereport",
            constraint=models.UniqueConstraint(
                fields=("licence", "period", "kind", "number"), name="report_number_once_per_period"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="usereport",
            trigger=pgtrigger.compiler.Trigger(
                name="usereport_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'usereport is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="70fb6b2741b849338805f79c44bed22452dbea35",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_usereport_keeps_rows_df24f",
                    table="licensing_usereport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="usereport",
            trigger=pgtrigger.compiler.Trigger(
                name="usereport_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'usereport is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="2023997ecd75337a641d4e396db4ea4abae666d2",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_usereport_keeps_all_59729",
                    table="licensing_usereport",
                    when="BEFORE",
                ),
            ),
        ),
    ]
