from donations.views.confirm import ConfirmView
from donations.views.done import done
from donations.views.postal import postal
from donations.views.steps import AmountView, DocumentsView, DonorView, PublicityView

__all__ = ["AmountView", "ConfirmView", "DocumentsView", "DonorView", "PublicityView", "done", "postal"]
