"""What never changes of sent change sets and supply plans, and the row that releases are counted by."""

from typing import Any

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from licensing.migrations._in_runs import MigrationInRuns


def create_release_head(apps: Any, schema_editor: Any) -> None:
    """Create the row that says which release of the governed lists is in force; none is yet."""
    apps.get_model("licensing", "ReleaseHead").objects.get_or_create(name="releases")


class Migration(MigrationInRuns):
    dependencies = [
        ("licensing", "0031_tables_of_people_lists_and_supply"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="changeline",
            trigger=pgtrigger.compiler.Trigger(
                name="change_line_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE published boolean;",
                    func="\n            \n    SELECT COALESCE(bool_or(s.state <> 'draft'), false) INTO published FROM licensing_changeset s\n    WHERE (TG_OP <> 'INSERT' AND s.id = OLD.change_set_id) OR (TG_OP <> 'DELETE' AND s.id = NEW.change_set_id);\n\n            IF published THEN\n                RAISE EXCEPTION 'a change set that was sent never changes' USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="45b11d43065a2f043b3bf78b44dd75cf23cbe1d0",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_change_line_frozen_8ff29",
                    table="licensing_changeline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shipment",
            trigger=pgtrigger.compiler.Trigger(
                name="shipment_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'shipment is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="845a994f6c40f086e5d6561cc21d46874cdec437",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_shipment_keeps_rows_498de",
                    table="licensing_shipment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shipment",
            trigger=pgtrigger.compiler.Trigger(
                name="shipment_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'shipment is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="caf2cb519f712d9b0ad3e895914edc3589eb7a76",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_shipment_keeps_all_81794",
                    table="licensing_shipment",
                    when="BEFORE",
                ),
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
        migrations.RunPython(create_release_head, migrations.RunPython.noop),
    ]
