"""The same page in the other language."""

from django.http import HttpRequest

from cms.models import CampaignPage
from cms.structure import structure_of


def remember_translations(request: HttpRequest, page: CampaignPage, *, suffix: str) -> None:
    """Note where the language switch leads: the same part of the same campaign.

    Args:
        request: on which the note is kept for ``cms.frame``.
        page: the page shown.
        suffix: the part's address below the page's, such as ``money/``, or nothing for the story.
    """
    structure = structure_of(request)
    same = CampaignPage.objects.live().filter(campaign=page.campaign_id).values_list("language", "url_path")
    request.minori_translations = {  # type: ignore[attr-defined]
        language: structure.url(url_path) + suffix for language, url_path in same
    }
