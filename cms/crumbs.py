"""The way from home to a page."""

from django.http import HttpRequest
from django.utils.translation import gettext

from cms.models import MinoriPage
from cms.structure import structure_of

Crumb = dict[str, str]


def crumbs_to(request: HttpRequest, page: MinoriPage, *, last: str = "") -> list[Crumb]:
    """Links to home and to what stands between, then the page itself.

    Args:
        request: whose structure is read.
        page: the page shown.
        last: what the last crumb says instead of the page's title.
    """
    structure = structure_of(request)
    home = structure.home(page.locale.language_code)
    steps: list[Crumb] = [{"url": structure.url(home.url_path), "label": gettext("Home")}] if home else []
    for node in structure.nodes:
        if home and node.pk != home.pk and page.url_path != node.url_path and page.url_path.startswith(node.url_path):
            steps.append({"url": structure.url(node.url_path), "label": node.title})
    steps.append({"label": last or page.title})
    return steps
