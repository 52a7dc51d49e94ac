"""The giving steps: their order, what is complete, and the terms that come out of them.

A draft remembers values; the forms alone judge them, each time anew, so that nothing stored is trusted.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from campaigns.models import Campaign
from donations.donor import DonorDetails
from donations.forms import AmountForm, DocumentsForm, DonorForm, PublicityForm, StepForm
from donations.forms.publicity import PUBLIC_NAME_LENGTH
from donations.models import NameDisplay, PledgeDraft
from donations.services.pledges import PledgeTerms


class Step(StrEnum):
    """What is asked, one thing per page; the values are also names of addresses."""

    AMOUNT = "give"
    DONOR = "donor"
    DOCUMENTS = "documents"
    PUBLICITY = "publicity"
    CONFIRM = "confirm"


ORDER = list(Step)
FORMS: Mapping[Step, type[StepForm]] = {
    Step.AMOUNT: AmountForm,
    Step.DONOR: DonorForm,
    Step.DOCUMENTS: DocumentsForm,
    Step.PUBLICITY: PublicityForm,
}


def remembered(draft: PledgeDraft | None, step: Step) -> dict[str, Any]:
    """What a draft holds of one step."""
    answers: dict[str, Any] = draft.answers if draft else {}
    return dict(answers.get(step, {}))


def judged(draft: PledgeDraft, step: Step, *, campaign: Campaign) -> StepForm:
    """A step's form over what the draft remembers."""
    return FORMS[step](data=remembered(draft, step), campaign=campaign, answers=draft.answers)


def first_incomplete(draft: PledgeDraft | None, *, campaign: Campaign) -> Step:
    """The step that must come next; ``CONFIRM`` when all is answered."""
    if draft is None:
        return Step.AMOUNT
    for step in FORMS:
        if step not in draft.answers or not judged(draft, step, campaign=campaign).is_valid():
            return step
    return Step.CONFIRM


def after(step: Step) -> Step:
    """The next step."""
    return ORDER[min(ORDER.index(step) + 1, len(ORDER) - 1)]


def before(step: Step) -> Step | None:
    """The step before, if there is one."""
    return ORDER[ORDER.index(step) - 1] if step is not Step.AMOUNT else None


def terms_of(draft: PledgeDraft, *, campaign: Campaign) -> PledgeTerms | None:
    """Everything the donor has decided, judged anew; None while something is missing."""
    forms = {step: judged(draft, step, campaign=campaign) for step in FORMS}
    if not all(form.is_valid() for form in forms.values()):
        return None
    documents = forms[Step.DOCUMENTS].cleaned_data
    publicity = forms[Step.PUBLICITY].cleaned_data
    donor = DonorDetails(**forms[Step.DONOR].cleaned_data, birth_date=documents["birth_date"])
    display = NameDisplay(publicity["name_display"])
    public_names = {NameDisplay.REAL: donor.full_name[:PUBLIC_NAME_LENGTH], NameDisplay.NICKNAME: publicity["nickname"]}
    return PledgeTerms(
        amount_jpy=forms[Step.AMOUNT].cleaned_data["amount_jpy"],
        donor=donor,
        wants_one_stop=documents["wants_one_stop"] == "yes",
        name_display=display,
        public_name=public_names.get(display, ""),
        message=publicity["message"],
        wants_news=publicity["wants_news"],
        language=get_language() or "ja",
    )


def fingerprint(terms: PledgeTerms) -> str:
    """What the confirmation page showed, so that a button pressed on an old page never confirms newer entries."""
    return salted_hmac("donations.confirm", repr(terms), algorithm="sha256").hexdigest()
