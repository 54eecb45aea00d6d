"""Frameworks, leave to negotiate and plans that requests draw on: their ceilings, the ledger of draws, and the line and year of each."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0085_expressions_of_interest"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="plan_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of the framework"),
        ),
        migrations.AddField(
            model_name="item",
            name="plan_line",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="line of the plan or framework"),
        ),
        migrations.AlterField(
            model_name="clock",
            name="kind",
            field=models.CharField(
                choices=[
                    ("completeness", "Completeness check"),
                    ("legal", "Legal time limit"),
                    ("stage", "Stage"),
                    ("escalation", "Time to refer the case up"),
                    ("appeal", "Time to appeal"),
                    ("revocation", "Time to appeal against a revocation"),
                    ("redress", "Decision on an appeal against a revocation"),
                    ("reservation", "Volume kept for the request"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="reminderpolicy",
            name="deadline",
            field=models.CharField(
                choices=[
                    ("completeness", "Completeness check"),
                    ("legal", "Legal time limit"),
                    ("stage", "Stage"),
                    ("escalation", "Time to refer the case up"),
                    ("appeal", "Time to appeal"),
                    ("revocation", "Time to appeal against a revocation"),
                    ("redress", "Decision on an appeal against a revocation"),
                    ("reservation", "Volume kept for the request"),
                    ("question", "Question to the applicant"),
                    ("need_statement", "Statement of domestic need"),
                    ("licence_expiry", "End of a licence"),
                    ("usage_report", "Reports under a licence"),
                    ("condition", "Condition of a licence"),
                ],
                max_length=16,
                primary_key=True,
                serialize=False,
                verbose_name="deadline",
            ),
        ),
        migrations.AlterField(
            model_name="reminderrule",
            name="clock",
            field=models.CharField(
                choices=[
                    ("completeness", "Completeness check"),
                    ("legal", "Legal time limit"),
                    ("stage", "Stage"),
                    ("escalation", "Time to refer the case up"),
                    ("appeal", "Time to appeal"),
                    ("revocation", "Time to appeal against a revocation"),
                    ("redress", "Decision on an appeal against a revocation"),
                    ("reservation", "Volume kept for the request"),
                    ("question", "Question to the applicant"),
                    ("need_statement", "Statement of domestic need"),
                    ("licence_expiry", "End of a licence"),
                    ("usage_report", "Reports under a licence"),
                    ("condition", "Condition of a licence"),
                ],
                max_length=16,
                verbose_name="deadline",
            ),
        ),
        migrations.CreateModel(
            name="ParentAuthorisation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("binding", models.BooleanField(default=True, verbose_name="the ceilings bind")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("years", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="years")),
                ("reserve_days", models.PositiveSmallIntegerField(default=120, verbose_name="days that a volume is kept")),
                (
                    "state",
                    models.CharField(
                        choices=[("in_force", "In force"), ("suspended", "Suspended"), ("ended", "Ended")],
                        default="in_force",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("state_reason", models.TextField(blank=True, verbose_name="why it is in this state")),
                ("state_since", models.DateTimeField(verbose_name="in this state since")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorisation",
                        to="licensing.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={
                "verbose_name": "authorisation that requests draw on",
                "verbose_name_plural": "authorisations that requests draw on",
            },
        ),
        migrations.CreateModel(
            name="CeilingDraw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.PositiveSmallIntegerField(verbose_name="item")),
                ("line", models.PositiveSmallIntegerField(verbose_name="line")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year")),
                (
                    "price",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=22, null=True, verbose_name="price of one"),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("left", "Left"), ("reserved", "Reserved"), ("committed", "Granted"), ("used", "Delivered")],
                        max_length=10,
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[("left", "Left"), ("reserved", "Reserved"), ("committed", "Granted"), ("used", "Delivered")],
                        max_length=10,
                    ),
                ),
                ("quantity", models.DecimalField(decimal_places=3, max_digits=18, verbose_name="quantity")),
                ("drawn_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="draws", to="licensing.case"),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.currency",
                    ),
                ),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.unit")),
                (
                    "authorisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="draws", to="licensing.parentauthorisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "draw on an authorisation",
                "verbose_name_plural": "draws on authorisations",
            },
        ),
        migrations.CreateModel(
            name="ParentCeiling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="line")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("model", models.CharField(blank=True, max_length=120, verbose_name="model")),
                ("maker", models.CharField(blank=True, max_length=200, verbose_name="maker")),
                (
                    "quantity",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=18, null=True, verbose_name="quantity"),
                ),
                ("value", models.DecimalField(blank=True, decimal_places=9, max_digits=40, null=True, verbose_name="value")),
                (
                    "price",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=22, null=True, verbose_name="price of one"),
                ),
                (
                    "authorisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ceilings", to="licensing.parentauthorisation"
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.itemfamily",
                        verbose_name="family",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="licensing.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "ceiling",
                "verbose_name_plural": "ceilings",
            },
        ),
        migrations.AddConstraint(
            model_name="parentauthorisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_on__lte", models.F("ends_on"))), name="parent_starts_before_it_ends"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parentauthorisation",
            trigger=pgtrigger.compiler.Trigger(
                name="parentauthorisation_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a parentauthorisation is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="7cbfadec25b5420c77d77438821d014d2ebe5a90",
                    operation="DELETE",
                    pgid="pgtrigger_parentauthorisation_stays_a6ad9",
                    table="licensing_parentauthorisation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parentauthorisation",
            trigger=pgtrigger.compiler.Trigger(
                name="parentauthorisation_all_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a parentauthorisation is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="0e09d20bebdfcb8d1bbe7283696a07ce8049494c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_parentauthorisation_all_stay_b0222",
                    table="licensing_parentauthorisation",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="ceilingdraw",
            index=models.Index(fields=["authorisation", "case"], name="draws_of_a_case"),
        ),
        migrations.AddConstraint(
            model_name="ceilingdraw",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="something_is_drawn"),
        ),
        migrations.AddConstraint(
            model_name="ceilingdraw",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True), name="a_draw_moves"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ceilingdraw",
            trigger=pgtrigger.compiler.Trigger(
                name="ceilingdraw_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'ceilingdraw is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="8bb776ea3e39ad11267364c60b55d446d53c3b55",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_ceilingdraw_keeps_rows_4b039",
                    table="licensing_ceilingdraw",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ceilingdraw",
            trigger=pgtrigger.compiler.Trigger(
                name="ceilingdraw_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'ceilingdraw is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="d3f4d7010d79a2cd85d828564118d6624681c2cb",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_ceilingdraw_keeps_all_13ff2",
                    table="licensing_ceilingdraw",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="parentceiling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quantity__isnull", True), ("quantity__gte", 0), _connector="OR"),
                    models.Q(("value__isnull", True), ("value__gte", 0), _connector="OR"),
                ),
                name="ceiling_is_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="parentceiling",
            constraint=models.UniqueConstraint(
                fields=("authorisation", "line", "year", "unit"), name="ceiling_once_per_line_and_year", nulls_distinct=False
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parentceiling",
            trigger=pgtrigger.compiler.Trigger(
                name="parentceiling_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a parentceiling is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="047c4276f9fa45cf92291de810dc7d19c1dde402",
                    operation="DELETE",
                    pgid="pgtrigger_parentceiling_stays_2bdbe",
                    table="licensing_parentceiling",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parentceiling",
            trigger=pgtrigger.compiler.Trigger(
                name="parentceiling_all_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a parentceiling is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="05d4fd59b2868e56d5c32d84dbe919db8c73d7e1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_parentceiling_all_stay_bfb9d",
                    table="licensing_parentceiling",
                    when="BEFORE",
                ),
            ),
        ),
    ]
