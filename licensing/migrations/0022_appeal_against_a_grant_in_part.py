"""An appeal against a grant in part takes a granted case before the government again."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0021_scanned_documents"),
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
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{adjourned:government_decision,adjourned:withdrawn,draft:submitted,draft:withdrawn,government_decision:adjourned,government_decision:granted,government_decision:ministry_review,government_decision:refused,government_decision:returned,government_decision:withdrawn,granted:government_decision,ministry_review:government_decision,ministry_review:returned,ministry_review:withdrawn,refused:government_decision,returned:submitted,returned:withdrawn,submitted:ministry_review,submitted:returned,submitted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="f1e6cc5d55b21a1fed5ef5285ecd5082e3061cd9",
                    operation="UPDATE",
                    pgid="pgtrigger_case_state_graph_3fb0f",
                    table="licensing_case",
                    when="BEFORE",
                ),
            ),
        ),
    ]
