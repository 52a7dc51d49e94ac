"""Doors of the public site."""

from cms.models import CampaignIndexPage, CampaignPage, HomePage, MunicipalityPage, StandardPage
from cms.views.art import art
from cms.views.campaign import show_campaign
from cms.views.home import show_home, show_municipality, show_standard
from cms.views.search import show_search
from cms.views.serve import serve
from cms.views.service import csrf_failure, health, not_found, server_error

HomePage.shown_by = show_home
CampaignIndexPage.shown_by = show_search
StandardPage.shown_by = show_standard
MunicipalityPage.shown_by = show_municipality
CampaignPage.shown_by = show_campaign

__all__ = ["art", "csrf_failure", "health", "not_found", "serve", "server_error"]
