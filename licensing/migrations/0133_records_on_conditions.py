"""What meets a condition of a licence is a record with its evidence, corrected or voided by others."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0132_conditions_that_customs_is_held_to"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConditionRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("document", "a document of the case"),
                            ("acceptance", "an inspector’s acceptance of a batch"),
                            ("verification", "a verification of the certificate"),
                            ("delivery", "a verification of the delivery"),
                            ("notice", "a notice, with its day"),
                        ],
                        max_length=16,
                        verbose_name="kind of evidence",
                    ),
                ),
                ("done_on", models.DateField(verbose_name="day")),
                (
                    "quantity",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name="quantity"),
                ),
                (
                    "reference",
                    models.CharField(blank=True, max_length=80, verbose_name="number of the act, batch or certificate"),
                ),
                ("person", models.CharField(blank=True, max_length=200, verbose_name="who inspected, verified or gave notice")),
                ("note", models.TextField(blank=True, verbose_name="what shows it")),
                ("recorded_at", models.DateTimeField()),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="records", to="licensing.licencecondition"
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="licensing.conditionrecord",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.document",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.licenceline",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "record on a condition",
                "verbose_name_plural": "records on conditions",
            },
        ),
        migrations.CreateModel(
            name="VoidedRecord",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="voided",
                        serialize=False,
                        to="licensing.conditionrecord",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("voided_at", models.DateTimeField()),
                (
                    "voided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="conditionrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("line__isnull", True), ("quantity__isnull", True)),
                    models.Q(("line__isnull", False), ("quantity__gt", 0)),
                    _connector="OR",
                ),
                name="record_covers_a_quantity_of_a_line",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conditionrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="conditionrecord_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'conditionrecord is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="f0dd6367efd3b238700bd614a0a5dd2cdef6c80a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_conditionrecord_keeps_rows_94523",
                    table="licensing_conditionrecord",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conditionrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="conditionrecord_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'conditionrecord is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="c636cc3d644d7b857ee30599f77d9598afa043b8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_conditionrecord_keeps_all_aea07",
                    table="licensing_conditionrecord",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="voidedrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="voidedrecord_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'voidedrecord is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="892a58e007431a16e6c4ab814c1c3abb4814acad",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_voidedrecord_keeps_rows_c3ef6",
                    table="licensing_voidedrecord",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="voidedrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="voidedrecord_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'voidedrecord is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="4cf7e0b47889d0137b7ee9a6d7dab480f064c6bb",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_voidedrecord_keeps_all_ee173",
                    table="licensing_voidedrecord",
                    when="BEFORE",
                ),
            ),
        ),
    ]
