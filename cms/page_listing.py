"""Wagtail's page listing without the filters that name everybody who has ever owned or edited a page."""

from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page


class TenantFilterSet(GenericPageFilterSet):
    """Filters by what pages are, not by people or sites: their choices come from all municipalities."""

    owner = None
    edited_by = None
    site = None


class TenantIndexView(ExplorableIndexView):
    """The explorer, for operators too: one listing for all."""

    base_filterset_class = TenantFilterSet


class TenantPageViewSet(PageViewSet):
    """Takes the place of Wagtail's own viewset for all kinds of pages."""

    model = Page
    index_view_class = TenantIndexView
    filterset_class = TenantFilterSet
