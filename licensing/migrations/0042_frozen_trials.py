"""Trials stay with a change set as they were made, and what was sent with it never changes."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0041_corrected_heads"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="changeset",
            name="change_set_frozen",
        ),
        migrations.AddField(
            model_name="changeset",
            name="approved_trial",
            field=models.JSONField(blank=True, null=True, verbose_name="trial at its approval"),
        ),
        migrations.AddField(
            model_name="changeset",
            name="released_trial",
            field=models.JSONField(blank=True, null=True, verbose_name="trial when it came into force"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="changeset",
            trigger=pgtrigger.compiler.Trigger(
                name="change_set_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE published boolean;",
                    func="\n            \n    published := TG_OP = 'UPDATE' AND OLD.state <> 'draft'\n        AND (OLD.title, OLD.reason, OLD.emergency, OLD.in_force_from, OLD.drafted_by_id, OLD.drafted_at, OLD.sent_at,\n             OLD.trial, OLD.conflicts)\n        IS DISTINCT FROM\n        (NEW.title, NEW.reason, NEW.emergency, NEW.in_force_from, NEW.drafted_by_id, NEW.drafted_at, NEW.sent_at,\n             NEW.trial, NEW.conflicts);\n\n            IF published THEN\n                RAISE EXCEPTION 'a change set that was sent never changes' USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="f027437998bb8cedb1f1ad45728da3574ec8c2a4",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_change_set_frozen_64adf",
                    table="licensing_changeset",
                    when="BEFORE",
                ),
            ),
        ),
    ]
