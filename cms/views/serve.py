"""From an address to its page. Wagtail's own way costs two queries for every level of the tree."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campaigns.states import PUBLIC
from cms.models import CampaignPage
from cms.structure import KINDS, structure_of


@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Show the live page at a path in the active language. Raises: Http404."""
    request.minori_page_is_shared = True  # type: ignore[attr-defined]
    structure = structure_of(request)
    home = structure.home(get_language() or "")
    if home is None:
        raise Http404
    url_path = home.url_path + path
    node = structure.at(url_path)
    if node is not None:
        page = KINDS[node.kind].objects.get(pk=node.pk)
        request.minori_translations = structure.translations(node)  # type: ignore[attr-defined]
        shown: HttpResponse = page.serve(request)
        return shown
    return _serve_campaign(request, url_path)


def _serve_campaign(request: HttpRequest, url_path: str) -> HttpResponse:
    """A campaign's story stands at the page's own address, its other parts one level below."""
    above, _, last = url_path.rstrip("/").rpartition("/")
    page = (
        CampaignPage.objects.live()
        .filter(url_path__in=[url_path, f"{above}/"], campaign__status__in=PUBLIC)
        .select_related("campaign__municipality", "campaign__group", "campaign__area", "hero_image", "locale")
        .order_by("-depth")
        .first()
    )
    if page is None:
        raise Http404
    shown: HttpResponse = page.serve(request, tab="" if page.url_path == url_path else last)
    return shown
