"""Statements of need that are computed, surplus that is reserved, and why more is granted than can be spared."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0044_tokens_by_secret"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="need_override",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="needstatement",
            name="computed",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="needstatement",
            name="deliveries",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="needstatement",
            name="document_no",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
        migrations.CreateModel(
            name="SupplyReservation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("on", models.DateField(verbose_name="delivered on")),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=18, verbose_name="quantity")),
                ("reserved_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reservations", to="licensing.case"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.itemfamily"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("ended_at__isnull", True)), fields=["family"], name="running_reservations")
                ],
                "constraints": [models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="something_is_reserved")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supplyreservation",
            trigger=pgtrigger.compiler.Trigger(
                name="supplyreservation_keeps_facts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."family_id" IS DISTINCT FROM (NEW."family_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."on" IS DISTINCT FROM (NEW."on") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity") OR OLD."reserved_at" IS DISTINCT FROM (NEW."reserved_at"))',
                    func="RAISE EXCEPTION 'what a supplyreservation was opened with never changes' USING ERRCODE = 'restrict_violation';",
                    hash="71f49e06c636ab50b827eb2d5d078598ac38f5b4",
                    operation="UPDATE",
                    pgid="pgtrigger_supplyreservation_keeps_facts_44f89",
                    table="licensing_supplyreservation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supplyreservation",
            trigger=pgtrigger.compiler.Trigger(
                name="supplyreservation_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a supplyreservation is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="d37e9146a8d402a018c4aa22e902497ef7424102",
                    operation="DELETE",
                    pgid="pgtrigger_supplyreservation_stays_3b9e9",
                    table="licensing_supplyreservation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supplyreservation",
            trigger=pgtrigger.compiler.Trigger(
                name="supplyreservation_all_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a supplyreservation is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="0c43fe825ffdbcf0aa3c57a9b196a1c3a438cb6e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_supplyreservation_all_stay_fd12c",
                    table="licensing_supplyreservation",
                    when="BEFORE",
                ),
            ),
        ),
    ]
