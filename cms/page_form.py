"""The admin form of a campaign's page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from campaigns.models import Campaign
from cms.pictures import images_in


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

    def clean(self) -> dict[str, Any]:
        """Raises: ValidationError, for a photo that its editor may not use: another municipality's."""
        cleaned: dict[str, Any] = super().clean()
        used = {image.pk for image in images_in(cleaned.get("body") or [])}
        if cleaned.get("hero_image"):
            used.add(cleaned["hero_image"].pk)
        policy = policy_registry.get_by_type(get_image_model())
        allowed = policy.instances_user_has_permission_for(self.for_user, "choose")
        if used and allowed.filter(pk__in=used).count() != len(used):
            raise ValidationError(_("A photo of this page is not in your municipality's collection."))
        return cleaned
