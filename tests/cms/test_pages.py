"""The public pages: what they show, to whom, in which language, at which address."""

import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page

from campaigns.services import campaign_add_raised, campaign_move
from campaigns.states import CampaignStatus
from cms.models import CampaignPage, MunicipalityPage, PageCopyRefusedError
from cms.selectors import budget_rows
from cms.services import Story, campaign_page_publish
from municipalities.models import Designation
from tests.cms.site import HOME, PARAGRAPH, give, publish_campaign
from tests.factories import make_campaign

RICE = "/akatsuchi/rice/"


def text_of(path: str, *, status: int = 200) -> str:
    response = Client().get(path)
    assert response.status_code == status
    return response.content.decode()


def alternates(path: str) -> dict[str, str]:
    """What the head of a page names as itself in each language."""
    head = text_of(path).split("</head>")[0]
    links = re.findall(r'<link\s+rel="alternate"\s+([^>]*)>', head)
    pairs = (
        (re.search(r'hreflang="(\w+)"', link).group(1), re.search(r'href="http://testserver([^"]*)"', link).group(1))
        for link in links
    )
    return dict(pairs)


def test_the_home_page_shows_open_campaigns_of_all_municipalities(site):
    shown = text_of("/")
    assert "赤い稲の計画" in shown
    assert "白い松の計画" in shown
    assert HOME["ja"].headline_first in shown


def test_english_stands_below_en_and_each_page_names_the_other(site):
    for path, other in [
        ("/", "/en/"),
        (RICE, f"/en{RICE}"),
        (f"{RICE}money/", f"/en{RICE}money/"),
        ("/guide/", "/en/guide/"),
    ]:
        assert alternates(path) == alternates(other) == {"ja": path, "en": other}
    assert "Red rice" in text_of(f"/en{RICE}")


@pytest.mark.parametrize(
    ("status", "code"),
    [(CampaignStatus.PREPARING, 404), (CampaignStatus.APPROVED, 200), (CampaignStatus.SUSPENDED, 200)],
)
def test_a_page_is_public_only_if_its_campaign_is(site, status, code):
    campaign = make_campaign(group=site.first_page.campaign.group, status=status)
    story = Story(lead="…", body=[PARAGRAPH], hero_alt="…")
    campaign_page_publish(campaign=campaign, language="ja", slug="other", story=story)
    text_of("/akatsuchi/other/", status=code)
    assert ("/akatsuchi/other/" in text_of("/projects/")) is (code == 200)


@pytest.mark.parametrize(
    "path", [f"{RICE}faq/", f"{RICE}nothing/", "/akatsuchi/nothing/", "/nothing/", "/shirasuna/rice/"]
)
def test_what_is_not_there_is_not_there(site, path):
    assert "noindex" not in text_of(path, status=404)


def test_the_total_comes_from_the_tally_and_never_from_the_page(site):
    campaign_add_raised(campaign_id=site.first_page.campaign_id, amount_jpy=750_000, supporters=60)
    old = site.first_page.latest_revision
    old.publish()
    shown = text_of(RICE)
    assert "750,000" in shown
    assert "50%" in shown


def test_the_giving_form_leads_to_giving(site):
    shown = text_of(RICE)
    assert f'action="/give/{site.first_page.campaign.public_id}/"' in shown
    assert f'action="/en/give/{site.first_page.campaign.public_id}/"' in text_of(f"/en{RICE}")


def test_where_nobody_can_give_the_reason_stands_instead_of_the_form(site):
    Designation.objects.update(valid_to=timezone.localdate() - timedelta(days=1))
    shown = text_of(RICE)
    assert "/give/" not in shown


def test_a_missed_campaign_shows_its_result(site):
    campaign = site.first_page.campaign
    give(campaign, 10_000)
    for target in (CampaignStatus.CLOSING, CampaignStatus.MISSED):
        campaign_move(campaign_id=campaign.pk, target=target, reason="test")
    shown = text_of(f"/en{RICE}")
    assert "The goal was missed: 10,000 yen from 1 supporters" in shown or "目標には届きませんでした" in shown
    assert "/give/" not in shown


def test_supporters_appear_as_they_chose(site):
    give(site.first_page.campaign, name="青空", message="応援しています <b>")
    give(site.first_page.campaign)
    hidden = give(site.first_page.campaign, name="雲", message="まだ読まれていない")
    hidden.pledge.message_published_at = None
    hidden.pledge.save(update_fields=["message_published_at"])

    shown = text_of(f"{RICE}supporters/")

    assert "青空" in shown
    assert "応援しています &lt;b&gt;" in shown
    assert "まだ読まれていない" not in shown
    assert "秘密" not in shown
    assert "10,000円" not in shown.split('id="supporters-title"')[1]


