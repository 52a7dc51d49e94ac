"""SIGKILL at every COMMIT, every request to the provider and every mail on a donation's path, five times each.

After each kill: the scheduler's rounds alone must heal the books within a minute, then the donor comes back and presses
again. In the end there is one donation, one charge at the provider, one entry, one mail, and the books hold.
"""

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import stripe

from donations.models import Donation, GatewayCall, Payment, Pledge, WebhookEvent
from ledger.accounts import AccountCode
from ledger.proof import prove_books
from ledger.selectors import balance_jpy
from operations.models import OutboxMessage
from sandbox import SandboxServer
from tests.factories import make_campaign, make_draft

KILLS = 5
HEALED_WITHIN_SECONDS = 60
SHORT = {
    "WORK_LEASE_SECONDS": "0.2",
    "WORK_BACKOFF_SECONDS": "0.05",
    "WORK_MAX_ATTEMPTS": "30",
    "EVENT_POLL_OVERLAP_SECONDS": "2",
}
SECRET_NAME = "STRIPE_WEBHOOK_SECRETS"
RUNG = ("payment_intent.succeeded", "checkout.session.completed")

pytestmark = pytest.mark.slow


class Stage:
    """The child process, the sandbox and one campaign."""

    def __init__(self, env: dict[str, str], sandbox) -> None:
        self.env = {**env, **SHORT, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        self.sandbox = sandbox
        self.campaign = make_campaign()
        self.account = self.campaign.municipality.stripe_account_id
        sandbox.controls.create_account(id=self.account)
        self.number = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.concurrency.crash_child"],
            env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=Path(__file__).resolve().parents[2],
        )  # fmt: skip

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def play(self, part: str, **order) -> dict:
        self.process.stdin.write(json.dumps({"part": part, **order}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert not answer["failed"], f"{part} broke"
        return answer

    def draft(self) -> int:
        self.number += 1
        return make_draft(self.campaign, token=f"crash-{self.number}").pk

    def pay(self, draft_id: int) -> None:
        """The donor pays on the page that is open, unless that is done."""
        payment = Payment.objects.get(pledge__draft=draft_id)
        if payment.session_id and self._session(payment.session_id)["status"] == "open":
            self.sandbox.controls.pay(session_id=payment.session_id)

    def _session(self, session_id: str) -> dict:
        return self.sandbox.controls.versions(object_id=session_id)[-1][1]

    def rings(self, draft_id: int) -> list[tuple[str, str]]:
        """Signed bodies of the events about this payment that the provider would deliver first."""
        reference = Payment.objects.get(pledge__draft=draft_id).public_id
        secret = self.env[SECRET_NAME].split(",")[0]
        bodies = [
            json.dumps({k: v for k, v in event.items() if not k.startswith("_")} | {"account": self.account})
            for event in self.sandbox.controls.events(account=self.account)
            if event["type"] in RUNG and event["data"]["object"]["metadata"].get("minori_payment") == reference
        ]
        return [(body, stripe.WebhookSignature.generate_signature_header(body, secret)) for body in bodies]

    def heal(self) -> float:
        """Rounds of the scheduler until nothing is left to do; returns the seconds it took."""
        began = time.monotonic()
        while time.monotonic() - began < HEALED_WITHIN_SECONDS:
            self.play("heal")
            if not any(
                model.objects.filter(finished_at=None, parked_at=None).exists()
                for model in (GatewayCall, WebhookEvent, OutboxMessage)
            ):
                return time.monotonic() - began
            time.sleep(0.05)
        pytest.fail("not healed within a minute")

    def charges(self) -> dict[str, dict]:
        return self.sandbox.books(self.account)["charges"]


@pytest.fixture
def stage(clone, redis_db):
    """The sandbox rings nobody by itself: ``rings`` hands over what it would have sent."""
    with SandboxServer() as sandbox:
        env = {"REDIS_URL": redis_db, "STRIPE_API_BASE": sandbox.base_url, "STRIPE_SECRET_KEY": sandbox.secret_key}
        stage = Stage({**clone.env, **env}, sandbox)
        yield stage
        stage.close()


def live(stage: Stage, *, part: str, stop_at: int | None) -> tuple[bool, float]:
    """One donor's life with a kill in one part; returns whether it was killed, and how long healing took."""
    draft, killed = stage.draft(), False
    if part == "press":
        killed = stage.play("press", draft=draft, stop_at=stop_at)["killed"]
        healed = stage.heal()
        stage.play("press", draft=draft)  # the donor comes back and presses again
        stage.pay(draft)
        stage.play("notify", events=stage.rings(draft))
        return killed, healed
    stage.play("press", draft=draft)
    stage.pay(draft)
    killed = stage.play("notify", events=stage.rings(draft), stop_at=stop_at)["killed"]
    return killed, stage.heal()


def points(stage: Stage, part: str) -> list[str]:
    """Names of all points on a part's path, in order."""
    draft = stage.draft()
    passed = stage.play("press", draft=draft)["passed"]
    stage.pay(draft)
    return passed if part == "press" else stage.play("notify", events=stage.rings(draft))["passed"]


@pytest.mark.parametrize("part", ["press", "notify"])
def test_a_kill_at_any_point_loses_and_doubles_nothing(stage, part, record_property):
    names = points(stage, part)
    assert Counter(name.split()[0] for name in names) == {"before": len(names) // 2, "after": len(names) // 2}
    slowest = 0.0
    for number in range(1, len(names) + 1):
        for _ in range(KILLS):
            killed, seconds = live(stage, part=part, stop_at=number)
            assert killed, f"point {number} ({names[number - 1]}) was not reached"
            slowest = max(slowest, seconds)
    stage.heal()
    lives = 1 + KILLS * len(names)

    record_property("points", len(names))
    record_property("kills", KILLS * len(names))
    record_property("slowest healing in seconds", round(slowest, 2))
    charges = stage.charges()
    assert len(charges) == Donation.objects.count() == Pledge.objects.filter(status="paid").count() == lives
    assert set(Donation.objects.values_list("charge_id", flat=True)) == set(charges)
    assert OutboxMessage.objects.filter(finished_at__isnull=False).count() == lives
    booked = balance_jpy(municipality_id=stage.campaign.municipality_id, account=AccountCode.STRIPE_BALANCE)
    assert booked == sum(charge["gross"] for charge in charges.values()) == 12_000 * lives
    assert prove_books().verdict == "holds"
