"""What the database refuses whoever asks: rows that never change, states off the lifecycle's graph, and changes without their event."""

import pgtrigger.compiler
import pgtrigger.migrations

from licensing.migrations._in_runs import MigrationInRuns


class Migration(MigrationInRuns):
    dependencies = [("licensing", "0001_tables")]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="caseversion",
            trigger=pgtrigger.compiler.Trigger(
                name="caseversion_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'caseversion is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="30efd2a1d84c4e1845273ac7d4c323158f6783b1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_caseversion_keeps_rows_940e3",
                    table="licensing_caseversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="caseversion",
            trigger=pgtrigger.compiler.Trigger(
                name="caseversion_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'caseversion is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="cc47590fadacf9cd9da88afd30a870b50363fcc1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_caseversion_keeps_all_8883a",
                    table="licensing_caseversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countersignature",
            trigger=pgtrigger.compiler.Trigger(
                name="countersignature_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'countersignature is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="02214f857bd0952d3fbb490794484732ed22bc4e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_countersignature_keeps_rows_278e1",
                    table="licensing_countersignature",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="countersignature",
            trigger=pgtrigger.compiler.Trigger(
                name="countersignature_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'countersignature is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="8b4dabd6cb415dfb33de4b01249f155cbebd4ad0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_countersignature_keeps_all_6464b",
                    table="licensing_countersignature",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionline",
            trigger=pgtrigger.compiler.Trigger(
                name="decisionline_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'decisionline is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="3793663f28292b4d82ac272d1cd15e250555dd01",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_decisionline_keeps_rows_3b877",
                    table="licensing_decisionline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionline",
            trigger=pgtrigger.compiler.Trigger(
                name="decisionline_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'decisionline is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="4cf926c7bd2ec20d2e72a19fe7de2048ddf2ee27",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_decisionline_keeps_all_bf89b",
                    table="licensing_decisionline",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="event_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'event is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="43fc1d9b3a5a36b3d2b9a1469cd44c2dabf2d9cd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_event_keeps_rows_39477",
                    table="licensing_event",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="event_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'event is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="001d12a4a700eb028427552d41def9b86b1cbbba",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_event_keeps_all_9812f",
                    table="licensing_event",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="needstatement",
            trigger=pgtrigger.compiler.Trigger(
                name="needstatement_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'needstatement is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="577f9caa03e4c19f3a5dcc095090e97163567292",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_needstatement_keeps_rows_ab101",
                    table="licensing_needstatement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="needstatement",
            trigger=pgtrigger.compiler.Trigger(
                name="needstatement_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'needstatement is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="17f75d241cda386e3e984a649ba5e9261bb032ec",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_needstatement_keeps_all_b2a57",
                    table="licensing_needstatement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="licence",
            trigger=pgtrigger.compiler.Trigger(
                name="licence_state_graph",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{exhausted:issued,issued:exhausted,issued:expired,issued:revoked,issued:surrendered,issued:suspended,suspended:expired,suspended:issued,suspended:revoked,suspended:surrendered}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="bca729cb870369c5689a5edc21568209a7c4ab06",
                    operation="UPDATE",
                    pgid="pgtrigger_licence_state_graph_5ca86",
                    table="licensing_licence",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="licence",
            trigger=pgtrigger.compiler.Trigger(
                name="licence_state_start",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" IS DISTINCT FROM 'issued')",
                    func="RAISE EXCEPTION 'a new licence starts as issued' USING ERRCODE = 'restrict_violation';",
                    hash="7cd430633a4cadb857b73997930bf8a3feda48e6",
                    operation="INSERT",
                    pgid="pgtrigger_licence_state_start_03c3b",
                    table="licensing_licence",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="licence",
            trigger=pgtrigger.compiler.Trigger(
                name="licence_state_event",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))',
                    constraint="CONSTRAINT",
                    func="\n            IF NOT EXISTS (\n                SELECT 1 FROM licensing_event e\n                WHERE e.licence_id = NEW.id AND e.to_state = NEW.state\n                  AND e.transaction = pg_current_xact_id()::text::bigint\n            ) THEN\n                RAISE EXCEPTION 'a licence changed its state to % without an event', NEW.state\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="0d0a9186ef7ac7c2cd09873a12b640766fd762c5",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_licence_state_event_4fb1e",
                    table="licensing_licence",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="procedure",
            trigger=pgtrigger.compiler.Trigger(
                name="procedure_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE published boolean;",
                    func="\n            published := TG_OP <> 'INSERT' AND OLD.published_at IS NOT NULL;\n            IF published THEN\n                RAISE EXCEPTION 'a published procedure never changes' USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="cc2df169a94c542ad07b8db598a55578023d4f9c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_procedure_frozen_eef6a",
                    table="licensing_procedure",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="case_state_graph",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{adjourned:government_decision,adjourned:withdrawn,draft:submitted,draft:withdrawn,government_decision:adjourned,government_decision:granted,government_decision:refused,government_decision:withdrawn,ministry_review:government_decision,ministry_review:returned,ministry_review:withdrawn,refused:government_decision,returned:submitted,returned:withdrawn,submitted:ministry_review,submitted:returned,submitted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="efe16e18a7354661fb8729ada9f7e341ccda4248",
                    operation="UPDATE",
                    pgid="pgtrigger_case_state_graph_3fb0f",
                    table="licensing_case",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="case_state_start",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" IS DISTINCT FROM 'draft')",
                    func="RAISE EXCEPTION 'a new case starts as draft' USING ERRCODE = 'restrict_violation';",
                    hash="83ed4037c6955dc6fa7d6bdd6fc6216298fbd141",
                    operation="INSERT",
                    pgid="pgtrigger_case_state_start_62294",
                    table="licensing_case",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="case_state_event",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))',
                    constraint="CONSTRAINT",
                    func="\n            IF NOT EXISTS (\n                SELECT 1 FROM licensing_event e\n                WHERE e.case_id = NEW.id AND e.to_state = NEW.state\n                  AND e.transaction = pg_current_xact_id()::text::bigint\n            ) THEN\n                RAISE EXCEPTION 'a case changed its state to % without an event', NEW.state\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="3bb44770f3ba80539a596c3676e29d7d39cc3def",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_case_state_event_c6485",
                    table="licensing_case",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answer",
            trigger=pgtrigger.compiler.Trigger(
                name="answer_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'answer is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="6ec22dc4f18cf8be2cb47d6b42d236b6b9917912",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_answer_keeps_rows_39864",
                    table="licensing_answer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answer",
            trigger=pgtrigger.compiler.Trigger(
                name="answer_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'answer is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="f28512b318f6f05923a849feacc3da8717ae2f47",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_answer_keeps_all_b4724",
                    table="licensing_answer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="decision_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'decision is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="b48c60fdb67cda420feb518fb94a3612b4045cda",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_decision_keeps_rows_0ca33",
                    table="licensing_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="decision_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'decision is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="9475f2c1d45e71d3feaf1e90cecfe833dbbbe3a4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_decision_keeps_all_a7445",
                    table="licensing_decision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundseat",
            trigger=pgtrigger.compiler.Trigger(
                name="roundseat_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'roundseat is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="d827fdb4ad25e9a5b779987df0c3a0090404afeb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_roundseat_keeps_rows_42ed4",
                    table="licensing_roundseat",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundseat",
            trigger=pgtrigger.compiler.Trigger(
                name="roundseat_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'roundseat is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="5fa525ab00e98ebaeecb6465642b3e8de0a6f57a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_roundseat_keeps_all_6baaf",
                    table="licensing_roundseat",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="position",
            trigger=pgtrigger.compiler.Trigger(
                name="position_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'position is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="a6ee8b119f5f7a8613c0e8035434442892f993b4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_position_keeps_rows_1c4c4",
                    table="licensing_position",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="position",
            trigger=pgtrigger.compiler.Trigger(
                name="position_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'position is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="13d47cdff82c006ccdbcf4820a1e2a080252a952",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_position_keeps_all_7e7c3",
                    table="licensing_position",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stage",
            trigger=pgtrigger.compiler.Trigger(
                name="stage_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE published boolean;",
                    func="\n            \n    SELECT COALESCE(bool_or(p.published_at IS NOT NULL), false) INTO published FROM licensing_procedure p\n    WHERE (TG_OP <> 'INSERT' AND p.id = OLD.procedure_id) OR (TG_OP <> 'DELETE' AND p.id = NEW.procedure_id);\n\n            IF published THEN\n                RAISE EXCEPTION 'a published procedure never changes' USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="cf549fade49b697574baaa4a79e0b57551833cfc",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_stage_frozen_3d3b6",
                    table="licensing_stage",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seat",
            trigger=pgtrigger.compiler.Trigger(
                name="seat_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE published boolean;",
                    func="\n            \n    SELECT COALESCE(bool_or(p.published_at IS NOT NULL), false) INTO published FROM licensing_procedure p\n    JOIN licensing_stage s ON s.procedure_id = p.id\n    WHERE (TG_OP <> 'INSERT' AND s.id = OLD.stage_id) OR (TG_OP <> 'DELETE' AND s.id = NEW.stage_id);\n\n            IF published THEN\n                RAISE EXCEPTION 'a published procedure never changes' USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                    hash="a48ecd46d3ae11ac82eef9677fa129814d8c3255",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_seat_frozen_bed60",
                    table="licensing_seat",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="round_keeps_facts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."rule" IS DISTINCT FROM (NEW."rule") OR OLD."stage_id" IS DISTINCT FROM (NEW."stage_id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id"))',
                    func="RAISE EXCEPTION 'what a round was opened with never changes' USING ERRCODE = 'restrict_violation';",
                    hash="b94f19a19c2f2da52b3c73aa4b9fc09d06d39972",
                    operation="UPDATE",
                    pgid="pgtrigger_round_keeps_facts_9c52b",
                    table="licensing_round",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="round_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a round is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="b8508a7303c2a8b8a01ac2fdd05ddcacfa154bf6",
                    operation="DELETE",
                    pgid="pgtrigger_round_stays_379a9",
                    table="licensing_round",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="round_all_stay",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a round is never deleted' USING ERRCODE = 'restrict_violation';",
                    hash="1c6a95bef0965ea4f5441a7de5001dfa5ed1e6b0",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_round_all_stay_e03d1",
                    table="licensing_round",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="round_as_told",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE event_case uuid; kinds text[]; told jsonb;",
                    func="\n            \n    IF (NEW.closed_at, NEW.ended_by, NEW.outcome, NEW.result) IS DISTINCT FROM\n       (OLD.closed_at, OLD.ended_by, OLD.outcome, OLD.result) THEN\n        event_case := NEW.case_id;\n        kinds := ARRAY['round.closed', 'outcome.stands'];\n        told := jsonb_build_object('round', NEW.id, 'outcome', NEW.outcome);\n    END IF;\n\n            IF told IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM licensing_event e\n                WHERE e.case_id = event_case AND e.kind = ANY (kinds) AND e.data @> told\n                  AND e.transaction = pg_current_xact_id()::text::bigint\n            ) THEN\n                RAISE EXCEPTION 'no event tells of this change of %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="f8359a58bd6d0d8c1251bee79e5ad99cd404d8b8",
                    operation="UPDATE",
                    pgid="pgtrigger_round_as_told_7b540",
                    table="licensing_round",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standingposition",
            trigger=pgtrigger.compiler.Trigger(
                name="standing_as_told",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE event_case uuid; kinds text[]; told jsonb;",
                    func="\n            \n    IF TG_OP = 'DELETE' THEN\n        SELECT r.case_id INTO event_case FROM licensing_round r WHERE r.id = OLD.round_id;\n        kinds := ARRAY['position.voided'];\n        told := jsonb_build_object('position', OLD.position_id);\n    ELSE\n        SELECT r.case_id INTO event_case FROM licensing_round r WHERE r.id = NEW.round_id;\n        IF TG_OP = 'INSERT' THEN\n            kinds := ARRAY['position.taken'];\n            told := jsonb_build_object('position', NEW.position_id);\n        ELSIF NEW.position_id <> OLD.position_id THEN\n            kinds := ARRAY['position.replaced'];\n            told := jsonb_build_object('position', NEW.position_id);\n        ELSE\n            kinds := ARRAY['round.opened'];\n            told := jsonb_build_object('round', NEW.round_id);\n        END IF;\n    END IF;\n\n            IF told IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM licensing_event e\n                WHERE e.case_id = event_case AND e.kind = ANY (kinds) AND e.data @> told\n                  AND e.transaction = pg_current_xact_id()::text::bigint\n            ) THEN\n                RAISE EXCEPTION 'no event tells of this change of %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="703dd880bd055b3e75acd8fea2c5ce44a1b214d2",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_standing_as_told_d9a49",
                    table="licensing_standingposition",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="usage",
            trigger=pgtrigger.compiler.Trigger(
                name="usage_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'usage is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="22eb43fcaa52fff5c647a532347b7a9c88a76f26",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_usage_keeps_rows_f9b91",
                    table="licensing_usage",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="usage",
            trigger=pgtrigger.compiler.Trigger(
                name="usage_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'usage is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="0f6be8a51de818e242d507985ca9b4ca801af15b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_usage_keeps_all_8e9cc",
                    table="licensing_usage",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="usereport",
            trigger=pgtrigger.compiler.Trigger(
                name="usereport_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'usereport is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="70fb6b2741b849338805f79c44bed22452dbea35",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_usereport_keeps_rows_df24f",
                    table="licensing_usereport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="usereport",
            trigger=pgtrigger.compiler.Trigger(
                name="usereport_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'usereport is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="2023997ecd75337a641d4e396db4ea4abae666d2",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_usereport_keeps_all_59729",
                    table="licensing_usereport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="minutes_keeps_rows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'minutes is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="ae26011b4f67d877de795eda37cc69813face91f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_minutes_keeps_rows_8361a",
                    table="licensing_minutes",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="minutes",
            trigger=pgtrigger.compiler.Trigger(
                name="minutes_keeps_all",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'minutes is append-only' USING ERRCODE = 'restrict_violation';",
                    hash="5a88895957fc2d4b532e281f378b44706220146a",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_minutes_keeps_all_9036d",
                    table="licensing_minutes",
                    when="BEFORE",
                ),
            ),
        ),
    ]
