"""Charges: read only, since a PaymentIntent makes them."""

from sandbox.endpoints import PAGING, Call, Endpoint
from sandbox.listing import equals
from sandbox.wire import Json
from sandbox.world import World


def retrieve(world: World, call: Call) -> Json:
    return call.show(world, world.load(call.account, "charge", call.id))


def list_all(world: World, call: Call) -> Json:
    matches = [equals("payment_intent", call.params.get("payment_intent"))]
    return call.show_page(world, kind="charge", url="/v1/charges", matches=matches)


ENDPOINTS = (
    Endpoint("GET", "/v1/charges", "ChargeListParams", list_all, PAGING | {"created", "payment_intent"}),
    Endpoint("GET", "/v1/charges/{id}", "ChargeRetrieveParams", retrieve),
)
