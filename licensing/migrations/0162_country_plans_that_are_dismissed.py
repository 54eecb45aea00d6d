"""A country plan that was carried over may be dismissed by its applicant: the graph of states leads on from there."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0173_variations_of_licences"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="case_state_graph",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="case_state_graph",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{adjourned:carried_over,adjourned:government_decision,adjourned:withdrawn,carried_over:withdrawn,draft:carried_over,draft:ministry_review,draft:submitted,draft:withdrawn,government_decision:adjourned,government_decision:carried_over,government_decision:granted,government_decision:ministry_review,government_decision:refused,government_decision:returned,government_decision:withdrawn,granted:government_decision,ministry_review:carried_over,ministry_review:government_decision,ministry_review:returned,ministry_review:withdrawn,refused:government_decision,returned:carried_over,returned:submitted,returned:withdrawn,submitted:carried_over,submitted:ministry_review,submitted:returned,submitted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="babdd0bebaf528ac4e2b06cc12994b2f0a89c94d",
                    operation="UPDATE",
                    pgid="pgtrigger_case_state_graph_3fb0f",
                    table="licensing_case",
                    when="BEFORE",
                ),
            ),
        ),
    ]
