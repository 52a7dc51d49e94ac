"""Step 5: look at everything once more, press, and be sent to the payment page."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from donations.address import place_doubts
from donations.models import GatewayCall, PledgeDraft
from donations.models.gateway import GatewayOperation
from donations.services.admission import DonationRefusedError
from donations.services.checkout import call_make, checkout_retry, checkout_withdraw
from donations.services.pledges import AmountTooSmallError, pledge_press
from donations.services.sweep import payment_check
from donations.states import PledgeStatus
from donations.steps import ORDER, Step, fingerprint, first_incomplete, terms_of
from donations.summary import summary_rows, terms_rows
from donations.views.door import GivingView, cookie_name, remember_token, see_other
from donations.views.steps import expired_or_new
from donations.wording import date_rule, moment_text


class ConfirmView(GivingView):
    """Before the button: the summary. After it: the way to the one payment page, or the truth about its absence."""

    step = Step.CONFIRM
    could_ask = True  # whether the provider told us where the payment stands

    def barrier(self, request: HttpRequest) -> HttpResponse | None:
        """A pledge that was pressed in time may still be paid, whatever has become of the campaign since."""
        if self.pledge is not None:
            self.look(request)
        if self.pledge is not None:
            is_paid = self.pledge.status == PledgeStatus.PAID
            return redirect("donations:done", self.pledge.public_id) if is_paid else None
        return self.refused(request) or self.out_of_order(request)

    def look(self, request: HttpRequest) -> None:
        """Ask the provider where that matters for what is said: back from its page, or after the page's time."""
        if "back" in request.GET or self.began_at > self.payment.expires_at:
            self.could_ask = payment_check(payment_id=self.payment.pk)
            self.read_again()

    def read_again(self) -> None:
        """The draft and its pledge, as they stand now."""
        assert self.draft is not None  # noqa: S101  (only called with a pledge)
        self.draft = PledgeDraft.objects.select_related("pledge").get(pk=self.draft.pk)

    def out_of_order(self, request: HttpRequest) -> HttpResponse | None:
        """Nothing to confirm yet."""
        if self.draft is None:
            return expired_or_new(self, request)
        gap = first_incomplete(self.draft, campaign=self.campaign)
        return self.go(gap) if ORDER.index(gap) < ORDER.index(self.step) else None

    def get(self, request: HttpRequest) -> HttpResponse:
        """The summary; or, after the button, where the payment page stands."""
        if self.pledge is None:
            return self.summary(request)
        if self.payment.session_url:
            return see_other(self.payment.session_url) if "wait" in request.GET else self.open_page(request)
        return self.trouble(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Press, press again, or take back."""
        if "withdraw" in request.POST:
            return self.withdraw(request)
        if self.pledge is None:
            refused = self.press(request)
            if refused is not None:
                return refused
        response = self.to_payment(request)
        remember_token(response, self.campaign, request.COOKIES[cookie_name(self.campaign)])
        return response

    def press(self, request: HttpRequest) -> HttpResponse | None:
        """Make the pledge out of exactly what this page had shown; None if that worked."""
        assert self.draft is not None  # noqa: S101  (the barrier has asked)
        terms = terms_of(self.draft, campaign=self.campaign)
        if terms is None:
            return self.go(first_incomplete(self.draft, campaign=self.campaign))
        if not constant_time_compare(request.POST.get("seen", ""), fingerprint(terms)):
            return self.summary(request, status=409, has_changed=True)
        try:
            pledge_press(draft_id=self.draft.pk, terms=terms, pressed_at=self.began_at)
        except DonationRefusedError:
            return self.refused(request) or self.go(Step.AMOUNT)
        except AmountTooSmallError:
            return self.go(Step.AMOUNT)
        self.read_again()
        return None

    def to_payment(self, request: HttpRequest) -> HttpResponse:
        """To the open page; where there is none, make the call that opens it, once."""
        assert self.pledge is not None  # noqa: S101  (pressed just now or before)
        call = checkout_retry(pledge_id=self.pledge.pk)
        if call is not None:
            call_make(call_id=call.pk)
        if self.payment.session_url:
            return see_other(self.payment.session_url)
        return self.trouble(request)

    def trouble(self, request: HttpRequest) -> HttpResponse:
        """No payment page yet: another request is opening it, or the provider did not."""
        assert self.pledge is not None  # noqa: S101  (the caller has asked)
        call = self.payment.gateway_calls.filter(operation=GatewayOperation.CHECKOUT_CREATE).latest("pk")
        context = {**self.context(), **self.pressed_context(), "is_parked": call.parked_at is not None}
        if is_under_way(call):
            context["wait_url"] = f"{self.url(Step.CONFIRM)}?{urlencode({'wait': 1})}"
            return render(request, "donations/opening.html", context)
        return render(request, "donations/unavailable.html", context, status=503)

    def withdraw(self, request: HttpRequest) -> HttpResponse:
        """Close the open payment page; only when it is surely closed can entries be changed."""
        if self.pledge is None:
            return self.go(Step.CONFIRM)
        call = checkout_withdraw(pledge_id=self.pledge.pk)
        if call is None:
            return self.trouble(request)
        call_make(call_id=call.pk)
        self.read_again()
        if self.pledge is None:
            return self.go(Step.CONFIRM)
        if self.pledge.status == PledgeStatus.PAID:
            return redirect("donations:done", self.pledge.public_id)
        return self.open_page(request, status=503, is_stuck=True)

    def summary(self, request: HttpRequest, *, status: int = 200, **extra: Any) -> HttpResponse:
        """Everything that will be promised, with ways back to change it."""
        assert self.draft is not None  # noqa: S101  (the barrier has asked)
        terms = terms_of(self.draft, campaign=self.campaign)
        if terms is None:
            return self.go(first_incomplete(self.draft, campaign=self.campaign))
        context = {
            **self.context(),
            "terms": terms,
            "seen": fingerprint(terms),
            "rows": summary_rows(terms, change_url=lambda step: f"{self.url(step)}?{urlencode({'from': 'confirm'})}"),
            "agreement": terms_rows(self.campaign, at=self.began_at),
            "doubts": place_doubts(terms.donor.as_json()),
            "email_url": f"{self.url(Step.DONOR)}?{urlencode({'from': 'confirm'})}",
            "back_url": self.url(Step.PUBLICITY),
            "ended_pledge": self.draft.pledge,
            **extra,
        }
        return render(request, "donations/confirm.html", context, status=status)

    def open_page(self, request: HttpRequest, *, status: int = 200, **extra: Any) -> HttpResponse:
        """The pledge is made and its payment page waits."""
        assert self.pledge is not None  # noqa: S101  (the caller has asked)
        context = {
            **self.context(),
            **self.pressed_context(),
            "is_back": "back" in request.GET,
            "could_ask": self.could_ask,
            "can_change": self.refusal() is None,
            "expires": moment_text(self.payment.expires_at),
            **extra,
        }
        return render(request, "donations/open_page.html", context, status=status)

    def pressed_context(self) -> dict[str, Any]:
        """What stays true about a pledge that was pressed."""
        assert self.pledge is not None  # noqa: S101  (the callers have asked)
        return {
            "pledge": self.pledge,
            "pressed": moment_text(self.pledge.pressed_at),
            "date_rule": date_rule(self.campaign.municipality, at=self.pledge.pressed_at),
            "current": len(ORDER) + 1,
        }


def is_under_way(call: GatewayCall) -> bool:
    """Whether some process is making the call at this moment."""
    return call.finished_at is None and call.leased_until is not None and call.leased_until > timezone.now()
