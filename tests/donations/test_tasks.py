"""The doors of the workers."""

import logging

import pytest

from donations import tasks
from donations.gateways.base import GatewayMissingError, GatewayRefusedError, GatewayUnavailableError
from tests.factories import MunicipalityFactory

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
