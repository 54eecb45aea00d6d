"""Supply plans by item family and period."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0039_owners_of_parties"),
    ]

    operations = [
        migrations.CreateModel(
            name="SupplyPlan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("data_on", models.DateField(verbose_name="state of the data")),
                (
                    "opening_stock",
                    models.DecimalField(decimal_places=3, max_digits=18, null=True, verbose_name="stock on hand"),
                ),
                (
                    "reserve_floor",
                    models.DecimalField(decimal_places=3, max_digits=18, null=True, verbose_name="reserve that must stay"),
                ),
                (
                    "domestic_orders",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name="domestic orders"),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("sufficient", "Sufficient"), ("limited", "Limited"), ("insufficient", "Insufficient")],
                        max_length=12,
                        verbose_name="verdict of the document",
                    ),
                ),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="number of the document")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("digest", models.CharField(max_length=64)),
                ("nonce", models.CharField(max_length=32)),
                ("entered_at", models.DateTimeField(verbose_name="entered at")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.body", verbose_name="body"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="licensing.itemfamily",
                        verbose_name="item family",
                    ),
                ),
            ],
            options={
                "verbose_name": "supply plan",
                "verbose_name_plural": "supply plans",
            },
        ),
        migrations.CreateModel(
            name="SupplyPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("planned", models.DecimalField(decimal_places=3, max_digits=18)),
                ("confirmed", models.DecimalField(decimal_places=3, max_digits=18)),
                ("allocation", models.DecimalField(decimal_places=3, max_digits=18)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="periods", to="licensing.supplyplan"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="supplyplan",
            constraint=models.UniqueConstraint(fields=("family", "number"), name="plan_number_once_per_family"),
        ),
        migrations.AddConstraint(
            model_name="supplyplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document_no", ""), ("opening_stock__gte", 0), ("reserve_floor__gte", 0), ("verdict", "")),
                    models.Q(
                        ("opening_stock__isnull", True),
                        ("reserve_floor__isnull", True),
                        models.Q(("verdict", ""), _negated=True),
                        models.Q(("document_no", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="plan_has_figures_or_a_document",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supplyplan",
            trigger=pgtrigger.compiler.Trigger(
                name="supplyplan_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'supplyplan is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="393a99c1d1f6df6e9455bb769e743e1c509aca05",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_supplyplan_keeps_rows_a1758",
                    table="licensing_supplyplan",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supplyplan",
            trigger=pgtrigger.compiler.Trigger(
                name="supplyplan_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'supplyplan is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="38ef4a8b60a80e501f97f9db37412139ee19d4de",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_supplyplan_keeps_all_f0f8c",
                    table="licensing_supplyplan",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="supplyperiod",
            constraint=models.UniqueConstraint(fields=("plan", "first_on"), name="period_once_per_plan"),
        ),
        migrations.AddConstraint(
            model_name="supplyperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_on__lte", models.F("last_on"))), name="period_begins_before_it_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="supplyperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("allocation__gte", 0), ("confirmed__gte", 0), ("planned__gte", 0)),
                name="period_figures_are_not_negative",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supplyperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="supplyperiod_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'supplyperiod is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="4b7458c6dd678249ce0511f6f314df6c539b221f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_supplyperiod_keeps_rows_78787",
                    table="licensing_supplyperiod",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supplyperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="supplyperiod_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'supplyperiod is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="27e66f88b4045f74d5e916ae290739bb0b95f43c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_supplyperiod_keeps_all_84453",
                    table="licensing_supplyperiod",
                    when="BEFORE",
                ),
            ),
        ),
    ]
