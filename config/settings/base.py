"""Settings shared by every environment. Dev, test and production differ in values only."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from config.env import BASE_DIR, celery_broker, database, env

SECRET_KEY = env.str("DJANGO_SECRET_KEY")
DEBUG = False
DEMO = env.bool("DEMO", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")

INSTALLED_APPS = [
    "core",
    "accounts",
    "municipalities",
    "operations",
    "ledger",
    "proposals",
    "campaigns",
    "donations",
    "cms",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cms.page_cache.PageCacheMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.admin_door.AdminDoorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "core.forms.MinoriRenderer"

DATABASES = {
    "default": {
        **database("DATABASE_URL"),
        "CONN_MAX_AGE": env.int("DATABASE_CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
    },
}
DATABASE_APP_ROLE = env.str("DATABASE_APP_ROLE", default="minori_app")

REDIS_URL = env.str("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# Celery carries ids only; what must be done stands in rows, so a wiped Redis loses nothing.
CELERY_BROKER_URL = celery_broker(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 120, "global_keyprefix": "minori-"}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 40
CELERY_TASK_SOFT_TIME_LIMIT = 35
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "money"
CELERY_TASK_ROUTES = {"operations.*": {"queue": "mail"}, "receipts.*": {"queue": "documents"}}
CELERY_TIMEZONE = "Asia/Tokyo"

# How soon the sweepers pick up what a crash or a lost message left (seconds).
WORK_SWEEP_SECONDS = env.float("WORK_SWEEP_SECONDS", default=10)
WORK_LEASE_SECONDS = env.float("WORK_LEASE_SECONDS", default=45)
WORK_BACKOFF_SECONDS = env.float("WORK_BACKOFF_SECONDS", default=5)
WORK_MAX_ATTEMPTS = env.int("WORK_MAX_ATTEMPTS", default=5)
WORK_PATIENCE_HOURS = env.float("WORK_PATIENCE_HOURS", default=72)
EVENT_POLL_SECONDS = env.float("EVENT_POLL_SECONDS", default=300)
EVENT_POLL_OVERLAP_SECONDS = env.float("EVENT_POLL_OVERLAP_SECONDS", default=3600)
# A round that has waited for a minute is dropped, since later ones wait behind it: they never pile up.
ROUND = {"expires": 60}
CELERY_BEAT_SCHEDULE = {
    **{
        f"sweep-{part}": {"task": f"donations.sweep_{part}", "schedule": WORK_SWEEP_SECONDS, "options": ROUND}
        for part in ("calls", "events", "payments", "rest")
    },
    "sweep-mail": {"task": "operations.send_due_messages", "schedule": WORK_SWEEP_SECONDS, "options": ROUND},
    "poll-events": {"task": "donations.poll_events", "schedule": EVENT_POLL_SECONDS, "options": ROUND},
    "campaign-clock": {"task": "campaigns.turn_clock", "schedule": 60, "options": ROUND},
}

# Personal data at rest: the first key writes, all keys read.
FIELD_KEYS = env.list("FIELD_KEYS")
BLIND_INDEX_KEY = env.str("BLIND_INDEX_KEY")

PAYMENT_GATEWAY = "donations.gateways.stripe.StripeGateway"
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY")
STRIPE_API_BASE = env.str("STRIPE_API_BASE", default="")
STRIPE_WEBHOOK_SECRETS = env.list("STRIPE_WEBHOOK_SECRETS")
STRIPE_LIVEMODE = env.bool("STRIPE_LIVEMODE", default=False)
STRIPE_TIMEOUT_SECONDS = env.float("STRIPE_TIMEOUT_SECONDS", default=8)
CHECKOUT_MINUTES = env.int("CHECKOUT_MINUTES", default=60)
PLEDGE_DRAFT_HOURS = env.int("PLEDGE_DRAFT_HOURS", default=24)
CHECKOUT_ORIGINS = env.list("CHECKOUT_ORIGINS", default=[])

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.float("EMAIL_TIMEOUT", default=15)  # a silent mail server ends an attempt, not the worker
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="実り <noreply@minori.example>")

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "var" / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

# One deed, one page: a 10 MB body is refused before anything parses it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
FILE_UPLOAD_MAX_MEMORY_SIZE = 10_485_760

PAGE_CACHE_SECONDS = env.float("PAGE_CACHE_SECONDS", default=1.5)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cms.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'", "https://checkout.stripe.com", *CHECKOUT_ORIGINS],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    },
}

WAGTAIL_SITE_NAME = "実り"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
# Closed wherever a password alone would open it: in production until sign-in has a second factor (docs/adr/0006).
STAFF_ADMIN_OPEN = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {name: {"level": "WARNING"} for name in ("stripe", "django_tasks", "weasyprint", "fontTools")},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
