"""A request of which nothing is controlled ends in a state of its own."""

import django_fsm
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0205_lapse_by_classification"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="case_state_graph",
        ),
        migrations.AlterField(
            model_name="case",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted: completeness check"),
                    ("ministry_review", "Ministry review"),
                    ("government_decision", "Government decision"),
                    ("adjourned", "Adjourned"),
                    ("returned", "Returned to the applicant"),
                    ("granted", "Granted"),
                    ("refused", "Refused"),
                    ("withdrawn", "Withdrawn"),
                    ("not_required", "No licence required"),
                    ("carried_over", "Carried over"),
                ],
                default="draft",
                editable=False,
                max_length=50,
                protected=True,
                verbose_name="state",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="case_state_graph",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{adjourned:carried_over,adjourned:government_decision,adjourned:withdrawn,carried_over:withdrawn,draft:carried_over,draft:ministry_review,draft:submitted,draft:withdrawn,government_decision:adjourned,government_decision:carried_over,government_decision:granted,government_decision:ministry_review,government_decision:not_required,government_decision:refused,government_decision:returned,government_decision:withdrawn,granted:government_decision,ministry_review:carried_over,ministry_review:government_decision,ministry_review:not_required,ministry_review:returned,ministry_review:withdrawn,refused:government_decision,returned:carried_over,returned:submitted,returned:withdrawn,submitted:carried_over,submitted:ministry_review,submitted:returned,submitted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="6aa79e11c794d707031f7d4c84eeca1b15e54aab",
                    operation="UPDATE",
                    pgid="pgtrigger_case_state_graph_3fb0f",
                    table="licensing_case",
                    when="BEFORE",
                ),
            ),
        ),
    ]
