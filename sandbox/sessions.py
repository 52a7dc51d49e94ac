"""The life of a Checkout session: paid, or expired by hand or by the clock."""

from heapq import heappop, heappush

from sandbox import charging, settlement
from sandbox.cards import Card
from sandbox.errors import refused
from sandbox.wire import Json
from sandbox.world import World


def locate(world: World, kind: str, object_id: str) -> tuple[str, Json] | None:
    """The account and object behind an address that names no account."""
    for account in world.store.accounts_with(kind):
        found = world.store.find(account, kind, object_id)
        if found is not None:
            return account, found
    return None


def pay(
    world: World, account: str, session: Json, card: Card, *, billing: Json, expiry: tuple[int, int], **forged: object
) -> Json:
    """The payer presses the button.

    Args:
        forged: fields of the PaymentIntent, such as another amount or currency, that a test wants to be wrong.

    Returns:
        The PaymentIntent after the attempt; on success the session is complete.

    Raises:
        ApiError: the session is no longer open.
    """
    if session["status"] != "open":
        raise refused(f"This Checkout Session is {session['status']}.")
    intent = _intent_of(world, account, session) | forged
    method = charging.new_payment_method(world, account, card, billing=billing, expiry=expiry)
    session = session | {"_email": billing.get("email"), "_name": billing.get("name")}
    world.store.put(account, "checkout.session", session)
    return finish(world, account, charging.attempt(world, account, intent, method))


def _intent_of(world: World, account: str, session: Json) -> Json:
    """The session's intent; it comes into being with the first attempt, as at Stripe since 2022."""
    if session["payment_intent"] is not None:
        return world.load(account, "payment_intent", session["payment_intent"])
    intent: Json = session["_intent"] | {"id": world.ids.new("pi"), "created": world.clock.now()}
    intent |= {"client_secret": f"{intent['id']}_secret_{world.ids.new('pm')[3:]}", "_session": session["id"]}
    world.store.put(account, "payment_intent", intent)
    world.events.emit(account, "payment_intent.created", intent)
    session["payment_intent"] = intent["id"]
    world.store.put(account, "checkout.session", session)
    return intent


def authenticate(world: World, account: str, intent: Json, *, is_approved: bool) -> Json:
    """The payer's bank has spoken: the waiting attempt goes on, or fails without a charge."""
    method = world.load(account, "payment_method", intent["payment_method"])
    if is_approved:
        return finish(world, account, charging.attempt(world, account, intent, method, is_authenticated=True))
    return charging.fail(world, account, intent, charging.AUTHENTICATION_FAILED)


def finish(world: World, account: str, intent: Json) -> Json:
    """What follows an attempt: a paid session completes, and the fee becomes known."""
    if intent["status"] == "succeeded":
        if intent["_session"] is not None:
            _complete(world, account, intent["_session"])
        if not world.faults.holds_settlement:
            settlement.settle(world, account, intent["latest_charge"])
    return intent


def _complete(world: World, account: str, session_id: str) -> None:
    session = world.load(account, "checkout.session", session_id)
    details = {
        "address": None,
        "email": session["customer_email"] or session["_email"],
        "name": session["_name"],
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }
    session |= {"status": "complete", "payment_status": "paid", "url": None, "customer_details": details}
    world.store.put(account, "checkout.session", session)
    world.events.emit(account, "checkout.session.completed", session)


def expire(world: World, account: str, session: Json) -> Json:
    """Close an open session; its unfinished intent is canceled with it.

    Raises:
        ApiError: the session is no longer open.
    """
    if session["status"] != "open":
        raise refused(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of '
            f"`{session['status']}`."
        )
    session = session | {"status": "expired", "url": None}
    world.store.put(account, "checkout.session", session)
    world.events.emit(account, "checkout.session.expired", session)
    if session["payment_intent"] is not None:
        intent = world.load(account, "payment_intent", session["payment_intent"])
        cancel(world, account, intent, "expired")
    return session


def cancel(world: World, account: str, intent: Json, reason: str | None) -> Json:
    """End an intent that was not paid."""
    intent = intent | {
        "status": "canceled",
        "canceled_at": world.clock.now(),
        "cancellation_reason": reason,
        "next_action": None,
    }
    world.store.put(account, "payment_intent", intent)
    world.events.emit(account, "payment_intent.canceled", intent)
    return intent


def watch(world: World, account: str, session: Json) -> None:
    """Let the session expire by the clock."""
    heappush(world.deadlines, (session["expires_at"], account, session["id"]))


def watch_all(world: World) -> None:
    """After a restart: the open sessions of the last run."""
    with world.unit():
        for account in world.store.accounts_with("checkout.session"):
            for session in world.store.every(account, "checkout.session"):
                if session["status"] == "open":
                    watch(world, account, session)


def expire_overdue(world: World) -> None:
    """Let the clock do its work; cheap when nothing is due."""
    with world.unit():
        now = world.clock.now()
        while world.deadlines and world.deadlines[0][0] <= now:
            _, account, session_id = heappop(world.deadlines)
            session = world.store.find(account, "checkout.session", session_id)
            if session is not None and session["status"] == "open":
                expire(world, account, session)
