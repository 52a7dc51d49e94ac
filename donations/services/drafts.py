"""The giving form's memory."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign
from donations.models import PledgeDraft


def token_hash(token: str) -> str:
    """What the row keeps of the browser's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def draft_start(*, campaign: Campaign) -> tuple[PledgeDraft, str]:
    """Open an empty draft. Returns it with the token that only this browser gets."""
    token = secrets.token_urlsafe(24)
    draft = PledgeDraft.objects.create(
        token_hash=token_hash(token),
        municipality_id=campaign.municipality_id,
        campaign=campaign,
        answers={},
        expires_at=timezone.now() + timedelta(hours=settings.PLEDGE_DRAFT_HOURS),
    )
    return draft, token


def draft_find(*, campaign: Campaign, token: str) -> PledgeDraft | None:
    """The browser's unexpired draft for a campaign."""
    return (
        PledgeDraft.objects.select_related("pledge")
        .filter(campaign=campaign, token_hash=token_hash(token), expires_at__gt=timezone.now())
        .first()
    )


@transaction.atomic
def draft_answer(*, draft_id: int, step: str, values: dict[str, Any]) -> PledgeDraft:
    """Keep the answers of one step, and its refused ones too: what was typed is never lost.

    Args:
        draft_id: the draft.
        step: the step's name.
        values: JSON-ready.
    """
    draft = PledgeDraft.objects.select_for_update().get(pk=draft_id)
    draft.answers = {**draft.answers, step: values}
    draft.save(update_fields=["answers"])
    return draft


def drafts_forget() -> int:
    """Delete what has expired. Returns how many drafts went."""
    count, _ = PledgeDraft.objects.filter(expires_at__lte=timezone.now()).delete()
    return count
