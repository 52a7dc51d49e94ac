"""State tables: every pair, allowed or not."""

from itertools import product

import pytest

from campaigns.states import CAMPAIGN_MACHINE
from core.states import IllegalTransitionError
from donations.states import PAYMENT_MACHINE, PLEDGE_MACHINE, REFUND_MACHINE, PaymentStatus

MACHINES = [CAMPAIGN_MACHINE, PLEDGE_MACHINE, PAYMENT_MACHINE, REFUND_MACHINE]
PAIRS = [(machine, *pair) for machine in MACHINES for pair in product(machine.arrows, repeat=2)]


@pytest.mark.parametrize(("machine", "current", "target"), PAIRS)
def test_only_the_listed_arrows_exist(machine, current, target):
    if target in machine.arrows[current]:
        machine.check(current, target)
    else:
        with pytest.raises(IllegalTransitionError):
            machine.check(current, target)


@pytest.mark.parametrize("machine", MACHINES)
def test_every_status_stands_in_the_table_and_can_be_reached(machine):
    assert set(machine.arrows) == set(type(machine.start))
    reached, frontier = {machine.start}, [machine.start]
    while frontier:
        for target in machine.arrows[frontier.pop()] - reached:
            reached.add(target)
            frontier.append(target)
    assert reached == set(machine.arrows)


def test_captured_never_regresses():
    assert PAYMENT_MACHINE.arrows[PaymentStatus.CAPTURED] == frozenset()
    assert all(
        PAYMENT_MACHINE.allows(status, PaymentStatus.CAPTURED)
        for status in PaymentStatus
        if status not in {PaymentStatus.CAPTURED, PaymentStatus.HELD}
    )
