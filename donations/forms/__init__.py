from donations.forms.amount import AmountForm
from donations.forms.base import StepForm
from donations.forms.documents import DocumentsForm
from donations.forms.donor import DonorForm
from donations.forms.publicity import PublicityForm

__all__ = ["AmountForm", "DocumentsForm", "DonorForm", "PublicityForm", "StepForm"]
