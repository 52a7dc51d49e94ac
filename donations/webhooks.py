"""The provider's doorbell: verify, store, answer."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from donations.gateways.base import BadSignatureError
from donations.gateways.current import get_gateway
from donations.services.inbox import event_store


@csrf_exempt
@require_POST
def gateway_webhook(request: HttpRequest) -> HttpResponse:
    """Store a signed event and answer 200, whatever it says; the work happens in ``donations.handle_event``.

    400 for what no secret of ours signed, 413 for what is too large to be an event: nothing is stored then.
    """
    try:
        body = request.body
    except RequestDataTooBig:
        return HttpResponse(status=413)
    try:
        event = get_gateway().parse_event(body=body, signature=request.headers.get("Stripe-Signature", ""))
    except BadSignatureError:
        return HttpResponse(status=400)
    event_store(event)
    return HttpResponse(status=200)
