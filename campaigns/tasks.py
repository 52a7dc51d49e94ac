"""Doors for the workers."""

from celery import shared_task

from campaigns.services import campaigns_turn_clock


@shared_task(name="campaigns.turn_clock")
def turn_clock() -> None:
    """Open and close campaigns whose moment has come."""
    campaigns_turn_clock()
