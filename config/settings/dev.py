"""Development and the demo: plain http on loopback, mails written to files."""

from config.env import BASE_DIR, env
from config.settings.base import *  # noqa: F403  (a settings module is its base plus differences)

DEBUG = env.bool("DEBUG", default=False)
STAFF_ADMIN_OPEN = True
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin shows previews in a frame
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
