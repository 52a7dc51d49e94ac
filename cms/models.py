"""The pages of the public site. They tell; figures and rights come from the apps below."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page

from campaigns.models import Campaign
from cms.blocks import DRAWINGS, StoryBody, TextBody
from cms.page_form import CampaignPageForm
from municipalities.models import Municipality

PageView = Callable[..., HttpResponse]
COPY_REFUSAL = _(
    "This page belongs to one campaign or municipality and cannot be copied. Translate it, or make a new one."
)


class PageCopyRefusedError(Exception):
    """A page that stands for exactly one campaign or municipality was to be copied."""


class MinoriPage(Page):
    """What all pages share: a view of ours, no privacy levels, a picture for cards.

    ``shown_by`` is set by ``cms.views`` when the site starts; requests and previews both go through it.
    """

    shown_by: ClassVar[PageView]
    private_page_options: ClassVar[list[str]] = []
    allowed_http_methods: ClassVar[list[str]] = ["GET", "HEAD", "OPTIONS"]

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return type(self).shown_by(request, self, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return self.serve(request)


class BoundPage(MinoriPage):
    """A page that stands for one row of an app below, once in each language."""

    language = models.CharField(max_length=5, choices=settings.LANGUAGES, editable=False)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Keep ``language``, which the database holds unique, equal to Wagtail's locale."""
        super().clean()
        self.language = self.locale.language_code

    def copy(self, *args: Any, **kwargs: Any) -> "BoundPage":
        """Translate; any other copy is refused.

        Raises:
            PageCopyRefusedError: the copy would stand for the same campaign or municipality.
        """
        attributes = kwargs.get("update_attrs") or {}
        if kwargs.get("reset_translation_key", True) or "locale" not in attributes:
            raise PageCopyRefusedError(COPY_REFUSAL)
        kwargs["update_attrs"] = {**attributes, "language": attributes["locale"].language_code}
        copied: BoundPage = super().copy(*args, **kwargs)
        return copied

    def create_alias(self, **kwargs: Any) -> "BoundPage":
        """Refused. Raises: PageCopyRefusedError."""
        raise PageCopyRefusedError(COPY_REFUSAL)


class HomePage(MinoriPage):
    """The first page, one per language."""

    headline_first = models.CharField(_("headline, first line"), max_length=30)
    headline_second = models.CharField(_("headline, second line"), max_length=30)
    lead = models.TextField(_("lead"), max_length=300)

    is_creatable = False
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["cms.CampaignIndexPage", "cms.MunicipalityPage", "cms.StandardPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("headline_first"),
        FieldPanel("headline_second"),
        FieldPanel("lead"),
    ]

    class Meta:
        verbose_name = _("home page")


class CampaignIndexPage(MinoriPage):
    """Where campaigns are searched and compared, one per language."""

    lead = models.TextField(_("lead"), max_length=300, blank=True)

    is_creatable = False
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("campaign search")


class StandardPage(MinoriPage):
    """A page that only tells: guide, notices required by law, statements."""

    lead = models.TextField(_("lead"), max_length=300, blank=True)
    in_footer = models.BooleanField(_("listed among the notices at the foot of every page"), default=False)
    body = StreamField(TextBody())

    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body"), FieldPanel("in_footer")]

    class Meta:
        verbose_name = _("standard page")


class MunicipalityPage(BoundPage):
    """A municipality's place on the site, and the root of all its pages."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="pages")
    lead = models.TextField(_("lead"), max_length=300)
    body = StreamField(TextBody(), blank=True)

    is_creatable = False
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.CampaignPage"]
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("municipality page")
        constraints = [
            models.UniqueConstraint(name="cms_municipalitypage_once_per_language", fields=["municipality", "language"]),
        ]


class CampaignPage(BoundPage):
    """The public story of a campaign. Figures come from the campaign; editors never type them."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="pages", verbose_name=_("campaign"))
    lead = models.CharField(_("promise in one sentence"), max_length=200)
    hero_image = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    drawing = models.CharField(
        _("drawing"),
        max_length=16,
        choices=DRAWINGS,
        default=DRAWINGS[0][0],
        help_text=_("Shown where there is no photo, and on cards."),
    )
    hero_alt = models.CharField(_("what the picture shows"), max_length=150)
    hero_caption = models.CharField(_("caption"), max_length=150, blank=True)
    body = StreamField(StoryBody())

    base_form_class = CampaignPageForm
    parent_page_types: ClassVar[list[str]] = ["cms.MunicipalityPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("campaign"),
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldPanel("hero_image"), FieldPanel("drawing"), FieldPanel("hero_alt"), FieldPanel("hero_caption")],
            heading=_("Picture"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("campaign page")
        constraints = [
            models.UniqueConstraint(name="cms_campaignpage_once_per_language", fields=["campaign", "language"]),
        ]

    def clean(self) -> None:
        """Raises: ValidationError, if the page stands in another municipality's part of the site."""
        super().clean()
        parent = self.get_parent()
        home = MunicipalityPage.objects.filter(pk=parent.pk).first() if parent else None
        if home is not None and self.campaign_id and self.campaign.municipality_id != home.municipality_id:
            raise ValidationError({"campaign": _("This campaign belongs to another municipality.")})
