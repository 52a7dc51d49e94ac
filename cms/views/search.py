"""The search of campaigns."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cms.crumbs import crumbs_to
from cms.forms import CampaignSearchForm
from cms.models import CampaignIndexPage
from cms.search import Sort, pages_found
from cms.selectors import cards_for
from cms.structure import structure_of

PAGE_SIZE = 12


def show_search(request: HttpRequest, page: CampaignIndexPage) -> HttpResponse:
    """Cards of the campaigns that match, and what to do when none does."""
    now = timezone.now()
    structure = structure_of(request)
    language = page.locale.language_code
    towns = [
        (node.slug, f"{node.prefecture} {node.municipality}")
        for node in structure.of_kind("municipalitypage", language)
    ]
    form = CampaignSearchForm(request.GET, towns=towns)
    filters = form.filters()
    paginator = Paginator(pages_found(filters, language=language, now=now), PAGE_SIZE)
    shown = paginator.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "filters": filters,
        "sorts": Sort.choices,
        "results": shown,
        "cards": cards_for(shown.object_list, structure=structure, now=now),
        "crumbs": crumbs_to(request, page),
        "clear_url": structure.url(page.url_path),
    }
    return render(request, "cms/search.html", context)
