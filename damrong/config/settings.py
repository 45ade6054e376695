"""Django's settings: one file, everything that differs between places comes from the environment."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from damrong.accounts.policy import PASSWORD_LEAST_LETTERS, SESSION_LASTS
from damrong.config.database_login import database_of
from damrong.config.embedded_postgres import home
from damrong.config.secrets import secret

BASE = Path(__file__).resolve().parent.parent

DEBUG = False
SECRET_KEY = secret("django_secret").hex()
ALLOWED_HOSTS = os.environ.get("DAMRONG_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("DAMRONG_ORIGINS", "").split(",") if o]
PUBLIC_URL = os.environ.get("DAMRONG_PUBLIC_URL", "http://127.0.0.1:8000")
BEHIND_TLS = PUBLIC_URL.startswith("https://")
# The proxy that ends TLS says so; without it no page would send HSTS, and the addresses that
# partners sign would seem to begin with http.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "damrong.catalogue",
    "damrong.accounts",
    "damrong.audit",
    "damrong.vault",
    "damrong.learning",
    "damrong.cases",
    "damrong.intake",
    "damrong.release",
    "damrong.exchange",
    "damrong.subjects",
    "damrong.retention",
    "damrong.desk",
    "damrong.portal",
    "damrong.citizen",
    "damrong.ops",
]
MIDDLEWARE = [
    "damrong.config.request_counts.CountRequests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "damrong.config.web_security.ContentSecurityPolicy",
    "damrong.config.language.ThaiFirst",
    "damrong.config.request_size.RequestSize",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "damrong.config.session_limits.SessionLimits",
    "damrong.config.account_gate.AccountGate",
    "damrong.config.unreadable.NulBytes",
    "damrong.config.row_scope.RowScopeOfRequest",
]
ROOT_URLCONF = "damrong.config.urls"
WSGI_APPLICATION = "damrong.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "damrong.config.appearance.appearance",
            ],
            "libraries": {"thai": "damrong.config.templatetags.thai"},
            "builtins": [
                "damrong.config.templatetags.navigation",
                "damrong.config.templatetags.thai",
                "damrong.config.templatetags.watermark",
            ],
        },
    }
]

# web, worker, or empty for commands, which work as the owner of the tables.
PROCESS = os.environ.get("DAMRONG_PROCESS", "")
ROWS_ARE_THE_HOUSES = PROCESS == "worker"  # damrong.accounts.row_scope
DATABASES = {"default": database_of(PROCESS)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/after-sign-in/"
LOGOUT_REDIRECT_URL = "/"
# off, offered, compulsory: damrong.accounts.two_step
TWO_STEP = os.environ.get("DAMRONG_TWO_STEP", "compulsory")
if TWO_STEP not in ("off", "offered", "compulsory"):
    raise ImproperlyConfigured("DAMRONG_TWO_STEP must be off, offered or compulsory.")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
RULES = "damrong.accounts.password_rules."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": RULES + "LongEnough", "OPTIONS": {"min_length": PASSWORD_LEAST_LETTERS}},
    {"NAME": RULES + "NotGuessedFirst"},
    {
        "NAME": RULES + "NotLikeTheName",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {
        "NAME": RULES + "NotLeaked",
        "OPTIONS": {"file": os.environ.get("DAMRONG_LEAKED_PASSWORDS", "")},
    },
]

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LOCALE_PATHS = [BASE / "config" / "locale"]
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE / "config" / "static"]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = home() / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # form fields, without the files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 10

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_AGE = int(SESSION_LASTS.total_seconds())
CSRF_FAILURE_VIEW = "damrong.config.errors.csrf_failure"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "damrong.config.log_lines.LogLines",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("DAMRONG_LOG_LEVEL", "WARNING")},
}
