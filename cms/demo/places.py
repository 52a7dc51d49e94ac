"""Invented municipalities with everything that makes a donation lawful, their areas and their groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cms.demo.chance import fixed_id
from cms.demo.stand_in import StandIn
from cms.demo.texts import Table, read_texts
from municipalities.models import (
    Area,
    Designation,
    Municipality,
    PaymentAgent,
    PaymentMethod,
    ReceiptBasis,
    ReceiptDateRule,
)
from proposals.models import CommunityGroup

FIRST_DAY = date(2005, 4, 1)
AGENT_SINCE_YEARS = 3
NOTICE_AHEAD_DAYS = 120
_PARTS = {"area", "group", "receipt_basis", "agent_notice"}


@dataclass(frozen=True, slots=True)
class Places:
    """What campaigns stand on, by slug; areas and groups by ``<municipality>/<slug>``."""

    towns: dict[str, Municipality]
    areas: dict[str, Area]
    groups: dict[str, CommunityGroup]


def is_loaded() -> bool:
    """Whether the demo's first municipality is there."""
    return Municipality.objects.filter(code=read_texts("places")["municipality"][0]["code"]).exists()


def places_load(provider: StandIn, *, today: date) -> Places:
    """Create municipalities, areas and groups; each municipality gets a new account at the provider."""
    places = Places(towns={}, areas={}, groups={})
    for facts in read_texts("places")["municipality"]:
        town = _town(facts, provider)
        places.towns[town.slug] = town
        _dated_values(town, facts, today)
        for part in facts["area"]:
            area = Area.objects.create(municipality=town, valid_from=FIRST_DAY, **part)
            places.areas[f"{town.slug}/{area.slug}"] = area
        for fields in facts["group"]:
            group = _group(town, fields, places.areas)
            places.groups[f"{town.slug}/{group.slug}"] = group
    return places


def _town(facts: Table, provider: StandIn) -> Municipality:
    """The account is a new one on every load: what an earlier database left at the provider is not counted here."""
    account = provider.control("create_account", name=facts["name_en"])
    return Municipality.objects.create(
        public_id=fixed_id("municipality", facts["slug"]),
        stripe_account_id=account["id"],
        valid_from=FIRST_DAY,
        **{name: value for name, value in facts.items() if name not in _PARTS},
    )


def _dated_values(town: Municipality, facts: Table, today: date) -> None:
    for begin in designation_years(today):
        Designation.objects.create(
            municipality=town,
            notice=f"指定の通知（見本）{begin}年10月",
            valid_from=date(begin, 10, 1),
            valid_to=date(begin + 1, 9, 30),
        )
    since = date(today.year - AGENT_SINCE_YEARS, 4, 1)
    PaymentAgent.objects.create(
        municipality=town,
        name="見本決済代理株式会社",
        notice_number=facts["agent_notice"],
        methods=[PaymentMethod.CARD],
        valid_from=since,
    )
    ReceiptDateRule.objects.create(
        municipality=town,
        method=PaymentMethod.CARD,
        basis=ReceiptBasis(facts["receipt_basis"]),
        valid_from=since,
    )


def designation_years(today: date) -> Iterator[int]:
    """The years in which designations begin: the previous, the present and, once its notice would be out, the next."""
    present = today.year if today >= date(today.year, 10, 1) else today.year - 1
    yield from (present - 1, present)
    if date(present + 1, 9, 30) - today < timedelta(days=NOTICE_AHEAD_DAYS):
        yield present + 1


def _group(town: Municipality, fields: Table, areas: dict[str, Area]) -> CommunityGroup:
    given = {**fields, "area": areas[f"{town.slug}/{fields['area']}"]}
    return CommunityGroup.objects.create(
        municipality=town, public_id=fixed_id("group", f"{town.slug}/{fields['slug']}"), **given
    )
