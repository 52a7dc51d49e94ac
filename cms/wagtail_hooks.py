"""Registration with Wagtail."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from cms.models import COPY_REFUSAL, CampaignPage, MunicipalityPage
from cms.rich_text import PageLinkHandler

BOUND = (CampaignPage, MunicipalityPage)


@hooks.register("register_rich_text_features", order=20)
def link_pages_by_our_own_addresses(features: Any) -> None:
    """Replace Wagtail's handler, which asks the database once for every paragraph."""
    features.register_link_type(PageLinkHandler)


@hooks.register("before_copy_page")
def refuse_to_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A campaign has one page in each language; with its subpages a copy of any page above would break that."""
    if isinstance(page.specific, BOUND) or page.get_descendants().type(BOUND).exists():
        messages.error(request, COPY_REFUSAL)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
