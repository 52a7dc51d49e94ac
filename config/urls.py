"""All addresses."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve as serve_file
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern

from cms import views as cms_views
from donations.webhooks import gateway_webhook
from operations import views as operations_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("webhooks/stripe/", gateway_webhook, name="stripe_webhook"),
    path("healthz", cms_views.health, name="health"),
    path("art/<slug:name>.svg", cms_views.art, name="art"),
]
if settings.STAFF_ADMIN_OPEN:
    urlpatterns += [path("admin/", include(wagtailadmin_urls))]
if settings.DEMO:
    # Production's web server serves public renditions itself; originals and documents are never public.
    images = settings.MEDIA_ROOT / "images"
    urlpatterns += [
        path("demo/mail/", operations_views.inbox, name="demo_inbox"),
        path("demo/mail/<slug:key>/", operations_views.letter, name="demo_letter"),
        path("demo/mail/<slug:key>/html/", operations_views.letter_html, name="demo_letter_html"),
        path("media/images/<path:path>", serve_file, {"document_root": images}, name="demo_images"),
    ]
urlpatterns += i18n_patterns(
    path("", include("donations.urls")),
    re_path(serve_pattern, cms_views.serve, name="wagtail_serve"),
    prefix_default_language=False,
)

handler404 = "cms.views.not_found"
handler500 = "cms.views.server_error"
