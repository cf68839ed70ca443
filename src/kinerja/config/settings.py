"""Django settings. Every choice an installation makes comes from the environment.

Reading this file starts nothing and opens nothing: tools that only look at the settings (mypy,
`check`) stay free of side effects. `config.console` makes sure that the database answers.
"""

import os
from pathlib import Path

from kinerja.config.database import database_settings, home_folder
from kinerja.config.practice import practice_secret
from kinerja.config.secret import secret_key

PACKAGE = Path(__file__).resolve().parent.parent
HOME = home_folder(os.environ)  # data that belongs to this installation: files, embedded database


def flag(name: str, default: bool) -> bool:
    """An environment switch: 1/true/yes/on is on."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str) -> list[str]:
    """An environment list, separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


DEBUG = flag("KINERJA_DEBUG", False)
SECRET_KEY = secret_key(os.environ, HOME)
ALLOWED_HOSTS = words("KINERJA_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = words("KINERJA_ORIGINS", "")

# Behind HTTPS (production) cookies are secure and browsers are told to stay there.
HTTPS = flag("KINERJA_HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(HTTPS)  # whose X-Forwarded-For counts for the rate limits
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600  # one working day
X_FRAME_OPTIONS = "DENY"

# The practice site is this program with made-up data, beside the real one (config/practice.py). A
# browser that knows both keeps their cookies apart. The real site knows where the other is: at an
# address of its own, or at another port of the name by which the real one was called.
KINERJA_PRACTICE = flag("KINERJA_PRACTICE", False)
KINERJA_PRACTICE_URL = os.environ.get("KINERJA_PRACTICE_URL", "").rstrip("/")
KINERJA_PRACTICE_PORT = int(os.environ.get("KINERJA_PRACTICE_PORT", "0"))
KINERJA_PRACTICE_SECRET = SECRET_KEY if KINERJA_PRACTICE else practice_secret(SECRET_KEY)
if KINERJA_PRACTICE:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "latihan_sesi", "latihan_csrf"
CSRF_FAILURE_VIEW = "kinerja.web.errors.csrf_failed"

INSTALLED_APPS = [
    "kinerja.records",
    "kinerja.people",
    "kinerja.needs",
    "kinerja.planning",
    "kinerja.work",
    "kinerja.participation",
    "kinerja.collaboration",
    "kinerja.feedback",
    "kinerja.evaluation",
    "kinerja.recognition",
    "kinerja.development",
    "kinerja.adoption",
    "kinerja.integrations.hub",
    "kinerja.integrations.gateway",
    "kinerja.web",
    "kinerja.jobs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "lucide",
    "procrastinate.contrib.django",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "kinerja.web.security.ContentSecurityPolicy",
    "kinerja.web.security.RequestLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "kinerja.web.account.FirstPassword",
]
if KINERJA_PRACTICE:
    MIDDLEWARE.insert(4, "kinerja.web.practice.site.PracticeSite")
    MIDDLEWARE.append("kinerja.web.practice.site.Counterparts")

ROOT_URLCONF = "kinerja.config.urls"
WSGI_APPLICATION = "kinerja.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kinerja.web.layout.layout",
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "lucide.templatetags.lucide",
                "kinerja.web.templatetags.components",
                "kinerja.web.templatetags.indonesian",
                "kinerja.web.templatetags.help",
                "kinerja.web.templatetags.practice",
            ],
        },
    }
]
FORM_RENDERER = "kinerja.web.forms.Renderer"

DATABASES = {"default": database_settings(os.environ)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits and lockouts count in a cache that all processes share.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Silence longer than this is an outage, which moves deadlines. The worker asks the site at its own
# address whether it answers; `kinerja serve` names it.
OUTAGE_SECONDS = int(os.environ.get("KINERJA_OUTAGE_SECONDS", "120"))
OWN_URL = os.environ.get("KINERJA_OWN_URL", "")

# The interface is Indonesian, full stop: no LocaleMiddleware.
LANGUAGE_CODE = "id"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"  # the agency's own zone is one field of its row, activated per request

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["kinerja.people.password.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login",)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LOGIN_URL = "practice_closed" if KINERJA_PRACTICE else "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_ADAPTER = "kinerja.web.account.Adapter"
ACCOUNT_FORMS = {
    "login": "kinerja.web.account.LoginForm",
    "change_password": "kinerja.web.account.ChangePasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False
# Per account five failures in five minutes; per address wide enough for an office behind one.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "outside_answer": "20/m/ip",  # answers by link, without an account
    "partner_open": "20/m/ip",  # tries at the link of an invitation
    "partner_act": "30/m/ip,60/10m/key",  # what a partner from outside does
    "complaint_file": "10/m/ip,60/h/ip",  # complaints by the public form
    "complaint_look": "60/m/ip,10/10m/key",  # tries at the key of one ticket
}
KINERJA_REQUIRE_MFA = flag("KINERJA_REQUIRE_MFA", False)  # of those who lead or administer
MFA_ADAPTER = "kinerja.web.account.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # passkeys on http://localhost, for trying out
MFA_TOTP_ISSUER = "Kinerja"
USERSESSIONS_TRACK_ACTIVITY = False

# Open pages of leaders that one web process keeps; above it they ask every 30 seconds.
KINERJA_STREAMS = int(os.environ.get("KINERJA_STREAMS", "1000"))

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("KINERJA_STATIC_ROOT") or HOME / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kinerja.web.static_files.StaticFiles"},
}
MEDIA_ROOT = HOME / "files"  # attachments: served only by a page, after a check
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

EMAIL_BACKEND = os.environ.get(
    "KINERJA_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = os.environ.get("KINERJA_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("KINERJA_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("KINERJA_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KINERJA_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("KINERJA_EMAIL_TLS", False)
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("KINERJA_EMAIL_FROM", "kinerja@localhost")
# Reminders by mail: the address of this site in them, when the daily one goes out, and the quiet
# hours of whoever says nothing else. Times of day are those of the agency.
KINERJA_SITE_URL = os.environ.get("KINERJA_SITE_URL", "http://localhost:8000").rstrip("/")
KINERJA_DIGEST_HOUR = int(os.environ.get("KINERJA_DIGEST_HOUR", "7"))
KINERJA_QUIET_FROM = os.environ.get("KINERJA_QUIET_FROM", "18:00")
KINERJA_QUIET_TO = os.environ.get("KINERJA_QUIET_TO", "06:00")
# Messages by gateways, off until one is named (docs/operate/messages.md).
KINERJA_TELEGRAM_URL = os.environ.get("KINERJA_TELEGRAM_URL", "https://api.telegram.org").rstrip(
    "/"
)
KINERJA_TELEGRAM_TOKEN = os.environ.get("KINERJA_TELEGRAM_TOKEN", "")
KINERJA_TELEGRAM_BOT = os.environ.get("KINERJA_TELEGRAM_BOT", "")
KINERJA_WHATSAPP_URL = os.environ.get("KINERJA_WHATSAPP_URL", "")
KINERJA_WHATSAPP_TOKEN = os.environ.get("KINERJA_WHATSAPP_TOKEN", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("KINERJA_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
