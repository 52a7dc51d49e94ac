"""Building a small public site through the services."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Drawing
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from campaigns.models import Campaign
from campaigns.services import campaign_add_raised
from cms.models import CampaignPage, HomePage
from cms.services import (
    HomeText,
    Story,
    Text,
    campaign_page_publish,
    collection_ensure,
    municipality_page_ensure,
    site_root_ensure,
    standard_page_publish,
)
from donations.models import Donation, NameDisplay, Payment, Pledge
from municipalities.models import Municipality
from tests.factories import GroupFactory, MunicipalityFactory, make_campaign

HOME = {
    "ja": HomeText(
        title="実り",
        headline_first="ひと粒の想いが、",
        headline_second="まちに実る。",
        lead="計画を支える。",
        search_title="探す",
    ),
    "en": HomeText(
        title="Minori",
        headline_first="One grain,",
        headline_second="one harvest.",
        lead="Support plans.",
        search_title="Find",
    ),
}
PARAGRAPH = {"type": "paragraph", "value": "<p>大沢の棚田は、かつて四十枚ありました。</p>"}
_numbers = count(1)


@dataclass
class TestSite:
    """What a test needs to name."""

    __test__ = False

    home: HomePage
    first: Municipality
    second: Municipality
    first_page: CampaignPage
    second_page: CampaignPage


def build_site() -> TestSite:
    """Two municipalities whose names and titles are markers of their own."""
    home = site_root_ensure(texts=HOME)
    for language in ("ja", "en"):
        text = Text(title=f"guide {language}", body=[PARAGRAPH], in_menus=True)
        standard_page_publish(language=language, slug="guide", text=text)
    first = publish_town(name="赤土市", name_en="Akatsuchi", slug="akatsuchi")
    second = publish_town(name="白砂町", name_en="Shirasuna", slug="shirasuna")
    return TestSite(
        home=home,
        first=first,
        second=second,
        first_page=publish_campaign(first, slug="rice", title="赤い稲の計画", title_en="Red rice"),
        second_page=publish_campaign(second, slug="pine", title="白い松の計画", title_en="White pine"),
    )


def publish_town(**names: str) -> Municipality:
    """A municipality with its pages in both languages."""
    town = MunicipalityFactory(**names)
    texts = {"ja": Text(title=town.name, lead="里のまち。"), "en": Text(title=town.name_en, lead="A town.")}
    municipality_page_ensure(municipality=town, texts=texts)
    return town


def publish_campaign(town: Municipality, *, slug: str, body: list | None = None, image=None, **changes) -> CampaignPage:
    """An open campaign with its page in both languages; returns the Japanese one."""
    group = GroupFactory(municipality=town)
    campaign = make_campaign(group=group, **changes)
    for language in ("en", "ja"):
        story = Story(lead=f"{slug} lead", body=body or [PARAGRAPH], hero_alt="棚田の絵", hero_image=image)
        page = campaign_page_publish(campaign=campaign, language=language, slug=slug, story=story)
    return page


def give(
    campaign: Campaign, amount_jpy: int = 10_000, *, name: str = "", message: str = "", at: datetime | None = None
) -> Donation:
    """A donation as it stands after its payment, without the way there."""
    number = next(_numbers)
    moment = at or timezone.now()
    pledge = Pledge.objects.create(
        municipality=campaign.municipality,
        campaign=campaign,
        amount_jpy=amount_jpy,
        status="paid",
        pressed_at=moment,
        language="ja",
        donor={"family_name": "秘密"},
        email_index="e",
        name_index="n",
        wants_one_stop=False,
        name_display=NameDisplay.NICKNAME if name else NameDisplay.ANONYMOUS,
        public_name=name,
        message=message,
        message_published_at=moment if message else None,
    )
    payment = Payment.objects.create(
        municipality=campaign.municipality,
        pledge=pledge,
        method="card",
        amount_jpy=amount_jpy,
        status="captured",
        account="acct_test",
        expires_at=moment + timedelta(hours=1),
        captured_at=moment,
    )
    day = timezone.localdate(moment)
    donation = Donation.objects.create(
        municipality=campaign.municipality,
        campaign=campaign,
        pledge=pledge,
        payment=payment,
        charge_id=f"ch_site_{number}",
        amount_jpy=amount_jpy,
        pressed_at=moment,
        authorised_at=moment,
        captured_at=moment,
        received_on=day,
        tax_year=day.year,
        fiscal_year=day.year,
    )
    campaign_add_raised(campaign_id=campaign.pk, amount_jpy=amount_jpy, supporters=1)
    return donation


def make_image(town: Municipality, *, title: str = "photo") -> AbstractImage:
    """A small photo in a municipality's collection."""
    source = io.BytesIO()
    Drawing.new("RGB", (1400, 800), (120, 170, 90)).save(source, "JPEG")
    source.seek(0)
    collection = collection_ensure(municipality=town)
    return get_image_model().objects.create(
        title=title, file=ImageFile(source, name="photo.jpg"), collection=collection
    )
