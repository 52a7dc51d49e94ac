"""The mail that tells a donor the money has arrived."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from donations.donor import DonorDetails
from donations.models import Donation
from operations.models import OutboxMessage
from operations.outbox import Mail, message_write


def thanks_write(donation: Donation) -> OutboxMessage:
    """Put the thank-you mail into the outbox, once for each donation, in the donor's language."""
    pledge = donation.pledge
    campaign = pledge.campaign
    donor = DonorDetails(**pledge.donor)
    with translation.override(pledge.language):
        context = {
            "donation": donation,
            "pledge": pledge,
            "donor": donor,
            "campaign": campaign,
            "municipality": campaign.municipality,
            "done_url": settings.SITE_URL + reverse("donations:done", args=[pledge.public_id]),
            "site_url": settings.SITE_URL,
        }
        subject = render_to_string("donations/mail/thanks_subject.txt", context)
        mail = Mail(
            to=donor.email,
            subject=" ".join(subject.split()),
            text=render_to_string("donations/mail/thanks.txt", context),
            html=render_to_string("donations/mail/thanks.html", context),
        )
    return message_write(municipality_id=donation.municipality_id, occasion=f"donation:{donation.pk}:thanks", mail=mail)
