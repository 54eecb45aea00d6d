-- SECURITY DEFINER: the application may not write changes, its triggers do. The search path is pinned, so that nobody puts
-- a table of their own before ours, and so are zone and date style, in which moments and periods are written down as text.

-- Nobody switches a trigger off in a session; the library's own function would ask a setting that everybody may set.
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN
LANGUAGE sql IMMUTABLE AS 'SELECT false';

CREATE OR REPLACE FUNCTION public.dozvil_keep_change() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, YMD' AS $$
DECLARE
    key text := TG_ARGV[0];
    left_out text[] := TG_ARGV[1]::text[];
    frozen text[] := TG_ARGV[2]::text[];
    before jsonb;
    after jsonb;
    changed jsonb;
    name text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO public.licensing_change (transaction, table_name, row, operation, columns)
        VALUES (pg_current_xact_id()::text::bigint, TG_TABLE_NAME, to_jsonb(OLD) ->> key, 'D', '{}');
        RETURN NULL;
    END IF;
    after := to_jsonb(NEW) - left_out;
    IF TG_OP = 'INSERT' THEN
        changed := after;
    ELSE
        before := to_jsonb(OLD) - left_out;
        SELECT jsonb_object_agg(v.key, v.value) INTO changed FROM jsonb_each(after) v
        WHERE before -> v.key IS DISTINCT FROM v.value;
        IF changed IS NULL THEN
            RETURN NULL;
        END IF;
        FOREACH name IN ARRAY frozen || key LOOP
            IF changed ? name THEN
                RAISE EXCEPTION '%.% never changes', TG_TABLE_NAME, name USING ERRCODE = 'restrict_violation';
            END IF;
        END LOOP;
    END IF;
    INSERT INTO public.licensing_change (transaction, table_name, row, operation, columns)
    VALUES (pg_current_xact_id()::text::bigint, TG_TABLE_NAME, to_jsonb(NEW) ->> key, left(TG_OP, 1), changed);
    RETURN NULL;
END $$;

-- At commit, because the event that covers a change is written after it.
CREATE OR REPLACE FUNCTION public.dozvil_require_cover() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    asked jsonb := TG_ARGV[0]::jsonb -> NEW.table_name;
    installing text[] := TG_ARGV[1]::text[];
    covering bigint;
    rule jsonb;
BEGIN
    SELECT min(e.number) INTO covering FROM public.licensing_event e
    WHERE e.transaction = NEW.transaction AND e.changes_to IS NOT NULL AND e.changes_to >= NEW.id;
    IF covering IS NULL THEN
        RAISE EXCEPTION 'no event covers this change of %', NEW.table_name USING ERRCODE = 'restrict_violation';
    END IF;
    -- What decides is told by an event of its own, and not by any other that happens to be in the same transaction. The events of
    -- a transaction have numbers in a row, as the head of the chain is locked; without this range every event would be read.
    FOR rule IN SELECT value FROM jsonb_array_elements(asked) LOOP
        IF (
            jsonb_array_length(rule -> 'columns') = 0 OR EXISTS (
                SELECT 1 FROM jsonb_array_elements_text(rule -> 'columns') AS wanted (name)
                WHERE NEW.columns ? wanted.name AND (
                    NEW.operation = 'U'
                    OR (rule -> 'new_rows')::boolean AND coalesce(NEW.columns ->> wanted.name, 'false') <> 'false'
                )
            )
        ) AND NOT EXISTS (
            SELECT 1 FROM public.licensing_event e
            WHERE e.number BETWEEN covering - 1000 AND covering + 1000 AND e.transaction = NEW.transaction AND (
                e.kind = ANY (installing)
                OR rule #>> ARRAY['kinds', e.kind] = ''
                OR e.data ->> (rule #>> ARRAY['kinds', e.kind]) = NEW.row
            )
        ) THEN
            RAISE EXCEPTION 'no event tells of this change of %', NEW.table_name USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- For what a request contains: the event of its edit or filing. Rows that hang on an item are of the item's case.
CREATE OR REPLACE FUNCTION public.dozvil_require_case_event() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    owner_column text := TG_ARGV[0];
    known text;
    its_case uuid;
BEGIN
    known := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END ->> owner_column;
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> owner_column <> known THEN
        RAISE EXCEPTION '%.% never changes', TG_TABLE_NAME, owner_column USING ERRCODE = 'restrict_violation';
    END IF;
    IF owner_column = 'case_id' THEN
        its_case := known::uuid;
    ELSE
        SELECT i.case_id INTO its_case FROM public.licensing_item i WHERE i.id = known::bigint;
    END IF;
    -- An item that is gone by now went with an event of its own, which its own trigger has asked for.
    IF its_case IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM public.licensing_event e
        WHERE e.case_id = its_case AND e.transaction = pg_current_xact_id()::text::bigint
    ) THEN
        RAISE EXCEPTION 'no event tells of this change of %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
