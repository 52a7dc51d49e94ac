"""Addresses of the pages, and what a button press does."""

import re
from importlib.resources import files
from urllib.parse import parse_qsl, urlencode, urlsplit

from sandbox import sessions
from sandbox.pages import views
from sandbox.pages.form import CardForm
from sandbox.pages.texts import money, texts_for
from sandbox.wire import Json, Request, Response, see_other
from sandbox.world import PLATFORM, World

STYLE = files("sandbox.pages").joinpath("page.css").read_bytes()
PAY = re.compile(r"/c/pay/(?P<id>cs_[A-Za-z0-9_]+)")
AUTHENTICATE = re.compile(r"/c/authenticate/(?P<id>pi_[A-Za-z0-9]+)")
MERCHANT_UNNAMED = "Minori Sandbox"


def serve(world: World, request: Request) -> Response:
    """Answer anything under ``/c/``."""
    if request.path == "/c/page.css":
        return Response(200, STYLE, (("Content-Type", "text/css; charset=utf-8"), ("Cache-Control", "max-age=3600")))
    sessions.expire_overdue(world)
    for pattern, kind, page in (
        (PAY, "checkout.session", _payment_page),
        (AUTHENTICATE, "payment_intent", _authentication_page),
    ):
        match = pattern.fullmatch(request.path)
        with world.unit():
            located = sessions.locate(world, kind, match["id"]) if match else None
            if located is not None:
                return page(world, request, *located)
    texts = texts_for(None, request.headers.get("accept-language", ""))
    return _html(404, views.notice(texts, "missing"))


def _html(status: int, page: str, *urls: str | None) -> Response:
    """A page that may load its style alone and send forms only home and to the merchant."""
    origins = {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in urls if url}
    targets = " ".join(["'self'", *sorted(origins)])
    policy = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action {targets}"
    )
    headers = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", policy),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
    )
    return Response(status, page.encode(), headers)


def _typed(request: Request) -> dict[str, str]:
    return dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))


def _merchant(world: World, account: str) -> str:
    known = world.store.find(PLATFORM, "account", account)
    name = known["business_profile"]["name"] or known["settings"]["dashboard"]["display_name"] if known else None
    return str(name or MERCHANT_UNNAMED)


def _success_url(session: Json) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def _payment_page(world: World, request: Request, account: str, session: Json) -> Response:
    texts = texts_for(session["locale"], request.headers.get("accept-language", ""))
    merchant = _merchant(world, account)
    if session["status"] != "open":
        return _closed_page(request, texts, session, merchant)
    needs_email = session["customer_email"] is None
    if request.method != "POST":
        form = CardForm(name=session["_name"] or "", email=session["_email"] or "", needs_email=needs_email)
        errors = _last_error(world, account, session)
    else:
        form = CardForm.typed(_typed(request), needs_email=needs_email)
        errors = form.errors(world.clock.now())
        if not errors:
            intent = _pay(world, account, session, form)
            if intent["status"] != "requires_payment_method":
                return see_other(_next_url(intent, session))
            errors = _last_error(world, account, session | {"payment_intent": intent["id"]})
    page = views.payment(texts, session, merchant, form, errors)
    return _html(200, page, session["success_url"], session["cancel_url"])


def _pay(world: World, account: str, session: Json, form: CardForm) -> Json:
    billing = {"name": form.name, "email": form.email or session["customer_email"]}
    return sessions.pay(world, account, session, form.card, billing=billing, expiry=form.expires)


def _next_url(intent: Json, session: Json) -> str:
    if intent["status"] == "requires_action":
        return str(intent["next_action"]["redirect_to_url"]["url"])
    return _success_url(session)


def _last_error(world: World, account: str, session: Json) -> dict[str, str]:
    """What the bank said last, as the form's errors; a wrong security code belongs to its field."""
    if session["payment_intent"] is None:
        return {}
    intent = world.load(account, "payment_intent", session["payment_intent"])
    error = intent["last_payment_error"]
    if error is None:
        return {}
    code = "insufficient_funds" if error.get("decline_code") == "insufficient_funds" else error["code"]
    return {"": code, "cvc": code} if code == "incorrect_cvc" else {"": code}


def _closed_page(request: Request, texts: dict[str, str], session: Json, merchant: str) -> Response:
    if session["status"] == "complete":
        if request.method == "POST":  # a second press of the button, while the first was on its way
            return see_other(_success_url(session))
        amount = money(texts, session["amount_total"], session["currency"])
        link = (_success_url(session), "complete_link")
        return _html(200, views.notice(texts, "complete", link=link, merchant=merchant, amount=amount))
    back = session["cancel_url"]
    return _html(200, views.notice(texts, "expired", link=(back, "expired_link") if back else None))


def _authentication_page(world: World, request: Request, account: str, intent: Json) -> Response:
    session_id = intent["_session"]
    session = world.load(account, "checkout.session", session_id) if session_id else None
    texts = texts_for(session["locale"] if session else None, request.headers.get("accept-language", ""))
    outcome = _typed(request).get("outcome") if request.method == "POST" else None
    if intent["status"] != "requires_action":
        if outcome is not None and intent["status"] == "succeeded":
            return see_other(_after_authentication(intent, session))
        return _html(200, views.notice(texts, "authentication_done"))
    if outcome in ("approve", "fail"):
        intent = sessions.authenticate(world, account, intent, is_approved=outcome == "approve")
        return see_other(_after_authentication(intent, session))
    method = world.load(account, "payment_method", intent["payment_method"])
    amount = money(texts, intent["amount"], intent["currency"])
    last4 = method["card"]["last4"]
    page = views.authentication(texts, merchant=_merchant(world, account), amount=amount, last4=last4)
    return _html(200, page, intent["_return_url"], session["cancel_url"] if session else None)


def _after_authentication(intent: Json, session: Json | None) -> str:
    is_paid = intent["status"] == "succeeded"
    if session is not None:
        return _success_url(session) if is_paid else f"/c/pay/{session['id']}"
    return_url = intent["_return_url"] or "/c/authentication-done"
    query = {
        "payment_intent": intent["id"],
        "payment_intent_client_secret": intent["client_secret"],
        "redirect_status": "succeeded" if is_paid else "failed",
    }
    return f"{return_url}{'&' if '?' in return_url else '?'}{urlencode(query)}"
