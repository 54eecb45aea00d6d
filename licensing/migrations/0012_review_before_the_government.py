"""Before the government a case may go back to the ministries, and working copies hold new files."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0011_item_imports"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="case",
            name="case_state_graph",
        ),
        migrations.AddField(
            model_name="workingcopy",
            name="files",
            field=models.JSONField(db_default={}, default=dict),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="case_state_graph",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{adjourned:government_decision,adjourned:withdrawn,draft:submitted,draft:withdrawn,government_decision:adjourned,government_decision:granted,government_decision:ministry_review,government_decision:refused,government_decision:returned,government_decision:withdrawn,ministry_review:government_decision,ministry_review:returned,ministry_review:withdrawn,refused:government_decision,returned:submitted,returned:withdrawn,submitted:ministry_review,submitted:returned,submitted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="2446e693982b93fb62e153c924a88375b7aa5bb2",
                    operation="UPDATE",
                    pgid="pgtrigger_case_state_graph_3fb0f",
                    table="licensing_case",
                    when="BEFORE",
                ),
            ),
        ),
    ]
