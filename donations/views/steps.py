"""Steps 1 to 4: read what was typed, keep it, go on."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from donations.address import unknown_code
from donations.forms import StepForm
from donations.forms.amount import prefilled
from donations.forms.donor import filled_in, read_postal_code
from donations.services.drafts import draft_answer, draft_start
from donations.states import PledgeStatus
from donations.steps import FORMS, ORDER, Step, after, before, first_incomplete, remembered
from donations.views.door import GivingView, cookie_name, remember_token
from municipalities.selectors import postal_places


class StepView(GivingView):
    """A page with one form. Refused input is shown again and kept."""

    template_name: str

    def barrier(self, request: HttpRequest) -> HttpResponse | None:
        """Pressed already? To the confirmation, or to the end. Jumped ahead? To the first gap."""
        if self.pledge is not None:
            return self.pressed(request)
        return self.refused(request) or self.out_of_order(request)

    def pressed(self, request: HttpRequest) -> HttpResponse:
        """Entries cannot be changed under a payment page that is open or paid."""
        assert self.pledge is not None  # noqa: S101  (the barrier has asked)
        if self.pledge.status == PledgeStatus.PAID:
            return redirect("donations:done", self.pledge.public_id)
        return self.go(Step.CONFIRM)

    def out_of_order(self, request: HttpRequest) -> HttpResponse | None:
        """To the start without a draft; to the first gap with one."""
        if self.draft is None:
            return expired_or_new(self, request)
        gap = first_incomplete(self.draft, campaign=self.campaign)
        return self.go(gap) if ORDER.index(gap) < ORDER.index(self.step) else None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form as it was left."""
        return self.page(request, self.filled(remembered(self.draft, self.step)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep what was typed; go on if it is right."""
        form = FORMS[self.step](data=request.POST, campaign=self.campaign, answers=self.answers)
        if not form.is_valid():
            if self.draft is not None:
                draft_answer(draft_id=self.draft.pk, step=self.step.value, values=form.typed(request.POST))
            return self.page(request, form, status=422)
        return self.accept(request, form)

    def accept(self, request: HttpRequest, form: StepForm) -> HttpResponse:
        """Keep the answers in the draft, opening one if this is the first."""
        token = ""
        draft = self.draft
        if draft is None:
            draft, token = draft_start(campaign=self.campaign)
        draft = draft_answer(draft_id=draft.pk, step=self.step.value, values=form.to_keep())
        gap = first_incomplete(draft, campaign=self.campaign)
        wants_back = request.GET.get("from") == Step.CONFIRM.value
        target = Step.CONFIRM if wants_back and gap is Step.CONFIRM else after(self.step)
        response = self.go(target)
        if token:
            remember_token(response, self.campaign, token)
        return response

    def filled(self, values: dict[str, Any]) -> StepForm:
        """The form with values that are not judged yet."""
        return FORMS[self.step].showing(values, campaign=self.campaign, answers=self.answers)

    def page(self, request: HttpRequest, form: StepForm, *, status: int = 200, **extra: Any) -> HttpResponse:
        """Render the step."""
        back = before(self.step)
        context = {
            **self.context(),
            "form": form,
            "amount_jpy": self.amount_jpy,
            "back_url": self.url(back) if back else "",
            "returns": request.GET.get("from") == Step.CONFIRM.value,
            **extra,
        }
        return render(request, self.template_name, context, status=status)

    @property
    def answers(self) -> dict[str, Any]:
        """What the draft remembers of all steps."""
        return self.draft.answers if self.draft else {}

    @property
    def amount_jpy(self) -> int | None:
        """The amount of step 1, once it is known."""
        known = remembered(self.draft, Step.AMOUNT)
        form = FORMS[Step.AMOUNT](data=known, campaign=self.campaign)
        return form.cleaned_data["amount_jpy"] if known and form.is_valid() else None


def expired_or_new(view: GivingView, request: HttpRequest) -> HttpResponse:
    """A browser with a token whose draft is gone is told so; one without a token starts."""
    name = cookie_name(view.campaign)
    if not request.COOKIES.get(name):
        return view.go(Step.AMOUNT)
    response = render(request, "donations/expired_draft.html", view.context(), status=410)
    response.delete_cookie(name)
    return response


class AmountView(StepView):
    """Step 1. Whoever has given already is asked whether to give once more."""

    step = Step.AMOUNT
    template_name = "donations/amount.html"

    def pressed(self, request: HttpRequest) -> HttpResponse:
        """After a paid gift, offer to look at it or to give again; only that button begins a second one."""
        if self.pledge is None or self.pledge.status != PledgeStatus.PAID:
            return super().pressed(request)
        if request.method == "POST" and "again" in request.POST:
            _draft, token = draft_start(campaign=self.campaign)
            response = self.go(Step.AMOUNT)
            remember_token(response, self.campaign, token)
            return response
        if request.method == "POST":
            return super().pressed(request)
        return render(request, "donations/again.html", {**self.context(), "pledge": self.pledge})

    def out_of_order(self, request: HttpRequest) -> HttpResponse | None:
        """The first step is always in order."""
        return None

    def get(self, request: HttpRequest) -> HttpResponse:
        """A link from the campaign's page may fill in an amount."""
        asked = prefilled(request.GET.get("amount", ""), request.GET.get("other", ""))
        return self.page(request, self.filled(asked if any(asked.values()) else remembered(self.draft, self.step)))


class DonorView(StepView):
    """Step 2, with the address filled in by its postal code on request."""

    step = Step.DONOR
    template_name = "donations/donor.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """The small button fills in the address; the other goes on."""
        return self.fill(request) if "fill" in request.POST else super().post(request)

    def fill(self, request: HttpRequest) -> HttpResponse:
        """Show the form again with the place of its postal code; nothing else that was typed changes."""
        form_class = FORMS[self.step]
        typed = form_class.typed(request.POST)
        try:
            places = postal_places(code=read_postal_code(typed.get("postal_code", "")))
        except ValidationError as error:
            form = form_class(data=request.POST, campaign=self.campaign, answers=self.answers)
            form.errors.clear()
            form.add_error("postal_code", error)
            return self.page(request, form, status=422)
        numbered = {str(number): place for number, place in enumerate(places)}
        place = places[0] if len(places) == 1 else numbered.get(request.POST.get("place", ""))
        if place is not None:
            said = _("The address was filled in from the postal code. Please add the number.")
            return self.page(request, self.filled(filled_in(typed, place)), filled_said=said)
        said = _("Several places share this postal code. Please choose yours.") if places else unknown_code()
        return self.page(request, self.filled(typed), places=places, filled_said=said)


class DocumentsView(StepView):
    """Step 3."""

    step = Step.DOCUMENTS
    template_name = "donations/documents.html"


class PublicityView(StepView):
    """Step 4."""

    step = Step.PUBLICITY
    template_name = "donations/publicity.html"
