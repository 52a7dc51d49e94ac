"""Which donations the demo's past holds: drawn by a seeded generator, campaign by campaign."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from random import Random

from cms.demo.campaigns import DemoCampaign
from cms.demo.chance import dice as dice_for
from cms.demo.donors import DemoDonor, DonorMaker
from cms.demo.texts import read_texts

GOOD_CARDS = ("4242424242424242", "5555555555554444", "3566002020360505")
ASKING_CARD = "4000002760003184"
DECLINED_CARD = "4000000000009995"
# How often which amount is given, in yen.
AMOUNTS = {2_000: 3, 3_000: 9, 5_000: 20, 8_000: 3, 10_000: 32, 12_000: 6, 15_000: 5, 20_000: 10, 30_000: 8}
AMOUNTS |= {50_000: 4, 100_000: 2}
# Where in a campaign's time donations fall: its first days, any day, its last days, as beta distributions and percent.
RUSHES = {(1, 5): 35, (1, 1): 48, (6, 1): 17}
HOURS = (7, 8, 9, 12, 12, 13, 17, 19, 20, 20, 21, 21, 22, 22, 23)
ENDED_EVERY = 19
WAITING_MESSAGES = timedelta(days=2)
# Donations given back, by campaign and number: in full (0), or the half (2) of the yen given.
REFUNDS = {
    ("river", 8): 0,
    ("river", 34): 2,
    ("tanada", 11): 2,
    ("library", 23): 0,
    ("memories", 6): 2,
    ("market", 9): 0,
}


class Ending(Enum):
    """What becomes of a pledge."""

    PAID = "paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Gift:
    """One donation to be played: who, how much, when, how, and what follows.

    ``refund_divisor`` is None for no refund, 0 for a full one, n for the n-th part of the yen given.
    """

    demo: DemoCampaign
    number: int
    donor: DemoDonor
    amount_jpy: int
    pressed_at: datetime
    paid_after: timedelta
    card: str
    is_declined_first: bool
    ending: Ending
    message: str
    refund_divisor: int | None

    @property
    def name(self) -> str:
        """Unique in the demo."""
        return f"{self.demo.slug}:{self.number}"


def gifts_of(demo: DemoCampaign, donors: DonorMaker, *, now: datetime) -> list[Gift]:
    """Donations up to the campaign's target, in the order of time."""
    target_jpy = demo.texts["goal_jpy"] * demo.texts.get("raised_percent", 0) // 100
    dice = dice_for(f"gifts:{demo.slug}")
    amounts, endings = _amounts(dice, target_jpy)
    moments = sorted(_moment(demo, dice, now) for _ in amounts)
    givers = [donors.next() for _ in amounts]
    messages = _messages(demo.slug, dice, givers)
    gifts = []
    for number, (amount_jpy, ending, pressed_at) in enumerate(zip(amounts, endings, moments, strict=True), start=1):
        gifts.append(
            Gift(
                demo=demo,
                number=number,
                donor=givers[number - 1],
                amount_jpy=amount_jpy,
                pressed_at=pressed_at,
                paid_after=timedelta(seconds=dice.randint(45, 540)),
                card=ASKING_CARD if dice.randrange(12) == 0 else dice.choice(GOOD_CARDS),
                is_declined_first=dice.randrange(25) == 0,
                ending=ending,
                message=messages[number - 1],
                refund_divisor=REFUNDS.get((demo.slug, number)),
            )
        )
    return gifts


def _amounts(dice: Random, target_jpy: int) -> tuple[list[int], list[Ending]]:
    """Amounts until the paid ones reach the target; now and then a pledge that ends unpaid."""
    amounts: list[int] = []
    endings: list[Ending] = []
    paid_jpy = 0
    while paid_jpy < target_jpy:
        amount_jpy = dice.choices(list(AMOUNTS), weights=list(AMOUNTS.values()))[0]
        is_lost = len(amounts) % ENDED_EVERY == ENDED_EVERY - 1
        ending = dice.choice((Ending.EXPIRED, Ending.EXPIRED, Ending.CANCELLED)) if is_lost else Ending.PAID
        paid_jpy += amount_jpy if ending is Ending.PAID else 0
        amounts.append(amount_jpy)
        endings.append(ending)
    return amounts, endings


def _messages(slug: str, dice: Random, givers: list[DemoDonor]) -> list[str]:
    """The written messages of a campaign, each given once, spread over givers of its language; empty for the others."""
    given = [""] * len(givers)
    for language, written in read_texts("messages").get(slug, {}).items():
        places = [place for place, giver in enumerate(givers) if giver.language == language]
        count = min(len(written), len(places))
        for place, text in zip(dice.sample(places, count), dice.sample(written, count), strict=True):
            given[place] = text
    return given


def _moment(demo: DemoCampaign, dice: Random, now: datetime) -> datetime:
    """When a donor presses: in waking hours, and while the campaign takes donations."""
    first, last = demo.span.opens_at, demo.last_gift_before(now)
    ((alpha, beta),) = dice.choices(list(RUSHES), weights=list(RUSHES.values()))
    moment = first + (last - first) * dice.betavariate(alpha, beta)
    waking = moment.replace(hour=dice.choice(HOURS), minute=dice.randrange(60))
    earliest = first + timedelta(minutes=dice.randint(1, 50))
    latest = last - timedelta(minutes=dice.randint(40, 200))
    return min(max(waking, earliest), latest)
