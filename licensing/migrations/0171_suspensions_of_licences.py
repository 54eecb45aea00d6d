"""Suspensions of licences by officers: who confirmed them, how they ended, and proposals to reinstate."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0160_volumes_of_projects_by_year"),
    ]

    operations = [
        migrations.CreateModel(
            name="LicenceSuspension",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reason", models.TextField(verbose_name="reason")),
                ("ordered_at", models.DateTimeField()),
                ("confirm_by", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lapsed", "nobody confirmed it in time"),
                            ("declined", "a decider declined to confirm it"),
                            ("reinstated", "two persons reinstated the licence"),
                            ("closed", "the licence has ended"),
                        ],
                        max_length=10,
                        verbose_name="why it ended",
                    ),
                ),
                ("ended_because", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "suspension of a licence",
                "verbose_name_plural": "suspensions of licences",
            },
        ),
        migrations.CreateModel(
            name="ReinstatementProposal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reason", models.TextField(verbose_name="reason")),
                ("proposed_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("confirmed", "Confirmed"), ("declined", "Declined"), ("ceased", "No longer needed")],
                        max_length=9,
                    ),
                ),
                ("settled_because", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "proposal to reinstate a licence",
                "verbose_name_plural": "proposals to reinstate licences",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="licence",
            name="licence_state_graph",
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
                    ("assessment", "Assessment"),
                    ("assessment_end", "End of an assessment"),
                    ("licence_expiry", "End of a licence"),
                    ("usage_report", "Reports under a licence"),
                    ("condition", "Condition of a licence"),
                    ("suspension", "Confirmation of a suspension"),
                    ("system_end", "End of a system"),
                    ("system_left", "Handing over a system whose people have left"),
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
                    ("assessment", "Assessment"),
                    ("assessment_end", "End of an assessment"),
                    ("licence_expiry", "End of a licence"),
                    ("usage_report", "Reports under a licence"),
                    ("condition", "Condition of a licence"),
                    ("suspension", "Confirmation of a suspension"),
                    ("system_end", "End of a system"),
                    ("system_left", "Handing over a system whose people have left"),
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
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{exhausted:issued,issued:exhausted,issued:expired,issued:revoked,issued:surrendered,issued:suspended,revoked:issued,suspended:expired,suspended:issued,suspended:revoked,suspended:surrendered,suspended:suspended}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="90fc44c9e05c746f3c8feaaa2bc1ae4f051e2563",
                    operation="UPDATE",
                    pgid="pgtrigger_licence_state_graph_5ca86",
                    table="licensing_licence",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="licencesuspension",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="licencesuspension",
            name="licence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="suspensions", to="licensing.licence"
            ),
        ),
        migrations.AddField(
            model_name="licencesuspension",
            name="ordered_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="reinstatementproposal",
            name="proposed_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="reinstatementproposal",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reinstatementproposal",
            name="suspension",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="licensing.licencesuspension"
            ),
        ),
        migrations.AddIndex(
            model_name="licencesuspension",
            index=models.Index(
                condition=models.Q(("confirmed_at__isnull", True), ("ended_at__isnull", True)),
                fields=["confirm_by"],
                name="unconfirmed_by_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencesuspension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("licence",), name="one_officers_suspension"
            ),
        ),
        migrations.AddConstraint(
            model_name="licencesuspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        models.Q(("confirmed_by", models.F("ordered_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="suspension_is_confirmed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencesuspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_as", ""), ("ended_at__isnull", True)),
                    models.Q(("ended_at__isnull", False), models.Q(("ended_as", ""), _negated=True)),
                    _connector="OR",
                ),
                name="ended_suspension_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="licencesuspension",
            trigger=pgtrigger.compiler.Trigger(
                name="licencesuspension_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a licencesuspension is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="cc35dede843c01a33226c4a75e9929fe1a37a874",
                    operation="DELETE",
                    pgid="pgtrigger_licencesuspension_stays_8a71b",
                    table="licensing_licencesuspension",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="licencesuspension",
            trigger=pgtrigger.compiler.Trigger(
                name="licencesuspension_all_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a licencesuspension is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="322e833d303b36822c14b758f7ecca4853d386b4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_licencesuspension_all_stay_ba685",
                    table="licensing_licencesuspension",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reinstatementproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settled_at__isnull", True)), fields=("suspension",), name="one_open_reinstatement"
            ),
        ),
        migrations.AddConstraint(
            model_name="reinstatementproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("settled_at__isnull", True)),
                    models.Q(("settled_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="settled_reinstatement_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="reinstatementproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_by__isnull", True),
                    models.Q(("settled_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="reinstatement_is_settled_by_another",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reinstatementproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="reinstatementproposal_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a reinstatementproposal is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="50fb8301fe6a6a9f6751e9ac763031d724bb8ddf",
                    operation="DELETE",
                    pgid="pgtrigger_reinstatementproposal_stays_ad490",
                    table="licensing_reinstatementproposal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reinstatementproposal",
            trigger=pgtrigger.compiler.Trigger(
                name="reinstatementproposal_all_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a reinstatementproposal is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="d6b231229b6e4962585d17b1890ae246f0edda6c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_reinstatementproposal_all_stay_f2f79",
                    table="licensing_reinstatementproposal",
                    when="BEFORE",
                ),
            ),
        ),
    ]
