"""Money, given as a donor gives it: press, payment page, card, and what the provider says afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cms.demo.chance import fixed_id
from cms.demo.gifts import DECLINED_CARD, WAITING_MESSAGES, Ending, Gift
from cms.demo.happening import Happening
from cms.demo.inbox import Inbox
from cms.demo.stand_in import StandIn
from donations.gateways.current import get_gateway
from donations.models import GatewayCall, Payment, Pledge
from donations.services.checkout import call_make
from donations.services.drafts import draft_start
from donations.services.payments import payment_apply
from donations.services.pledges import PledgeTerms, message_publish, pledge_press
from donations.services.sweep import EXPIRY_GRACE, payment_check
from operations.models import OutboxMessage
from operations.outbox import message_send
from operations.work import row_finish

HEARD_AFTER = timedelta(seconds=3)
READ_AFTER = timedelta(hours=14)
REFUNDED_AFTER = timedelta(days=3, hours=2)
EXPIRED_AFTER = timedelta(hours=2)
# Mails younger than this are really sent; older ones stand as sent, and fill no mailbox.
MAILED_SINCE = timedelta(days=2)
HEARD_SINCE = timedelta(days=2)


@dataclass(slots=True)
class Giving:
    """One donation on its way through the services."""

    gift: Gift
    provider: StandIn
    inbox: Inbox
    now: datetime
    payment_id: int = 0

    def happenings(self) -> Iterator[Happening]:
        """What happens, and when."""
        gift = self.gift
        paid_at = gift.pressed_at + gift.paid_after
        yield Happening(gift.pressed_at, self._press)
        if gift.ending is not Ending.PAID:
            yield Happening(paid_at, self._fail)
            yield Happening(gift.pressed_at + EXPIRED_AFTER + EXPIRY_GRACE, self._check)
            return
        yield Happening(paid_at, self._pay)
        yield Happening(paid_at + HEARD_AFTER, self._hear)
        if gift.message and gift.pressed_at < self.now - WAITING_MESSAGES:
            yield Happening(paid_at + READ_AFTER, self._publish)
        if gift.refund_divisor is not None:
            yield Happening(paid_at + REFUNDED_AFTER, self._refund)

    def _press(self) -> None:
        gift, donor = self.gift, self.gift.donor
        draft, _token = draft_start(campaign=gift.demo.campaign)
        terms = PledgeTerms(
            amount_jpy=gift.amount_jpy,
            donor=donor.details,
            wants_one_stop=donor.wants_one_stop,
            name_display=donor.name_display,
            public_name=donor.public_name,
            message=gift.message,
            wants_news=donor.wants_news,
            language=donor.language,
        )
        pledge = pledge_press(draft_id=draft.pk, terms=terms, pressed_at=gift.pressed_at)
        Pledge.objects.filter(pk=pledge.pk).update(public_id=fixed_id("pledge", gift.name))
        self.payment_id = Payment.objects.values_list("pk", flat=True).get(pledge=pledge)
        call_make(call_id=GatewayCall.objects.values_list("pk", flat=True).get(payment_id=self.payment_id))

    @property
    def _payment(self) -> Payment:
        return Payment.objects.select_related("pledge").get(pk=self.payment_id)

    def _pay(self) -> None:
        session_id = self._payment.session_id
        if self.gift.is_declined_first:
            self.provider.control("pay", session_id=session_id, card=DECLINED_CARD)
        intent = self.provider.control("pay", session_id=session_id, card=self.gift.card)
        if intent["status"] == "requires_action":
            self.provider.control("authenticate", intent_id=intent["id"])

    def _fail(self) -> None:
        """A page left open ends by itself; of a declined card with its page closed we hear by its intent."""
        if self.gift.ending is Ending.CANCELLED:
            payment = self._payment
            intent = self.provider.control("pay", session_id=payment.session_id, card=DECLINED_CARD)
            self.provider.control("expire", session_id=payment.session_id)
            payment_apply(get_gateway().fetch_payment(account=payment.account, gateway_id=intent["id"]))

    def _check(self) -> None:
        payment_check(payment_id=self.payment_id)

    def _hear(self) -> None:
        """Old news is looked up directly, that of the last days comes through the inbox."""
        if self.gift.pressed_at < self.now - HEARD_SINCE:
            self._look_up()
        else:
            self.inbox.read()
        letter = OutboxMessage.objects.get(occasion=f"donation:{self._payment.donation.pk}:thanks")
        if self.gift.pressed_at < self.now - MAILED_SINCE:
            row_finish(letter)
        else:
            message_send(message_id=letter.pk)

    def _look_up(self) -> None:
        payment = self._payment
        payment_apply(get_gateway().fetch_payment(account=payment.account, gateway_id=payment.session_id or ""))

    def _publish(self) -> None:
        message_publish(pledge_id=self._payment.pledge_id, at=self.gift.pressed_at + self.gift.paid_after + READ_AFTER)

    def _refund(self) -> None:
        """Somebody at the office gives money back in the provider's own dashboard; we hear of it afterwards."""
        payment, divisor = self._payment, self.gift.refund_divisor
        part = {"amount": self.gift.amount_jpy // divisor // 100 * 100} if divisor else {}
        self.provider.control("refund", charge_id=payment.donation.charge_id, **part)
        self._look_up()
