"""Rows for tests, each valid by itself and as small as it can be."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone

from accounts.models import User
from campaigns.models import BudgetLine, Campaign, Theme
from campaigns.services import campaign_approve, campaign_move, campaign_prepare
from campaigns.states import CampaignStatus
from donations.donor import DonorDetails
from donations.models import NameDisplay, PledgeDraft
from donations.services.drafts import token_hash
from donations.services.pledges import PledgeTerms
from municipalities.models import Designation, Municipality, PaymentAgent, Role, StaffAssignment
from municipalities.rules import check_digit
from proposals.models import CommunityGroup

FOUNDED = date(2000, 1, 1)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.jp")
    name = factory.Sequence(lambda n: f"架空 {n}郎")


class MunicipalityFactory(factory.django.DjangoModelFactory):
    """A municipality that may take card donations today."""

    class Meta:
        model = Municipality
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"{90000 + n:05d}{check_digit(f'{90000 + n:05d}')}")
    slug = factory.Sequence(lambda n: f"town-{n}")
    name = factory.Sequence(lambda n: f"架空{n}市")
    name_kana = "カクウシ"
    name_en = factory.Sequence(lambda n: f"Kaku {n}")
    prefecture = "新潟県"
    prefecture_en = "Niigata"
    office = "総合政策課"
    office_en = "Policy Division"
    office_address = "新潟県架空市見本町1-1"
    office_phone = "000-000-0000"
    office_hours = "平日8時30分〜17時15分"
    office_hours_en = "weekdays 8:30-17:15"
    office_email = "office@example.jp"
    stripe_account_id = factory.Sequence(lambda n: f"acct_test{n:06d}")
    valid_from = FOUNDED

    @factory.post_generation
    def designated(self, create, extracted, **kwargs):
        if create and extracted is not False:
            Designation.objects.create(municipality=self, notice="総務省告示", valid_from=FOUNDED)

    @factory.post_generation
    def agent(self, create, extracted, **kwargs):
        if create and extracted is not False:
            PaymentAgent.objects.create(
                municipality=self, name="見本決済", notice_number="第1号", methods=["card"], valid_from=FOUNDED
            )


class GroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommunityGroup

    municipality = factory.SubFactory(MunicipalityFactory)
    slug = factory.Sequence(lambda n: f"group-{n}")
    name = factory.Sequence(lambda n: f"棚田の会{n}")
    name_en = factory.Sequence(lambda n: f"Terrace Friends {n}")
    about = "田を直す会です。"
    about_en = "We mend rice fields."


def campaign_draft(**changes) -> Campaign:
    """A campaign in memory, open from yesterday for thirty days."""
    now = timezone.now()
    group = changes.pop("group", None) or GroupFactory(
        **({"municipality": changes.pop("municipality")} if "municipality" in changes else {})
    )
    values = {
        "municipality": group.municipality,
        "group": group,
        "title": "荒れた棚田を直して、米をつくる",
        "title_en": "Mend the terraces and grow rice",
        "theme": Theme.FARMING,
        "goal_jpy": 1_500_000,
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=30),
        "plan_if_missed": "畦から順に直します。",
        "plan_if_missed_en": "We mend the ridges first.",
        "plan_if_exceeded": "四枚目の田に使います。",
        "plan_if_exceeded_en": "We go on to the fourth field.",
        "plan_if_cancelled": "市の棚田保全に充てます。",
        "plan_if_cancelled_en": "It goes to the city's care of terraces.",
    }
    return Campaign(**{**values, **changes})


def make_campaign(*, status: CampaignStatus = CampaignStatus.OPEN, **changes) -> Campaign:
    """A campaign taken along its arrows up to ``status`` (preparing, approved, open, suspended or closing)."""
    campaign = campaign_prepare(campaign_draft(**changes))
    BudgetLine.objects.create(
        campaign=campaign, position=1, name="畦の修復", name_en="Mending ridges", amount_jpy=campaign.goal_jpy
    )
    path = [CampaignStatus.OPEN]
    if status in {CampaignStatus.SUSPENDED, CampaignStatus.CLOSING}:
        path.append(status)
    if status is not CampaignStatus.PREPARING:
        campaign = campaign_approve(campaign_id=campaign.pk, reason="test")
    if status not in {CampaignStatus.PREPARING, CampaignStatus.APPROVED}:
        for target in path:
            campaign = campaign_move(campaign_id=campaign.pk, target=target, reason="test")
    return campaign


def make_donor(**changes) -> DonorDetails:
    """An obviously fictional donor."""
    values = {
        "family_name": "架空",
        "given_name": "花子",
        "family_name_kana": "カクウ",
        "given_name_kana": "ハナコ",
        "postal_code": "1000000",
        "prefecture": "東京都",
        "city": "見本区",
        "street": "例町1-2-3",
        "building": "",
        "phone": "000-0000-0000",
        "email": "hanako@example.jp",
    }
    return DonorDetails(**{**values, **changes})


def make_terms(**changes) -> PledgeTerms:
    """What a donor decides: 12,000 yen, anonymous, no one-stop."""
    values = {
        "amount_jpy": 12_000,
        "donor": make_donor(),
        "wants_one_stop": False,
        "name_display": NameDisplay.ANONYMOUS,
        "public_name": "",
        "message": "",
        "wants_news": False,
        "language": "ja",
    }
    return PledgeTerms(**{**values, **changes})


def make_draft(campaign: Campaign, token: str | None = None) -> PledgeDraft:
    """An empty draft of a browser."""
    token = token or factory.Faker("uuid4").evaluate(None, None, {"locale": None})
    return PledgeDraft.objects.create(
        token_hash=token_hash(token),
        municipality=campaign.municipality,
        campaign=campaign,
        answers={},
        expires_at=timezone.now() + timedelta(hours=24),
    )


def assign(user: User, municipality: Municipality, role: Role = Role.STAFF, **changes) -> StaffAssignment:
    """An assignment that holds today."""
    values = {"valid_from": FOUNDED, **changes}
    return StaffAssignment.objects.create(user=user, municipality=municipality, role=role, **values)


def moment(text: str) -> datetime:
    """An aware moment from ISO text in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
