"""A donor at the giving form, through Django's client."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign
from donations.models import GatewayCall, Payment, Pledge, PledgeDraft

AMOUNT = {"amount": "other", "other": "12,000"}
DONOR = {
    "family_name": "架空",
    "given_name": "花子",
    "family_name_kana": "かくう",
    "given_name_kana": "ﾊﾅｺ",
    "postal_code": "１００－０００１",
    "prefecture": "東京都",
    "city": "千代田区",
    "street": "千代田1-2-3",
    "building": "",
    "phone": "０９０ 1234 5678",
    "email": "hanako@example.jp",
}
DOCUMENTS = {
    "wants_one_stop": "yes",
    "birth_date_year": "1984",
    "birth_date_month": "5",
    "birth_date_day": "12",
}
PUBLICITY = {"name_display": "anonymous", "nickname": "", "message": "応援しています。"}
ANSWERS = {"give": AMOUNT, "donor": DONOR, "documents": DOCUMENTS, "publicity": PUBLICITY}


@dataclass
class Donor:
    """One browser giving to one campaign."""

    client: Client
    campaign: Campaign

    def url(self, step: str, query: str = "") -> str:
        return reverse(f"donations:{step}", args=[self.campaign.public_id]) + query

    def get(self, step: str, query: str = "") -> HttpResponse:
        return self.client.get(self.url(step, query))

    def post(self, step: str, query: str = "", **changes: Any) -> HttpResponse:
        values = {**ANSWERS.get(step, {}), **changes}
        return self.client.post(self.url(step, query), {k: v for k, v in values.items() if v is not None})

    def fill_in(self, *, until: str = "confirm", **changes: dict[str, Any]) -> "Donor":
        """Answer every step before ``until``."""
        for step in ANSWERS:
            if step == until:
                break
            response = self.post(step, **changes.get(step, {}))
            assert response.status_code == 302, text_of(response)
        return self

    def press(self, **changes: Any) -> HttpResponse:
        """Press the last button of the page that is shown now."""
        seen = self.get("confirm").context["seen"]
        return self.post("confirm", **{"seen": seen, **changes})

    @property
    def draft(self) -> PledgeDraft:
        return PledgeDraft.objects.select_related("pledge").get(campaign=self.campaign)

    @property
    def pledge(self) -> Pledge:
        return Pledge.objects.latest("pk")

    @property
    def payment(self) -> Payment:
        return self.pledge.payments.latest("pk")

    @property
    def call(self) -> GatewayCall:
        return self.payment.gateway_calls.latest("pk")


def text_of(response: HttpResponse) -> str:
    return response.content.decode()
