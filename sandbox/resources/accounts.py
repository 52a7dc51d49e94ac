"""Connected accounts."""

from sandbox.endpoints import PAGING, Call, Endpoint
from sandbox.wire import Json
from sandbox.world import PLATFORM, World

CAPABILITIES = {"card_payments": "active", "transfers": "active"}


def new_account(world: World, account_id: str | None = None, **given: object) -> Json:
    """Open a connected account that may take cards at once; an existing id is left as it is."""
    known = world.store.find(PLATFORM, "account", account_id) if account_id else None
    if known is not None:
        return known
    account: Json = {
        "id": account_id or world.ids.new("acct"),
        "object": "account",
        "business_profile": {"mcc": "9399", "name": None, "url": None, "product_description": None},
        "business_type": "government_entity",
        "capabilities": dict(CAPABILITIES),
        "charges_enabled": True,
        "country": "JP",
        "created": world.clock.now(),
        "default_currency": "jpy",
        "details_submitted": True,
        "email": None,
        "metadata": {},
        "payouts_enabled": True,
        "requirements": {"currently_due": [], "disabled_reason": None, "eventually_due": [], "past_due": []},
        "settings": {"dashboard": {"display_name": None, "timezone": "Asia/Tokyo"}},
        "type": "standard",
    }
    for name, value in given.items():
        account[name] = account[name] | value if isinstance(value, dict) else value
    world.store.put(PLATFORM, "account", account)
    return account


def create(world: World, call: Call) -> Json:
    given = {name: value for name, value in call.params.items() if name != "expand"}
    if "capabilities" in given:
        given["capabilities"] = dict.fromkeys(given["capabilities"], "active")
    return call.show(world, new_account(world, **given))


def retrieve(world: World, call: Call) -> Json:
    return Call(PLATFORM, call.params).show(world, world.load(PLATFORM, "account", call.id))


def retrieve_own(world: World, call: Call) -> Json:
    """The account of the ``Stripe-Account`` header."""
    return retrieve(world, Call(PLATFORM, call.params, call.account))


def list_all(world: World, call: Call) -> Json:
    return Call(PLATFORM, call.params).show_page(world, kind="account", url="/v1/accounts")


CREATED = frozenset(
    {
        "business_profile.name",
        "business_profile.mcc",
        "business_profile.url",
        "business_profile.product_description",
        "business_type",
        "capabilities",
        "country",
        "default_currency",
        "email",
        "expand",
        "metadata",
        "settings.dashboard",
        "type",
    }
)
ENDPOINTS = (
    Endpoint("POST", "/v1/accounts", "AccountCreateParams", create, CREATED),
    Endpoint("GET", "/v1/accounts", "AccountListParams", list_all, PAGING | {"created"}),
    Endpoint("GET", "/v1/accounts/{id}", "AccountRetrieveParams", retrieve),
    Endpoint("GET", "/v1/account", "AccountRetrieveCurrentParams", retrieve_own),
)
