"""Registration with Wagtail."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from cms.models import COPY_REFUSAL, CampaignPage, MunicipalityPage
from cms.page_listing import TenantPageViewSet
from cms.rich_text import PageLinkHandler
from cms.staff_home import StaffPagesPanel
from cms.staff_scope import StaffScope

BOUND = (CampaignPage, MunicipalityPage)


def link_pages_by_our_own_addresses(features: Any) -> None:
    """Replace Wagtail's handler, which asks the database once for every paragraph."""
    features.register_link_type(PageLinkHandler)


def refuse_to_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A campaign has one page in each language; with its subpages a copy of any page above would break that."""
    if isinstance(page.specific, BOUND) or page.get_descendants().type(BOUND).exists():
        messages.error(request, COPY_REFUSAL)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def _scope(request: HttpRequest) -> StaffScope | None:
    """The scope the door has found; operators have none and see all."""
    scope: StaffScope | None = getattr(request, "minori_staff_scope", None)
    return scope


def own_pages(*arguments: Any) -> QuerySet[Page]:
    """Explorer, search and chooser show staff their own pages, and those above them.

    The explorer passes its parent page first, the chooser does not.
    """
    pages, request = arguments[-2:]
    scope = _scope(request)
    return scope.pages(pages) if scope else pages


def own_images(images: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Images of one's own collections."""
    scope = _scope(request)
    return scope.images(images) if scope else images


def no_counts_of_everything(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's summary counts rows of all municipalities."""
    if _scope(request):
        items.clear()


def own_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Staff begin at their own pages."""
    scope = _scope(request)
    if scope:
        panels[:] = [StaffPagesPanel(scope)]


def own_menu(request: HttpRequest, items: list[Any]) -> None:
    """Only what the door opens. The page menu that folds out reads an interface which knows no tenants."""
    items[:] = [item for item in items if item.name != "documents"]
    if _scope(request):
        pages = MenuItem(
            _("Pages"), reverse("wagtailadmin_home"), name="own-pages", icon_name="folder-open-inverse", order=100
        )
        items[:] = [pages, *(item for item in items if item.name == "images")]


def page_listing() -> TenantPageViewSet:
    """After Wagtail's own, whose place it takes."""
    return TenantPageViewSet()


hooks.register("register_rich_text_features", link_pages_by_our_own_addresses, order=20)
hooks.register("before_copy_page", refuse_to_copy)
hooks.register("construct_explorer_page_queryset", own_pages)
hooks.register("construct_page_chooser_queryset", own_pages)
hooks.register("construct_image_chooser_queryset", own_images)
hooks.register("construct_homepage_summary_items", no_counts_of_everything, order=1000)  # after those who add to it
hooks.register("construct_homepage_panels", own_panels)
hooks.register("construct_main_menu", own_menu)
hooks.register("register_admin_viewset", page_listing, order=100)
