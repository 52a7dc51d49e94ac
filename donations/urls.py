"""Addresses of giving."""

from django.urls import path

from donations.views import (
    AmountView,
    ConfirmView,
    DocumentsView,
    DonorView,
    PublicityView,
    done,
    postal,
)

app_name = "donations"

urlpatterns = [
    path("give/postal/", postal, name="postal"),
    path("give/p/<str:pledge_id>/", done, name="done"),
    path("give/<str:campaign_id>/", AmountView.as_view(), name="give"),
    path("give/<str:campaign_id>/donor/", DonorView.as_view(), name="donor"),
    path("give/<str:campaign_id>/documents/", DocumentsView.as_view(), name="documents"),
    path("give/<str:campaign_id>/publicity/", PublicityView.as_view(), name="publicity"),
    path("give/<str:campaign_id>/confirm/", ConfirmView.as_view(), name="confirm"),
]
