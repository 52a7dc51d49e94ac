"""All addresses."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns: list[URLPattern | URLResolver] = []
if settings.STAFF_ADMIN_OPEN:
    urlpatterns += [path("admin/", include(wagtailadmin_urls))]
