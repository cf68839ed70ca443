"""A signed review and its assessments are never edited or deleted, by raw SQL neither.

Only `state` may move on, to one that comes after signing: a later version supersedes an earlier
one. Names carry no schema (see records/migrations/0002).
"""

from django.db import migrations

REVIEW = """
CREATE FUNCTION evaluation_review_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state'
        OR NEW.state IN ('open', 'self_reported', 'rated')
    THEN
        RAISE EXCEPTION '% on signed review % is refused: a signed review is only superseded',
            TG_OP, OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_review_is_kept BEFORE UPDATE OR DELETE ON evaluation_review
    FOR EACH ROW WHEN (OLD.signed_on IS NOT NULL)
    EXECUTE FUNCTION evaluation_review_is_kept();
"""
NOT_REVIEW = """
DROP TRIGGER evaluation_review_is_kept ON evaluation_review;
DROP FUNCTION evaluation_review_is_kept();
"""

ASSESSMENT = """
CREATE FUNCTION evaluation_assessment_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    signed boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM %I.evaluation_review'
        ' WHERE id = ANY($1) AND signed_on IS NOT NULL)', TG_TABLE_SCHEMA
    ) INTO signed USING ARRAY[OLD.review_id, NEW.review_id];
    IF signed THEN
        RAISE EXCEPTION '% on an assessment of a signed review is refused', TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER evaluation_assessment_is_kept
    BEFORE INSERT OR UPDATE OR DELETE ON evaluation_assessment
    FOR EACH ROW EXECUTE FUNCTION evaluation_assessment_is_kept();
"""
NOT_ASSESSMENT = """
DROP TRIGGER evaluation_assessment_is_kept ON evaluation_assessment;
DROP FUNCTION evaluation_assessment_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial")]

    operations = [
        migrations.RunSQL(REVIEW, NOT_REVIEW),
        migrations.RunSQL(ASSESSMENT, NOT_ASSESSMENT),
    ]
