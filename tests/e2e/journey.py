"""The way of one donor through site and payment page, and what must have come of it."""

import json
import re
import time
from dataclasses import dataclass, replace
from itertools import count
from urllib.request import ProxyHandler, build_opener

from playwright.sync_api import Page, expect

from donations.models import Donation, Payment, Pledge, WebhookEvent
from donations.states import PledgeStatus
from ledger.accounts import AccountCode
from ledger.models import JournalEntry
from ledger.selectors import balance_jpy
from operations.models import OutboxMessage
from tests.e2e.stack import Stack
from tests.e2e.visitor import Visitor

AMOUNT_JPY = 12_000
GOOD_CARD, ASKING_CARD, DECLINED_CARD = "4242424242424242", "4000002760003184", "4000000000000002"
OLDEST_TOTAL_SECONDS = 2.0
PATIENCE_SECONDS = 30
_numbers = count(1)
_direct = build_opener(ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a donor is going to do."""

    town: str = "koshino"
    campaign: str = "tanada"
    language: str = "ja"
    scripts: bool = True
    card: str = GOOD_CARD

    @property
    def nickname(self) -> str:
        """How the donor wants to appear."""
        return "A neighbour" if self.language == "en" else "棚田のとなり"

    @property
    def message(self) -> str:
        """What the donor says to the group."""
        return "Looking forward to the harvest." if self.language == "en" else "来年の稲刈りを楽しみにしています。"

    @property
    def home(self) -> str:
        """The path of the home page."""
        return "/en/" if self.language == "en" else "/"

    @property
    def path(self) -> str:
        """The path of the campaign."""
        return f"{self.home}{self.town}/{self.campaign}/"


@dataclass
class Journey:
    """One donor's journey."""

    stack: Stack
    visitor: Visitor
    plan: Plan
    email: str = ""
    raised_before_jpy: int = 0
    supporters_before: int = 0

    def __post_init__(self) -> None:
        self.email = f"e2e-{self.plan.campaign}-{next(_numbers)}@example.jp"

    @property
    def page(self) -> Page:
        """The donor's page."""
        return self.visitor.page

    def discover(self) -> None:
        """From the home page to a campaign, with a look at everything that a careful donor wants to know."""
        visitor, page = self.visitor, self.page
        page.goto(f"{self.stack.url}{self.plan.home}")
        places = {text.split("\n")[0] for text in page.locator(".card .from").all_inner_texts()}
        assert len(places) >= 2, f"campaigns of one municipality only: {places}"
        visitor.follow(f".card h3 a[href='{self.plan.path}']")
        page.wait_for_url(f"**{self.plan.path}")
        expect(page.locator("html")).to_have_attribute("lang", self.plan.language)
        assert len(visitor.see(".prose").inner_text()) > 200
        assert page.locator(".prose h2").count() >= 1
        self.read_figures()
        visitor.follow(f".tabs a[href='{self.plan.path}money/']")
        page.wait_for_url("**/money/")
        assert page.locator("table.money tbody tr").count() >= 3
        assert all(len(text) > 20 for text in page.locator(".plan").all_inner_texts())
        visitor.follow(f".tabs a[href='{self.plan.path}supporters/']")
        page.wait_for_url("**/supporters/")
        assert page.locator(".letters li").count() > 0
        visitor.follow(f".tabs a[href='{self.plan.path}']")
        page.wait_for_url(f"**{self.plan.path}")

    def follow_a_link(self) -> None:
        """Straight to the campaign, as from somebody's letter."""
        self.page.goto(f"{self.stack.url}{self.plan.path}")
        self.read_figures()

    def read_figures(self) -> None:
        """What stands on the campaign's page before this gift."""
        self.raised_before_jpy = self.visitor.number(".panel .big")
        self.supporters_before = self.visitor.number(".panel dl div:nth-child(1) dd")
        assert self.visitor.number(".panel dl div:nth-child(2) dd") > 0, "no days left"

    def get_ready(self) -> None:
        """All up to the last button."""
        self.follow_a_link()
        self.fill_in()

    def fill_in(self) -> None:
        """From the campaign to the confirmation page."""
        self.visitor.write("#give-other", "１２，０００")
        self.visitor.follow(".giver .btn.give")
        self.page.wait_for_url(re.compile(r"/give/[^/]+/(\?.*)?$"))
        self.fill_in_from_amount()

    def fill_in_from_amount(self) -> None:
        """From the first step to the confirmation page."""
        visitor = self.visitor
        self.go_on("donor")
        self.introduce()
        self.go_on("documents")
        visitor.choose("#id_wants_one_stop_0")
        for part, value in enumerate(("1984", "5", "12")):
            visitor.write(f"#id_birth_date_{part}", value)
        self.go_on("publicity")
        visitor.choose("#id_name_display_1")
        visitor.write("#id_nickname", self.plan.nickname)
        visitor.write("#id_message", self.plan.message)
        self.go_on("confirm")
        shown = visitor.see("main").inner_text()
        for expected in (self.email, "12,000", "架空", "千代田区", self.plan.nickname):
            assert expected in shown, f"{expected} is not on the confirmation page"

    def introduce(self) -> None:
        """Name and address; the postal code fills in the latter."""
        visitor, page = self.visitor, self.page
        for name, value in (("family_name", "架空"), ("given_name", "花子")):
            visitor.write(f"#id_{name}", value)
        for name, value in (("family_name_kana", "かくう"), ("given_name_kana", "ハナコ"), ("postal_code", "100-0001")):
            visitor.write(f"#id_{name}", value)
        if not self.plan.scripts:
            visitor.follow("button[name=fill]")
        expect(page.locator("#id_city")).to_have_value("千代田区")
        expect(page.locator("#id_street")).to_have_value("千代田")
        visitor.write("#id_street", "千代田1-2-3")
        visitor.write("#id_email", self.email)
        visitor.write("#id_phone", "090-1234-5678")

    def go_on(self, step: str) -> None:
        """To the next step."""
        self.visitor.follow(".sheet .btn.main")
        self.page.wait_for_url(f"**/{step}/")

    def press(self) -> None:
        """The last button; the payment page opens."""
        self.visitor.follow(".btn.give")
        self.page.wait_for_url("**/c/pay/**")

    def finish(self) -> None:
        """From the last button to the last page."""
        self.press()
        self.pay()
        self.arrive()

    def pay(self, card: str = "") -> None:
        """Fill in the payment page and press its button."""
        assert "12,000" in self.visitor.see(".amount").inner_text()
        fields = {"number": card or self.plan.card, "expiry": "12/34", "cvc": "123", "name": "HANAKO KAKU"}
        for name, value in fields.items():
            self.visitor.write(f"#{name}", value)
        self.visitor.follow("button.give")

    def arrive(self) -> None:
        """Back at the site: the page says only what is so, and in the end that the money has come."""
        page = self.page
        page.wait_for_url("**/give/p/**")
        if self.visitor.see("main .badge").get_attribute("class") == "badge done":
            assert self.donations() == 1, "the page said paid before the books did"
        page.wait_for_selector(".thanks", timeout=PATIENCE_SECONDS * 1000)
        shown = self.visitor.see("main").inner_text()
        for expected in (self.email, "12,000", self.pledge.reception_number):
            assert expected in shown, f"{expected} is not on the last page"

    def give(self) -> None:
        """All of it, as it usually goes."""
        self.discover()
        self.fill_in()
        self.finish()

    @property
    def pledge(self) -> Pledge:
        """The one pledge that came of this journey."""
        return next(pledge for pledge in Pledge.objects.order_by("-pk")[:20] if pledge.donor["email"] == self.email)

    @property
    def payment(self) -> Payment:
        """The one attempt to collect it."""
        return self.pledge.payments.get()

    def donations(self) -> int:
        """How many donations were recorded for it."""
        return Donation.objects.filter(pledge=self.pledge).count()

    def wait_for_donation(self) -> None:
        """Return once the money is recorded."""
        wait_until(lambda: self.donations() > 0, "no donation was recorded")


def wait_until(condition, problem: str, *, seconds: float = PATIENCE_SECONDS) -> None:
    """Return once a condition holds; fail if it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{problem} within {seconds:.0f} s"
        time.sleep(0.05)


def prove(journey: Journey, *, by_webhook: bool = True) -> None:
    """Everything that must be true after one gift of 12,000 yen.

    Args:
        journey: a journey whose donor has paid once.
        by_webhook: whether the provider's signed webhooks got through.
    """
    journey.wait_for_donation()
    seen_at = time.monotonic()
    donation = Donation.objects.select_related("campaign__municipality", "payment").get(pledge=journey.pledge)
    payment = journey.payment
    assert journey.pledge.status == PledgeStatus.PAID
    assert (donation.amount_jpy, donation.refunded_jpy) == (AMOUNT_JPY, 0)
    assert JournalEntry.objects.filter(source=f"payment:{payment.pk}:captured").count() == 1
    prove_events(journey, donation, by_webhook=by_webhook)
    prove_mail(journey, donation)
    prove_equal(journey, donation)
    time.sleep(max(0, seen_at + OLDEST_TOTAL_SECONDS - time.monotonic()))
    for _process in range(4):
        assert public_figures(journey) == [journey.raised_before_jpy + AMOUNT_JPY, journey.supporters_before + 1]
    prove_books(journey.stack)


def prove_events(journey: Journey, donation: Donation, *, by_webhook: bool) -> None:
    """The inbox was rung by signed webhooks, or not at all, and nothing is left in it."""
    account = donation.payment.account
    controls = journey.stack.provider.controls
    controls.wait_until_idle()
    about = {
        event["id"]
        for event in controls.events(account=account)
        if event["data"]["object"].get("payment_intent", event["data"]["object"]["id"]) == payment_intent(donation)
    }
    assert about
    delivered = {each["event"] for each in controls.deliveries() if each["outcome"] == 200}
    assert (about <= delivered) is by_webhook
    stored = WebhookEvent.objects.filter(account=account, gateway_event_id__in=about)
    wait_until(lambda: stored.count() == len(about), "events of the payment are not in the inbox")
    wait_until(lambda: not stored.filter(finished_at=None).exists(), "events of the payment were not handled")


def payment_intent(donation: Donation) -> str:
    """The provider's id of the payment."""
    return donation.payment.intent_id or ""


def prove_mail(journey: Journey, donation: Donation) -> None:
    """One letter of thanks was sent, and the demo's mailbox shows it."""
    letter = OutboxMessage.objects.filter(occasion=f"donation:{donation.pk}:thanks")
    wait_until(lambda: letter.exclude(finished_at=None).count() == 1, "the letter of thanks was not sent")
    files = [path.read_text(encoding="utf-8") for path in journey.stack.demo.mail.glob("*.log")]
    assert sum(f"To: {journey.email}" in text for text in files) == 1
    page = journey.page.context.new_page()
    page.goto(f"{journey.stack.url}/demo/mail/")
    page.locator("dl div", has_text=journey.email).get_by_role("link").click()
    shown = page.locator("main").inner_text()
    for expected in ("12,000", journey.pledge.reception_number, journey.email):
        assert expected in shown, f"{expected} is not in the letter"
    town = donation.campaign.municipality
    told = (town.name, town.office, town.office_hours)
    if journey.plan.language == "en":
        told = (town.name_en, town.office_en, town.office_hours_en)
    for expected in told:
        assert expected in shown, f"{expected} is not in the letter"
    page.close()


def prove_equal(journey: Journey, donation: Donation) -> None:
    """Our books and the provider's say the same, about this charge and about all of the municipality's money."""
    theirs = journey.stack.provider.books(donation.payment.account)
    assert theirs["ledger_sum"] == 0
    line = theirs["charges"][donation.charge_id]
    assert (line["gross"], line["refunded"]) == (AMOUNT_JPY, 0)
    rows = Donation.objects.filter(municipality_id=donation.municipality_id)
    ours = {row.charge_id: (row.amount_jpy, row.refunded_jpy) for row in rows}
    assert ours == {charge: (each["gross"], each["refunded"]) for charge, each in theirs["charges"].items()}
    booked_jpy = balance_jpy(municipality_id=donation.municipality_id, account=AccountCode.STRIPE_BALANCE)
    assert booked_jpy == sum(gross - refunded for gross, refunded in ours.values())


def public_figures(journey: Journey) -> list[int]:
    """Yen and supporters as a stranger is shown them, whichever process answers."""
    plan = replace(journey.plan, language="en")
    with _direct.open(f"{journey.stack.url}{plan.path}", timeout=10) as answer:
        page = answer.read().decode()
    shown = re.search(r'<p class="big num">(.*?)</p>.*?<dl class="num">.*?<dd>(.*?)</dd>', page, re.DOTALL)
    assert shown, "the campaign's page shows no figures"
    return [int("".join(re.findall(r"\d", re.sub("<[^>]*>", "", part)))) for part in shown.groups()]


def prove_books(stack: Stack) -> None:
    """``check_books`` ends with 0, and every invariant had something to look at."""
    checked = stack.manage("check_books", "--json")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    proof = json.loads(checked.stdout)
    assert len(proof["results"]) >= 8
    assert all(result["checked"] > 0 for result in proof["results"])
