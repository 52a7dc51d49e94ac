"""The places of a postal code, for pages that fill in an address without loading again."""

from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from donations.forms.donor import read_postal_code
from donations.views.door import private_page
from municipalities.selectors import postal_places


@require_POST
@private_page
def postal(request: HttpRequest) -> JsonResponse:
    """``{"places": [{"prefecture", "city", "town"}, …]}``; 422 with a sentence for what is no postal code.

    By POST, since part of somebody's address belongs into no log.
    """
    try:
        code = read_postal_code(request.POST.get("code", ""))
    except ValidationError as error:
        return JsonResponse({"error": error.messages[0]}, status=422)
    return JsonResponse({"places": [asdict(place) for place in postal_places(code=code)]})
