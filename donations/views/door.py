"""What every giving page does first: find the campaign and the browser's draft, and see whether giving is possible."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from campaigns.models import Campaign
from campaigns.states import PUBLIC
from core.fields import is_public_id
from donations.models import Payment, Pledge, PledgeDraft
from donations.services.admission import Refusal, donation_refusal
from donations.services.drafts import draft_find
from donations.states import PledgeStatus
from donations.steps import ORDER, Step
from donations.wording import refusal_text
from municipalities.models import PaymentMethod

ENDED = frozenset({PledgeStatus.EXPIRED, PledgeStatus.CANCELLED})
# 410: it will not come back. 409: it may.
_REFUSAL_STATUS = {Refusal.CLOSED: 410}

# Where on each of these pages the municipality's office is named.
OFFICE = "#office"

Door = Callable[..., HttpResponseBase]


def private_page(view: Door) -> Door:
    """Neither caches nor search engines keep a page on which somebody gives."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def cookie_name(campaign: Campaign) -> str:
    """One draft for each campaign."""
    return f"gift_{campaign.public_id}"


def draft_of(request: HttpRequest, campaign: Campaign) -> PledgeDraft | None:
    """The draft whose token this browser holds."""
    token = request.COOKIES.get(cookie_name(campaign), "")
    return draft_find(campaign=campaign, token=token) if token else None


def remember_token(response: HttpResponse, campaign: Campaign, token: str) -> None:
    """Hand the draft's token to this browser, out of reach of scripts and of other sites' forms."""
    response.set_cookie(
        cookie_name(campaign),
        token,
        max_age=settings.PLEDGE_DRAFT_HOURS * 3600,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


class GivingView(View):
    """A page under ``/give/<campaign>/``. ``began_at`` is the moment that counts for a button pressed on it."""

    step: Step
    campaign: Campaign
    draft: PledgeDraft | None
    began_at: datetime

    @method_decorator(private_page)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let nobody past who has to be somewhere else."""
        self.began_at = timezone.now()
        public_id = kwargs.pop("campaign_id")
        if not is_public_id(public_id):
            raise Http404
        campaign = Campaign.objects.select_related("municipality", "group").filter(public_id=public_id).first()
        if campaign is None:
            raise Http404
        self.campaign = campaign
        self.draft = draft_of(request, campaign)
        if campaign.status not in PUBLIC and self.draft is None:
            raise Http404
        return self.barrier(request) or super().dispatch(request, *args, **kwargs)

    def barrier(self, request: HttpRequest) -> HttpResponse | None:
        """An answer in place of the page, or None to go on."""
        return self.refused(request)

    def refused(self, request: HttpRequest) -> HttpResponse | None:
        """The page that says why no donation is taken now, or None."""
        refusal = self.refusal()
        if refusal is None:
            return None
        context = {
            **self.context(),
            "reason": refusal_text(refusal, self.campaign),
            "has_draft": self.draft is not None,
        }
        return render(request, "donations/refused.html", context, status=_REFUSAL_STATUS.get(refusal, 409))

    def refusal(self) -> Refusal | None:
        """Why no donation can be pressed at this moment."""
        return donation_refusal(campaign=self.campaign, method=PaymentMethod.CARD, at=self.began_at)

    @property
    def pledge(self) -> Pledge | None:
        """The draft's pledge, unless it has ended unpaid."""
        pledge = self.draft.pledge if self.draft else None
        return None if pledge is None or pledge.status in ENDED else pledge

    @property
    def payment(self) -> Payment:
        """The attempt to collect that pledge."""
        assert self.pledge is not None  # noqa: S101  (callers have asked)
        return self.pledge.payments.latest("pk")

    def go(self, step: Step) -> HttpResponse:
        """On to a step."""
        return redirect(self.url(step))

    def url(self, step: Step) -> str:
        """A step's address for this campaign."""
        return reverse(f"donations:{step.value}", args=[self.campaign.public_id])

    def context(self) -> dict[str, Any]:
        """What every page of the procedure shows."""
        labels = [_("Amount"), _("Donor"), _("Deduction"), _("Publicity"), _("Check"), _("Payment")]
        return {
            "campaign": self.campaign,
            "municipality": self.campaign.municipality,
            "steps": [{"label": label} for label in labels],
            "current": ORDER.index(self.step) + 1,
            "start_url": self.url(Step.AMOUNT),
            "help_url": OFFICE,
        }


def see_other(url: str) -> HttpResponse:
    """Continue there with a plain GET, whatever this request was. The address may be the payment provider's."""
    return HttpResponse(status=303, headers={"Location": url})
