"""The policy for the site itself and for one's own account."""

from datetime import date
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from tests.access.matrix import TOTP_SECRET, Asked
from tests.access.passkey import a_passkey
from tests.access.policy import (
    ALL,
    ANONYMOUS,
    HAS_KEY,
    HAS_TOTP,
    NOBODY,
    OWNER,
    PERSONNEL_ADMIN,
    SIGNED_IN,
    SYSTEM_OPERATOR,
    Rule,
    get,
    post,
)
from tests.access.world import PASSWORD, World
from tests.authenticator import a_code

from kinerja.people.token import AccessToken

STRANGERS = frozenset({ANONYMOUS})
KEYED = frozenset({HAS_KEY})
CODED = frozenset({HAS_TOTP})
BRAND = (("version", "0"),)

RULES: list[Rule] = [
    # The site
    get("alive", ALL),
    get("brand_style", ALL, at=BRAND),
    get("brand_logo", NOBODY, at=BRAND, public=True),  # this agency has none
    get("more", SIGNED_IN),
    get("health", frozenset({SYSTEM_OPERATOR}), refused=403),
    get("gallery", frozenset({SYSTEM_OPERATOR, PERSONNEL_ADMIN}), refused=403),
    post(
        "gallery",
        frozenset({SYSTEM_OPERATOR, PERSONNEL_ADMIN}),
        answer=422,
        refused=403,
        writes=False,
    ),
    # Signing in and out
    get("account_login", STRANGERS, refused=302),
    post("account_login", STRANGERS, refused=302),
    post(
        "account_login",
        STRANGERS,
        act="wrong password",
        answer=422,
        refused=302,
        writes=False,
    ),
    get("account_logout", SIGNED_IN, refused=302, public=True),
    post("account_logout", ALL, writes=False),  # only the session ends
    get("account_inactive", ALL),
    get("mfa_authenticate", ALL, answer=302),  # only in the middle of a sign-in
    post("mfa_authenticate", ALL, act="out of turn", writes=False),
    get("mfa_login_webauthn", ALL, answer=302),  # the sign-in page asks for JSON
    post("mfa_login_webauthn", ALL, act="no key", writes=False),
    # One's own account
    get("account_change_password", SIGNED_IN),
    post("account_change_password", SIGNED_IN),
    get("account_reauthenticate", SIGNED_IN),
    post("account_reauthenticate", SIGNED_IN, writes=False),
    get("usersessions_list", SIGNED_IN),
    post("usersessions_list", SIGNED_IN, act="all others"),
    post("usersessions_list", SIGNED_IN, act="another's", writes=False),
    get("mfa_index", SIGNED_IN),
    get("mfa_reauthenticate", CODED, refused=302),
    post("mfa_reauthenticate", CODED, refused=302),
    get("mfa_reauthenticate_webauthn", KEYED, refused=302),
    post("mfa_reauthenticate_webauthn", NOBODY, act="no key", refused=302),
    get("mfa_activate_totp", SIGNED_IN, never=CODED, refused=302),
    post("mfa_activate_totp", SIGNED_IN, never=CODED, refused=302),
    get("mfa_deactivate_totp", CODED),
    post("mfa_deactivate_totp", CODED),
    get("mfa_view_recovery_codes", CODED, writes=True),  # notes that they were seen
    get("mfa_download_recovery_codes", CODED, writes=True),
    get("mfa_generate_recovery_codes", SIGNED_IN),
    post("mfa_generate_recovery_codes", CODED | KEYED, refused=422),
    get("mfa_list_webauthn", SIGNED_IN),
    get("mfa_add_webauthn", SIGNED_IN),
    post("mfa_add_webauthn", NOBODY, act="no key", refused=422),
    get("mfa_edit_webauthn", OWNER, thing="passkey"),
    post("mfa_edit_webauthn", OWNER, thing="passkey"),
    get("mfa_remove_webauthn", OWNER, thing="passkey"),
    post("mfa_remove_webauthn", OWNER, thing="passkey"),
]

NEW_PASSWORD = "kuda laut biru 88"


def equip(world: World) -> None:
    """A passkey for Sari, an app with recovery codes for Oki."""
    key = Authenticator.objects.create(
        user=world.accounts["sari"],
        type="webauthn",
        data={"name": "Ponsel", "credential": a_passkey(b"kunci Sari")},
    )
    world.add("passkey", "sari", pk=key.pk)
    for name in ("sari", "budi"):
        token = AccessToken.objects.create(
            account=world.accounts[name],
            name="Lembar lama",
            digest=f"milik {name}",
            scopes=[AccessToken.Scope.REPORTS],
            expires_on=date(2027, 1, 31),
        )
        world.add("token", name, token_id=token.pk)
    Authenticator.objects.create(
        user=world.accounts["oki"],
        type="totp",
        data={"secret": get_adapter().encrypt(TOTP_SECRET)},
    )
    Authenticator.objects.create(
        user=world.accounts["oki"],
        type="recovery_codes",
        data={"seed": get_adapter().encrypt("0123456789abcdef"), "used_mask": 0},
    )


def wrong_password(asked: Asked) -> dict[str, Any]:
    return {"login": "tono", "password": "bukan sandinya"}


def sign_in(asked: Asked) -> dict[str, Any]:
    return {"login": "tono", "password": PASSWORD}


def another_session(asked: Asked) -> dict[str, Any]:
    """Some session of somebody else."""
    person = asked.person or asked.world.people["sari"]
    others = UserSession.objects.exclude(user__person=person)
    return {"session": str(others.earliest("pk").pk)}


RULES += [
    get("trail", SIGNED_IN),  # one's own alone: the address names nobody
    get("public", ALL, public=True),  # the agency of the world has opened it
]

BODIES = {
    ("gallery", ""): lambda asked: {"text": ""},
    ("account_login", ""): sign_in,
    ("account_login", "wrong password"): wrong_password,
    ("mfa_authenticate", "out of turn"): lambda asked: {"code": a_code(TOTP_SECRET)},
    ("mfa_login_webauthn", "no key"): lambda asked: {"credential": "{}"},
    ("account_change_password", ""): lambda asked: {
        "oldpassword": PASSWORD,
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    },
    ("account_reauthenticate", ""): lambda asked: {"password": PASSWORD},
    ("usersessions_list", "another's"): another_session,
    ("mfa_reauthenticate", ""): lambda asked: {"code": a_code(TOTP_SECRET)},
    ("mfa_reauthenticate_webauthn", "no key"): lambda asked: {"credential": "{}"},
    ("mfa_activate_totp", ""): lambda asked: {"code": a_code(TOTP_SECRET)},
    ("mfa_add_webauthn", "no key"): lambda asked: {"name": "Kunci", "credential": "{}"},
    ("mfa_edit_webauthn", ""): lambda asked: {"name": "Ponsel lama"},
}
