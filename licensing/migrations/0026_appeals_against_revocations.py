"""The holder of a revoked licence can appeal; where the revocation is set aside, the licence is in force again."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0025_statements_of_need_lapse"),
    ]

    operations = [
        migrations.CreateModel(
            name="RevocationAppeal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("reason", models.TextField()),
                ("filed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "appeal against a revocation",
                "verbose_name_plural": "appeals against revocations",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="licence",
            name="licence_state_graph",
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
        pgtrigger.migrations.AddTrigger(
            model_name="licence",
            trigger=pgtrigger.compiler.Trigger(
                name="licence_state_graph",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{exhausted:issued,issued:exhausted,issued:expired,issued:revoked,issued:surrendered,issued:suspended,revoked:issued,suspended:expired,suspended:issued,suspended:revoked,suspended:surrendered}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="c8eb3e0e185949d4282f0ae285371f5f8820d0e5",
                    operation="UPDATE",
                    pgid="pgtrigger_licence_state_graph_5ca86",
                    table="licensing_licence",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="revocationappeal",
            name="document",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="licensing.document"
            ),
        ),
        migrations.AddField(
            model_name="revocationappeal",
            name="filed_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="revocationappeal",
            name="licence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="licensing.licence"
            ),
        ),
        migrations.CreateModel(
            name="RevocationRuling",
            fields=[
                (
                    "appeal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="ruling",
                        serialize=False,
                        to="licensing.revocationappeal",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("upheld", "Revocation upheld"), ("set_aside", "Revocation set aside")],
                        max_length=9,
                        verbose_name="outcome",
                    ),
                ),
                ("reasons", models.TextField()),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="revocationappeal",
            constraint=models.UniqueConstraint(fields=("licence", "number"), name="appeal_number_once_per_licence"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="revocationappeal",
            trigger=pgtrigger.compiler.Trigger(
                name="revocationappeal_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'revocationappeal is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="331d0945f11f69b08fdb67d7b735e848aa6938a1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_revocationappeal_keeps_rows_0e8c4",
                    table="licensing_revocationappeal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="revocationappeal",
            trigger=pgtrigger.compiler.Trigger(
                name="revocationappeal_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'revocationappeal is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="27ab4a4ec7a70bbaa1b70a0b76a6de8c7d084f9d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_revocationappeal_keeps_all_7c5a5",
                    table="licensing_revocationappeal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="revocationruling",
            trigger=pgtrigger.compiler.Trigger(
                name="revocationruling_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'revocationruling is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="c01b4ab721730a274b82d1a2a337b6a7876532a7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_revocationruling_keeps_rows_d076b",
                    table="licensing_revocationruling",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="revocationruling",
            trigger=pgtrigger.compiler.Trigger(
                name="revocationruling_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'revocationruling is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="e96a125bf8941f71dd6b0cf9357d93781ab6f6f6",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_revocationruling_keeps_all_66ab1",
                    table="licensing_revocationruling",
                    when="BEFORE",
                ),
            ),
        ),
    ]
