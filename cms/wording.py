"""Campaigns in words: statuses, days, results."""

from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from campaigns.selectors import CampaignTotal, days_left
from campaigns.states import CampaignStatus
from core.yen import format_yen
from municipalities.models import Municipality

SOON_DAYS = 7
WHOLE_PERCENT = 100

_STATUSES = {
    CampaignStatus.APPROVED: ("wait", _("Opens soon")),
    CampaignStatus.CLOSING: ("over", _("Closed, being counted")),
    CampaignStatus.FUNDED: ("reached", _("Closed, goal reached")),
    CampaignStatus.MISSED: ("over", _("Closed, goal missed")),
    CampaignStatus.REPORTING: ("report", _("Reporting on the work")),
    CampaignStatus.COMPLETED: ("done", _("Completed")),
    CampaignStatus.SUSPENDED: ("bad", _("Paused")),
    CampaignStatus.PREPARING: ("wait", _("In preparation")),
    CampaignStatus.CANCELLED: ("over", _("Cancelled")),
}


def is_running(campaign: Campaign, *, now: datetime) -> bool:
    """Whether it is open and its last moment has not passed, even if no clock has closed it yet."""
    return campaign.status == CampaignStatus.OPEN and now < campaign.closes_at


def status_words(campaign: Campaign, *, percent: int, now: datetime) -> tuple[str, str]:
    """The key of the badge and its text."""
    if campaign.status != CampaignStatus.OPEN:
        key, label = _STATUSES[CampaignStatus(campaign.status)]
        return key, str(label)
    if now >= campaign.closes_at:
        return "over", gettext("Closed, being counted")
    if percent >= WHOLE_PERCENT:
        return "next", gettext("Goal reached, still open")
    if days_left(campaign) <= SOON_DAYS:
        return "soon", gettext("Closing soon")
    return "open", gettext("Taking donations")


def days_words(campaign: Campaign, *, now: datetime) -> str:
    """How long it still runs, or when it ended or will begin; nothing while it is paused."""
    if campaign.status == CampaignStatus.APPROVED:
        return gettext("from %(day)s") % {"day": day_words(campaign.opens_at)}
    if campaign.status == CampaignStatus.SUSPENDED:
        return ""
    if not is_running(campaign, now=now):
        return gettext("ended on %(day)s") % {"day": day_words(campaign.closes_at - timedelta(minutes=1))}
    left = days_left(campaign)
    if left == 0:
        return gettext("today until %(time)s") % {"time": formats.date_format(last_minute(campaign), "H:i")}
    return ngettext("%(count)s day left", "%(count)s days left", left) % {"count": left}


def last_minute(campaign: Campaign) -> datetime:
    """The last minute in which it takes donations, in Japan's time."""
    return timezone.localtime(campaign.closes_at - timedelta(minutes=1))


def day_words(moment: datetime) -> str:
    """A day without its year."""
    return formats.date_format(timezone.localtime(moment), pgettext("date format", "j F"))


def end_words(campaign: Campaign) -> str:
    """The exact end, to the minute."""
    return formats.date_format(last_minute(campaign), pgettext("date format", "D j F Y, H:i"))


def moment_words(moment: datetime) -> str:
    """A day and the time of it."""
    return formats.date_format(timezone.localtime(moment), pgettext("date format", "j F Y, H:i"))


def office_words(town: Municipality) -> dict[str, str]:
    """Who answers donors, in the active language."""
    return {"name": town.display_office, "hours": town.display_office_hours}


def result_words(campaign: Campaign, total: CampaignTotal) -> str:
    """What came of a campaign that takes no donations any more."""
    figures = {"amount": format_yen(total.raised_jpy), "count": format_yen(total.supporter_count)}
    if campaign.status in {CampaignStatus.OPEN, CampaignStatus.CLOSING}:
        return gettext("Donations have ended and are being counted. Thank you.")
    if total.raised_jpy >= campaign.goal_jpy:
        return gettext("The goal was reached: %(amount)s yen from %(count)s supporters. Thank you.") % figures
    return (
        gettext(
            "The goal was missed: %(amount)s yen from %(count)s supporters. They are used as promised before the start."
        )
        % figures
    )
