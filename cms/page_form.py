"""The admin form of a campaign's page."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from campaigns.models import Campaign


class CampaignPageForm(WagtailAdminPageForm):
    """A campaign's page in the admin: only campaigns of the municipality in whose part of the site it stands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "campaign" not in self.fields:
            return
        choices = Campaign.objects.visible_to(self.for_user) if self.for_user else Campaign.objects.none()
        if self.parent_page is not None:
            parent = self.parent_page.specific
            choices = choices.filter(municipality=getattr(parent, "municipality_id", None))
        if self.instance.pk:
            choices = choices.filter(pk=self.instance.campaign_id)
        self.fields["campaign"].queryset = choices
