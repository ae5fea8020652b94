"""One settings file, read from the environment by small typed helpers that are loud when wrong."""

import os
import secrets
import sys
from ipaddress import ip_network
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("DLA_VAR", BASE_DIR / "var"))


def read_env_file(path: Path) -> None:
    """Settings written beside manage.py, one NAME=value a line; the environment itself wins."""
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        name, equals, value = line.partition("=")
        if equals and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip())


def env_bool(name: str, default: bool = False) -> bool:
    """Read 0/1 from the environment; anything else stops the start."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def env_list(name: str, default: str = "") -> list[str]:
    """Read a comma-separated list from the environment."""
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def env_networks(name: str) -> list[str]:
    """Read addresses and networks from the environment, « unix » for a local socket; anything else stops the start."""
    found = env_list(name)
    for each in found:
        try:
            each == "unix" or ip_network(each)
        except ValueError:
            raise ImproperlyConfigured(f"{name}: {each!r} is neither an address, nor a network, nor 'unix'.") from None
    return found


def local_secret() -> str:
    """A key of this machine's own, for a trial: made once, kept in var/, readable by its owner alone."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


TESTING = "pytest" in sys.modules
if not TESTING:
    read_env_file(BASE_DIR / ".env")

# What this installation is -------------------------------------------------------------------------------------------
DEBUG = env_bool("DLA_DEBUG")
DEMONSTRATION = env_bool("DLA_DEMO")  # invented people, sign-in links printed: never with real data
PRODUCTION = not (DEBUG or DEMONSTRATION or TESTING)

SECRET_KEY = os.environ.get("DLA_SECRET_KEY") or ("" if PRODUCTION else local_secret())
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("Set DLA_SECRET_KEY (50 characters or more), or DLA_DEMO=1 for a demonstration.")
ALLOWED_HOSTS = env_list("DLA_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,[::1]")
if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured("Set DLA_HOSTS to the names this site answers to, separated by commas; never '*'.")
PROXIES = env_networks("DLA_PROXIES")  # whose word on the visitor's address is taken
PUBLIC_URL = os.environ.get("DLA_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")

# The process: one line a phase, in order; a new phase is its folder and one line here -------------------------------
PHASES = [
    "programs.scoping",
    "programs.consultation",
    "programs.diagnosis",
    "programs.specification",
    "programs.selection",
    "programs.workshops",
    "programs.restitution",
]

FURNITURE = [  # what every room shares
    "programs.retention",
    "programs.meetings",
    "programs.reminders",
    "programs.viewing",
    "programs.contributions",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "dla_collectif.services",
    "dla_collectif.journal",
    "dla_collectif.directory",
    "dla_collectif.entrance",
    "dla_collectif.accounts",
    "dla_collectif.teams",
    "dla_collectif.outbox",
    "dla_collectif.privacy",
    "associations",
    "programs.journey",
    *FURNITURE,
    *PHASES,
    "programs.demo",
]

MIDDLEWARE = [
    "dla_collectif.services.origin.OriginMiddleware",
    "dla_collectif.services.headers.SecurityHeaders",
    "dla_collectif.services.guards.Utf8Middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "programs.viewing.door.ViewingMiddleware",
    "dla_collectif.entrance.sessions.SeenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "dla_collectif.journal.refusals.RefusalsMiddleware",
    "dla_collectif.services.guards.DeclaredActionMiddleware",
]

ROOT_URLCONF = "dla_collectif.urls"
WSGI_APPLICATION = "dla_collectif.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dla_collectif.services.pages.site",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": [
                "dla_collectif.services.templatetags.house",
                "dla_collectif.services.templatetags.charts",
                "django.templatetags.static",
            ],
        },
    }
]
FORM_RENDERER = "dla_collectif.services.controls.ControlRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Data ---------------------------------------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}", conn_max_age=600, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE is what keeps concurrent saves from failing; WAL lets readers read meanwhile (docs/architecture.md).
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-32000;"
            "PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY"
        ),
    }
else:
    # Pages ask many small statements: compiling one takes longer than running it.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = VAR_DIR / "media"  # never served by a web server: a guarded view hands each file out
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600

# People -------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["dla_collectif.accounts.backends.RolesBackend"]
AUTH_PASSWORD_VALIDATORS = [  # CNIL 2022-100: long, no composition rule, not a common one
    {"NAME": f"dla_collectif.entrance.passwords.{name}"} for name in ("LongEnough", "Uncommon")
]
# One way up: a stronger hasher goes first, the others stay; a password is hashed anew when it is next used.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
SESSION_ENGINE = "dla_collectif.entrance.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 3600  # people without a password; a team's sessions are shorter (entrance.sessions)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "dla_collectif.services.pages.csrf_failure"
CSRF_TRUSTED_ORIGINS = env_list("DLA_TRUSTED_ORIGINS")

# The browser --------------------------------------------------------------------------------------------------------
SECURE_CSP = {  # the setting's name and shape are Django 6's
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # a flash message writes no session row
if PRODUCTION:
    SECURE_SSL_REDIRECT = env_bool("DLA_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = 365 * 24 * 3600, True, True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("DLA_BEHIND_PROXY") else None

STATIC_URL = "/static/"  # whole: a relative one would follow the prefix of « voir comme »
STATIC_ROOT = VAR_DIR / "static"
GENERATED_DIR = VAR_DIR / "generated"  # the fonts that script/setup cuts; empty in a bare clone, never absent
for folder in (STATIC_ROOT, GENERATED_DIR):
    folder.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", GENERATED_DIR]
# Already compressed, or never served to a reader: compressing them again takes seconds and gains nothing.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "png", "webp", "woff2", "ttf", "map"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "dla_collectif.services.finders.PackageFinder",
]
PACKAGE_FILES = {  # address under static/ -> (installed package, file inside it)
    "vendor/bootstrap.min.css": ("bootstrap", "css/bootstrap.min.css"),
    "vendor/bootstrap.min.css.map": ("bootstrap", "css/bootstrap.min.css.map"),
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "dla_collectif.services.statics.HashedFiles"
    },
}

# Mail and background work -------------------------------------------------------------------------------------------
EMAIL_HOST = os.environ.get("DLA_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("DLA_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("DLA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DLA_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env_bool("DLA_SMTP_TLS", True)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if not EMAIL_HOST:  # without a server, mails land in a folder and in the product's own page
    EMAIL_BACKEND, EMAIL_FILE_PATH = "dla_collectif.outbox.folder.EmailBackend", VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("DLA_MAIL_FROM", "DLA collectif <ne-pas-repondre@example.org>")
PRINT_INLINE = DEBUG or TESTING  # elsewhere the worker prints, so that no page waits for a PDF

# Language and time: UTC inside, Paris outside -------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
USE_I18N, USE_TZ = True, True
TIME_ZONE = "Europe/Paris"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"tokens": {"()": "dla_collectif.services.logs.MaskTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["tokens"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
