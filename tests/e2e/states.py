"""A walk through the states of giving and paying that no link leads to, mistakes included."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page

from cms.models import CampaignPage
from donations.models import Donation, GatewayCall, Pledge
from tests.e2e.inspector import Inspector
from tests.e2e.journey import ASKING_CARD, DECLINED_CARD, Journey, wait_until
from tests.e2e.traced import BREAKING

SEVERAL_PLACES = "068-0546"


@dataclass
class States:
    """One visitor who goes wrong wherever one can, with an inspector looking over the shoulder."""

    journey: Journey
    inspector: Inspector

    def walk(self) -> None:
        """All of it."""
        self.errors()
        self.refusals()
        self.steps()
        self.confirmation()
        self.payment()
        self.after_payment()
        self.ends()

    @property
    def page(self) -> Page:
        return self.journey.page

    def look(self, name: str, *, status: int = 200) -> None:
        """Inspect what is shown."""
        language = self.journey.plan.language
        self.page.wait_for_load_state()
        self.inspector.look(self.page, f"{urlsplit(self.page.url).path}:{name}", language=language, status=status)

    def open(self, path: str, name: str, *, status: int = 200) -> None:
        """Go to an address of the site and inspect it."""
        self.page.goto(self.journey.stack.url + path)
        self.look(name, status=status)

    def give_path(self, slug: str = "", step: str = "") -> str:
        """A step of giving to a campaign of the demo."""
        page = CampaignPage.objects.filter(slug=slug or self.journey.plan.campaign).select_related("campaign")[0]
        return f"{self.journey.plan.home}give/{page.campaign.public_id}/{step}"

    def press(self, selector: str = ".sheet .btn.main") -> None:
        """Press a button and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def errors(self) -> None:
        """Pages that say that something is wrong."""
        home = self.journey.plan.home
        self.open(f"{home}no-such-page/", "unknown", status=404)
        self.open(f"{home}give/p/{'0' * 32}/", "no such gift", status=404)
        self.open(f"{home}projects/?q=%E7%84%A1%E3%81%84", "nothing found")
        self.open(home.rstrip("/") + BREAKING, "broken", status=500)

    def refusals(self) -> None:
        """Campaigns to which nobody can give."""
        for slug, status in (("market", 410), ("bamboo", 409), ("snow", 409)):
            self.open(self.give_path(slug), slug, status=status)

    def steps(self) -> None:
        """Every step empty, wrong and right."""
        page = self.page
        self.open(self.give_path(), "empty")
        page.fill("#id_other", "5000.5")
        self.press()
        self.look("wrong", status=422)
        page.fill("#id_other", "12000")
        self.press()
        self.look("empty")
        page.fill("#id_postal_code", SEVERAL_PLACES)
        self.press("button[name=fill]")
        self.look("several places")
        page.fill("#id_postal_code", "12")
        self.press()
        self.look("wrong", status=422)
        page.fill("#id_city", "")
        page.fill("#id_street", "")
        self.journey.introduce()
        self.press()
        self.look("empty")
        page.check("#id_wants_one_stop_0")
        self.press()
        self.look("wrong", status=422)
        for part, value in enumerate(("1984", "5", "12")):
            page.fill(f"#id_birth_date_{part}", value)
        self.press()
        self.look("empty")
        page.check("#id_name_display_1")
        self.press()
        self.look("wrong", status=422)
        page.fill("#id_nickname", self.journey.plan.nickname)
        page.fill("#id_message", self.journey.plan.message)
        self.press()
        self.look("filled")

    def confirmation(self) -> None:
        """The last button: with a forged form, with one that has changed, and with a slow provider."""
        page = self.page
        confirm = page.url
        for field, name, status in (("csrfmiddlewaretoken", "no token", 403), ("seen", "changed", 409)):
            page.goto(confirm)
            page.evaluate("name => { document.querySelector(`main form [name=${name}]`).value = 'x'; }", field)
            self.press(".btn.give")
            self.look(name, status=status)
        self.while_opening(confirm)

    def while_opening(self, confirm: str) -> None:
        """What another window shows while the payment page is being opened."""
        controls = self.journey.stack.provider.controls
        controls.fault(action="delay", method="POST", path="/v1/checkout/sessions", seconds=4, times=1)
        self.page.route("**/confirm/?wait=1", lambda route: route.abort())  # it would go on while we look
        other = self.page.context.new_page()
        other.goto(confirm)
        other.locator(".btn.give").first.click(no_wait_after=True)
        calling = GatewayCall.objects.filter(finished_at=None).exclude(leased_until=None)
        wait_until(calling.exists, "no call was begun")
        self.page.goto(confirm)
        language = self.journey.plan.language
        self.inspector.look(self.page, f"{urlsplit(confirm).path}:opening", language=language)
        other.wait_for_url("**/c/pay/**")
        other.close()
        self.page.unroute_all()

    def payment(self) -> None:
        """The provider's pages."""
        journey, page = self.journey, self.page
        confirm = f"{journey.stack.url}{self.give_path(step='confirm/')}"
        page.goto(f"{confirm}?back=1")
        self.look("not paid yet")
        self.press(".btn.give")
        self.look("empty")
        self.press("button.give")
        self.look("wrong")
        journey.pay(DECLINED_CARD)
        self.look("declined")
        journey.pay(ASKING_CARD)
        page.wait_for_url("**/c/authenticate/**")
        self.look("asks")
        page.goto(f"{journey.stack.url}{journey.plan.home}give/p/{journey.pledge.public_id}/")
        self.look("waiting")

    def after_payment(self) -> None:
        """What the donor of a paid gift is shown, also when money goes back."""
        journey, page = self.journey, self.page
        controls = journey.stack.provider.controls
        payment = journey.payment
        done = f"{journey.plan.home}give/p/{journey.pledge.public_id}/"
        controls.pay(session_id=payment.session_id)
        wait_until(lambda: journey.donations() == 1, "no donation")
        self.open(done, "paid")
        self.open(self.give_path(), "again")
        page.goto(f"{journey.stack.provider.base_url}/c/pay/{payment.session_id}")
        self.look("complete")
        donation = Donation.objects.get(pledge=journey.pledge)
        for amount_jpy, name in ((5_000, "partly refunded"), (7_000, "refunded")):
            before_jpy = Donation.objects.get(pk=donation.pk).refunded_jpy
            controls.refund(charge_id=donation.charge_id, amount=amount_jpy)
            wait_until(lambda: Donation.objects.get(pk=donation.pk).refunded_jpy > before_jpy, "no refund")  # noqa: B023
            self.open(done, name)

    def ends(self) -> None:
        """Gifts that end unpaid, or with money that does not fit; and entries that are gone."""
        journey, page = self.journey, self.page
        controls = journey.stack.provider.controls
        page.goto(journey.stack.url + self.give_path())
        self.press("button[name=again]")
        page.fill("#id_other", "12000")
        journey.fill_in_from_amount()
        controls.fault(action="error_before", method="POST", path="/v1/checkout/sessions", times=None)
        self.press(".btn.give")
        self.look("provider away", status=503)
        controls.clear_faults()
        for name in ("expired", "cancelled", "in suspense"):
            journey.press()
            pledge = Pledge.objects.latest("pk")
            session_id = pledge.payments.get().session_id
            if name == "cancelled":
                controls.pay(session_id=session_id, card=DECLINED_CARD)
            if name == "in suspense":
                controls.pay(session_id=session_id, amount=11_000)
            else:
                controls.expire(session_id=session_id)
            done = f"{journey.plan.home}give/p/{pledge.public_id}/"
            controls.wait_until_idle()
            page.goto(f"{journey.stack.url}{done}")
            wait_until(self.has_ended, f"{name} is not shown")
            self.open(done, name)
            if name != "in suspense":
                self.open(self.give_path(step="confirm/"), f"after {name}")
        self.forget()

    def has_ended(self) -> bool:
        """Whether the last page, loaded anew, waits no longer."""
        self.page.reload()
        return self.page.locator("[data-wait]").count() == 0

    def forget(self) -> None:
        """The draft is gone, the browser still holds its token."""
        context = self.page.context
        for cookie in context.cookies():
            if cookie["name"].startswith("gift_"):
                context.add_cookies([{**cookie, "value": "x" * 43}])
        self.open(self.give_path(step="donor/"), "entries are gone", status=410)
