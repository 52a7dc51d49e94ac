"""What a page costs the database."""

import gc
import warnings

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from campaigns.services import campaign_add_raised
from tests.cms.site import PARAGRAPH, give, make_image, publish_campaign

BUDGET = 12


def cold() -> None:
    """Forget what Redis, Wagtail and Django remember."""
    cache.clear()
    Site.clear_site_root_paths_cache()


def make_renditions(path: str) -> None:
    """Renditions are files, made once by the first visitor at the latest."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # Wagtail leaves their temporary files to the collector
        Client().get(path)
        gc.collect()


@pytest.fixture
def rich_page(site):
    """Ten blocks, three images, a link to another page, a thousand supporters."""
    images = [make_image(site.first, title=f"photo {n}") for n in range(3)]
    link = f'<p><a linktype="page" id="{site.second_page.pk}">白い松</a></p>'

    def picture(image):
        return {"image": image.pk, "alt": "田", "caption": "大沢、5月", "credit": "会"}

    questions = [{"question": "米は", "answer": link}, {"question": "手伝い", "answer": "<p>はい</p>"}]
    body = [
        {"type": "heading", "value": {"text": "もう一度", "level": "h2"}},
        PARAGRAPH,
        {"type": "picture", "value": picture(images[0])},
        {"type": "gallery", "value": {"pictures": [picture(images[1]), picture(images[2])]}},
        {"type": "paragraph", "value": link},
        {"type": "quote", "value": {"text": "水が出る。", "speaker": "会長"}},
        {"type": "figures", "value": {"tiles": [{"label": "田", "figure": "11", "unit": "枚", "context": ""}] * 2}},
        {"type": "people", "value": {"title": "人", "people": [{"name": "古俣", "role": "会長", "text": ""}]}},
        {"type": "call", "value": {"text": "水を張ろう。"}},
        {"type": "questions", "value": {"title": "", "questions": questions}},
    ]
    page = publish_campaign(site.first, slug="rich", body=body, image=images[0])
    for _ in range(3):
        give(page.campaign, name="青空", message="応援")
    campaign_add_raised(campaign_id=page.campaign_id, amount_jpy=997_000, supporters=997)
    make_renditions("/akatsuchi/rich/")
    return page


@pytest.mark.parametrize("tab", ["", "supporters/", "money/", "faq/"])
def test_a_campaigns_page_stays_within_its_budget(rich_page, tab):
    cold()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = Client().get(f"/akatsuchi/rich/{tab}")

    assert response.status_code == 200
    assert len(queries) <= BUDGET, "\n".join(query["sql"][:160] for query in queries)


def test_the_page_really_has_what_the_budget_is_for(rich_page):
    page = Client().get("/akatsuchi/rich/").content.decode()

    assert page.count("<figure") == 4
    assert 'href="/shirasuna/pine/"' in page
    assert "1000" in page
    assert len(rich_page.body) == 10


@pytest.mark.parametrize("path", ["/", "/projects/", "/akatsuchi/", "/guide/", "/en/"])
def test_lists_do_not_grow_with_what_they_list(site, path):
    Client().get(path)
    cold()
    with CaptureQueriesContext(connection) as before:
        Client().get(path)
    for number in range(4):
        publish_campaign(site.first, slug=f"more-{number}", title=f"計画{number}", title_en=f"Plan {number}")
    cold()
    with CaptureQueriesContext(connection) as after:
        Client().get(path)

    assert len(after) == len(before) <= BUDGET
