"""The doors of the workers."""

import logging
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from donations import tasks
from donations.gateways.base import GatewayMissingError, GatewayRefusedError, GatewayUnavailableError
from donations.services.inbox import event_handle, event_store
from tests.donations.world import captured, doorbell, press
from tests.factories import MunicipalityFactory, make_campaign

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("error", [GatewayMissingError, GatewayRefusedError, GatewayUnavailableError])
def test_an_account_that_cannot_be_read_does_not_stop_the_others(monkeypatch, caplog, error):
    """The provider keeps events for 30 days: in a quiet town the one we remember is missing."""
    quiet, busy = MunicipalityFactory(), MunicipalityFactory()
    asked = set()

    def poll(*, municipality):
        asked.add(municipality)
        if municipality == quiet:
            raise error("evt_old")

    monkeypatch.setattr(tasks, "events_poll", poll)
    with caplog.at_level(logging.WARNING):
        for municipality in (quiet, busy):
            tasks.poll_account(municipality_id=municipality.pk)
    assert asked == {quiet, busy}
    assert f"events of municipality {quiet.pk} not read" in caplog.text


def test_what_is_parked_is_listed_and_may_be_tried_again(fake):
    truth = captured(press(make_campaign()))
    event = event_store(doorbell(truth))  # the provider does not show it yet
    event_handle(event_id=event.pk)
    out = StringIO()
    call_command("parked", stdout=out)
    assert f"event:{event.pk}" in out.getvalue()
    assert "does not show" in out.getvalue()

    fake.advance(truth.intent_id, truth)
    call_command("parked", again=f"event:{event.pk}", stdout=StringIO())
    event_handle(event_id=event.pk)
    event.refresh_from_db()
    assert event.finished_at is not None


@pytest.mark.parametrize("name", ["event:1", "donor:1", "event:x", ""])
def test_what_is_not_parked_is_not_resumed(name):
    with pytest.raises(CommandError):
        call_command("parked", again=name or ":", stdout=StringIO())
