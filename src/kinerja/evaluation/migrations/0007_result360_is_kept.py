"""What a 360 round told is never edited or deleted, by raw SQL neither (see 0002)."""

from django.db import migrations

KEPT = """
CREATE FUNCTION evaluation_result360_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on a released 360 result is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER evaluation_result360_is_kept
    BEFORE UPDATE OR DELETE ON evaluation_result360
    FOR EACH ROW EXECUTE FUNCTION evaluation_result360_is_kept();
"""
NOT_KEPT = """
DROP TRIGGER evaluation_result360_is_kept ON evaluation_result360;
DROP FUNCTION evaluation_result360_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0006_round360")]

    operations = [migrations.RunSQL(KEPT, NOT_KEPT)]
