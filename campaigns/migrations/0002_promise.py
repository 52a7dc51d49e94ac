"""What was promised to donors stands still from the day a campaign opens."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION campaigns_promise_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status NOT IN ('preparing', 'approved') AND (
        (NEW.municipality_id, NEW.group_id, NEW.funding_model, NEW.goal_jpy, NEW.minimum_jpy, NEW.group_share_percent,
         NEW.plan_if_missed, NEW.plan_if_missed_en, NEW.plan_if_exceeded, NEW.plan_if_exceeded_en,
         NEW.plan_if_cancelled, NEW.plan_if_cancelled_en)
        IS DISTINCT FROM
        (OLD.municipality_id, OLD.group_id, OLD.funding_model, OLD.goal_jpy, OLD.minimum_jpy, OLD.group_share_percent,
         OLD.plan_if_missed, OLD.plan_if_missed_en, OLD.plan_if_exceeded, OLD.plan_if_exceeded_en,
         OLD.plan_if_cancelled, OLD.plan_if_cancelled_en)
    ) THEN
        RAISE EXCEPTION 'campaign % has opened: its promise is frozen', OLD.id USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER campaigns_promise_is_frozen BEFORE UPDATE ON campaigns_campaign
    FOR EACH ROW EXECUTE FUNCTION campaigns_promise_is_frozen();

CREATE FUNCTION campaigns_budget_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM campaigns_campaign
        WHERE id IN (OLD.campaign_id, NEW.campaign_id) AND status NOT IN ('preparing', 'approved')
    ) THEN
        RAISE EXCEPTION 'campaign has opened: its budget is frozen' USING ERRCODE = '23514';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER campaigns_budget_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON campaigns_budgetline
    FOR EACH ROW EXECUTE FUNCTION campaigns_budget_is_frozen();
"""

BACKWARD = """
DROP TRIGGER campaigns_budget_is_frozen ON campaigns_budgetline;
DROP TRIGGER campaigns_promise_is_frozen ON campaigns_campaign;
DROP FUNCTION campaigns_budget_is_frozen, campaigns_promise_is_frozen;
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
