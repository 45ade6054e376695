"""The log can be added to and read; the database itself refuses anything else."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER audit_record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
    ON audit_auditrecord FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
    ON audit_auditcheckpoint FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
"""
BACKWARD = """
DROP TRIGGER audit_record_append_only ON audit_auditrecord;
DROP TRIGGER audit_checkpoint_append_only ON audit_auditcheckpoint;
DROP FUNCTION audit_is_append_only();
"""


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