def test_the_budget_is_filled_from_the_top():
    class Line:
        def __init__(self, amount_jpy):
            self.display_name, self.amount_jpy = "x", amount_jpy

    rows = budget_rows([Line(600), Line(300), Line(100)], raised_jpy=700)
    assert [row.raised_jpy for row in rows] == [600, 100, 0]
    assert [row.raised_jpy for row in budget_rows([Line(600)], raised_jpy=900)] == [600]


def test_search_engines_are_told_what_it_is(site):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text_of(RICE))
    data = json.loads(found.group(1))
    assert data["@type"] == "DonateAction"
    assert data["recipient"]["name"] == "赤土市"


def test_structured_data_cannot_close_its_element(site):
    page = publish_campaign(site.first, slug="evil", title="</script><b>悪い計画", title_en="evil")
    assert page.campaign.title not in text_of("/akatsuchi/evil/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"rice", "pine"}),
        ("?q=稲", {"rice"}),
        ("?q=赤い 計画", {"rice"}),
        ("?q=どこにもない", set()),
        ("?town=shirasuna", {"pine"}),
        ("?status=open", {"rice", "pine"}),
        ("?status=ended", set()),
        ("?theme=farming&theme=nature", {"rice", "pine"}),
        ("?theme=nature", set()),
        ("?theme=unheard-of&sort=unheard-of&page=999&status=x", {"rice", "pine"}),
        ("?sort=progress", {"rice", "pine"}),
        ("?sort=supporters", {"rice", "pine"}),
        ("?sort=new", {"rice", "pine"}),
    ],
)
def test_search(site, query, found):
    shown = text_of(f"/projects/{query}")
    assert {slug for slug in ("rice", "pine") if f"/{slug}/" in shown} == found


def test_the_order_by_progress_counts_the_goal(site):
    campaign_add_raised(campaign_id=site.second_page.campaign_id, amount_jpy=1_000, supporters=1)
    shown = text_of("/projects/?sort=progress")
    assert shown.index("/pine/") < shown.index("/rice/")


def test_a_campaigns_page_cannot_be_copied_or_aliased(site):
    parent = site.second_page.get_parent()
    with pytest.raises(PageCopyRefusedError):
        site.first_page.copy(to=parent, update_attrs={"slug": "copy"})
    with pytest.raises(PageCopyRefusedError):
        site.first_page.create_alias(parent=parent, update_slug="alias")
    with pytest.raises(ValidationError):
        site.first_page.get_parent().specific.__class__.objects.get(pk=parent.pk).add_child(
            instance=CampaignPage(
                title="x",
                slug="x",
                campaign=site.first_page.campaign,
                lead="x",
                hero_alt="x",
                locale=Locale.get_active(),
            )
        )


def test_copying_what_stands_above_a_campaign_is_refused_too(site):
    home = Page.objects.get(pk=site.home.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        home.specific.copy(recursive=True, to=home.get_parent(), update_attrs={"slug": "again"})


def test_translation_keeps_the_one_campaign(site):
    english = Locale.objects.get(language_code="en")
    CampaignPage.objects.get(campaign=site.first_page.campaign, language="en").delete()
    translated = site.first_page.copy_for_translation(english)
    assert (translated.campaign_id, translated.language) == (site.first_page.campaign_id, "en")
    assert not translated.live


def test_publishing_again_changes_the_same_page(site):
    before = CampaignPage.objects.count()
    story = Story(lead="新しい約束", body=[PARAGRAPH], hero_alt="絵")
    page = campaign_page_publish(campaign=site.first_page.campaign, language="ja", slug="rice", story=story)
    assert (CampaignPage.objects.count(), page.pk) == (before, site.first_page.pk)
    assert "新しい約束" in text_of(RICE)


def test_a_municipalitys_page_names_its_office(site):
    shown = text_of("/akatsuchi/")
    assert "総合政策課" in shown
    assert "赤い稲の計画" in shown
    assert "白い松の計画" not in shown
    assert MunicipalityPage.objects.filter(municipality=site.first).count() == 2


def test_drawings_are_kept_by_browsers_and_answered_without_a_body(db):
    first = Client().get("/art/boat-abc.svg")
    assert first["Content-Type"] == "image/svg+xml"
    assert "max-age" in first["Cache-Control"]
    assert Client().get("/art/boat-abc.svg", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    assert Client().get("/art/dragon-abc.svg").status_code == 404


def test_health(db):
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": True, "redis": True})


def test_a_lost_redis_is_told_but_the_site_goes_on(db, settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock?db=0"
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": True, "redis": False})


def test_without_its_database_it_says_so(db, monkeypatch):
    monkeypatch.setattr("cms.views.service._has_database", lambda: False)
    assert Client().get("/healthz").status_code == 503


def test_a_form_without_its_token_is_explained(site):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/guide/", {"a": "b"})
    assert response.status_code == 403
    assert "<h1>" in response.content.decode()
