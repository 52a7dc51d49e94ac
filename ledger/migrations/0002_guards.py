"""What the journal promises, enforced by PostgreSQL itself."""

from django.conf import settings
from django.db import migrations

# ERRCODE 23514 (check_violation), so that Django raises IntegrityError.
FORWARD = """
CREATE FUNCTION ledger_fingerprint(wanted bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(
        e.format_version || '|' || e.municipality_id || '|' || e.source || '|' || e.occurred_on || '|' || e.fiscal_year
            || '|' || coalesce(e.reverses_id::text, '') || '|' || coalesce(l.canonical, ''), 'UTF8')), 'hex')
    FROM ledger_journalentry e
    LEFT JOIN LATERAL (
        SELECT string_agg(line, ';' ORDER BY line COLLATE "C") AS canonical
        FROM (SELECT account || ',' || fund || ',' || amount_jpy AS line
              FROM ledger_journalline WHERE entry_id = e.id) AS written
    ) l ON true
    WHERE e.id = wanted
$$;

CREATE FUNCTION ledger_demand_complete(wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    total bigint;
    lines integer;
    strangers integer;
    header ledger_journalentry%ROWTYPE;
BEGIN
    SELECT * INTO header FROM ledger_journalentry WHERE id = wanted;
    SELECT coalesce(sum(amount_jpy), 0), count(*), count(*) FILTER (WHERE municipality_id <> header.municipality_id)
    INTO total, lines, strangers FROM ledger_journalline WHERE entry_id = wanted;
    IF total <> 0 OR lines < 2 THEN
        RAISE EXCEPTION 'ledger entry % is not balanced: % yen over % lines', wanted, total, lines USING ERRCODE = '23514';
    END IF;
    IF strangers > 0 THEN
        RAISE EXCEPTION 'ledger entry % mixes municipalities', wanted USING ERRCODE = '23514';
    END IF;
    IF header.fingerprint <> ledger_fingerprint(wanted) THEN
        RAISE EXCEPTION 'ledger entry % is not what it was sealed as', wanted USING ERRCODE = '23514';
    END IF;
END $$;

CREATE FUNCTION ledger_entry_is_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM ledger_demand_complete(NEW.id); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_is_complete AFTER INSERT ON ledger_journalentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_is_complete();

CREATE FUNCTION ledger_line_keeps_entry_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM ledger_demand_complete(NEW.entry_id); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER ledger_line_keeps_entry_complete AFTER INSERT ON ledger_journalline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_line_keeps_entry_complete();

CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = '23514';
END $$;
CREATE TRIGGER ledger_entry_is_append_only BEFORE UPDATE OR DELETE ON ledger_journalentry
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_line_is_append_only BEFORE UPDATE OR DELETE ON ledger_journalline
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_entry_is_not_truncated BEFORE TRUNCATE ON ledger_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_line_is_not_truncated BEFORE TRUNCATE ON ledger_journalline
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();

CREATE FUNCTION ledger_entry_period_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Shared with other postings, exclusive against the closing of a period (ledger.services.PERIOD_LOCK).
    PERFORM pg_advisory_xact_lock_shared(4711, NEW.municipality_id::integer);
    IF EXISTS (
        SELECT 1 FROM ledger_period
        WHERE municipality_id = NEW.municipality_id AND fiscal_year = NEW.fiscal_year
            AND month = date_trunc('month', NEW.occurred_on)::date AND closed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'period % of fiscal year % is closed', to_char(NEW.occurred_on, 'YYYY-MM'), NEW.fiscal_year
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entry_period_is_open BEFORE INSERT ON ledger_journalentry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_period_is_open();
"""

BACKWARD = """
DROP TRIGGER ledger_entry_period_is_open ON ledger_journalentry;
DROP TRIGGER ledger_line_is_not_truncated ON ledger_journalline;
DROP TRIGGER ledger_entry_is_not_truncated ON ledger_journalentry;
DROP TRIGGER ledger_line_is_append_only ON ledger_journalline;
DROP TRIGGER ledger_entry_is_append_only ON ledger_journalentry;
DROP TRIGGER ledger_line_keeps_entry_complete ON ledger_journalline;
DROP TRIGGER ledger_entry_is_complete ON ledger_journalentry;
DROP FUNCTION ledger_entry_period_is_open, ledger_is_append_only, ledger_line_keeps_entry_complete,
    ledger_entry_is_complete, ledger_demand_complete, ledger_fingerprint;
"""


def restrict_app_role(apps, schema_editor):
    """The role that runs the product appends and reads; nothing else. Where it does not exist, doctor says so."""
    role = settings.DATABASE_APP_ROLE
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone():
            quoted = schema_editor.quote_name(role)
            tables = "ledger_journalentry, ledger_journalline"
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {tables} FROM {quoted}")
            cursor.execute(f"GRANT SELECT, INSERT ON {tables} TO {quoted}")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunPython(restrict_app_role, migrations.RunPython.noop),
    ]
