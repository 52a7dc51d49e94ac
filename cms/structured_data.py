"""What search engines and shared links are told."""

from typing import Any

from django.http import HttpRequest

from cms.models import CampaignPage
from cms.selectors import Standing
from cms.structure import structure_of


def campaign_data(request: HttpRequest, page: CampaignPage, standing: Standing) -> dict[str, Any]:
    """A campaign as schema.org's DonateAction. Source: https://schema.org/DonateAction"""
    campaign = page.campaign
    url = request.build_absolute_uri(structure_of(request).url(page.url_path))
    return {
        "@context": "https://schema.org",
        "@type": "DonateAction",
        "name": campaign.display_title,
        "description": page.lead,
        "url": url,
        "inLanguage": page.language,
        "startTime": campaign.opens_at.isoformat(),
        "endTime": campaign.closes_at.isoformat(),
        "recipient": {
            "@type": "GovernmentOrganization",
            "name": campaign.municipality.display_name,
            "address": {
                "@type": "PostalAddress",
                "addressCountry": "JP",
                "addressRegion": campaign.municipality.display_prefecture,
            },
        },
        "participant": {"@type": "Organization", "name": campaign.group.display_name},
        "priceSpecification": {
            "@type": "PriceSpecification",
            "priceCurrency": "JPY",
            "minPrice": campaign.minimum_jpy,
        },
        "object": {"@type": "MonetaryAmount", "currency": "JPY", "value": standing.raised_jpy},
    }
