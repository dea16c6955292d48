"""Settings from the environment: what is wrong is refused with a sentence that names the variable."""

import pytest

import config
from config import UnsafeSettings

OPEN_ID = {
    "OIDC_ISSUER": "https://login.example.org/",
    "OIDC_CLIENT_ID": "wegweiser",
    "OIDC_CLIENT_SECRET": "secret of the client",
    "OIDC_ROLES": "Beratung=advisor, Leitung = admin",
}
RECIPIENT = "age1" + "q" * 58


def load(**given: str) -> config.Settings:
    return config.load({f"WEGWEISER_{name}": value for name, value in given.items()})


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"PRODUCTION": "maybe"}, "WEGWEISER_PRODUCTION"),
        ({"PRODUCTION": "1", "BIND": "0.0.0.0:8000"}, "WEGWEISER_BEHIND_PROXY=1"),
        ({"PRODUCTION": "1", "BACKUP_FOLDER": "/backups"}, "WEGWEISER_BACKUP_RECIPIENT"),
        ({"HOSTS": "https://wegweiser.example.org"}, "WEGWEISER_HOSTS"),
        ({"HOSTS": "wegweiser.example.org:8000"}, "WEGWEISER_HOSTS"),
        ({"SECOND_FACTOR": "yes"}, "WEGWEISER_SECOND_FACTOR"),
        *(({"AUDIT_DAYS": days}, "WEGWEISER_AUDIT_DAYS") for days in ("0", "-1", "3651", "ninety", "²", "9" * 5000)),
        ({"BACKUP_RECIPIENT": "AGE-SECRET-KEY-1" + "Q" * 58}, "public key"),
        ({"BACKUP_PASSPHRASE": "too short"}, "20 characters"),
        ({"BACKUP_RECIPIENT": RECIPIENT, "BACKUP_PASSPHRASE": "long enough for anybody"}, "not both"),
        ({"LOCAL_ACCOUNTS": "0"}, "WEGWEISER_OIDC_ISSUER"),
        ({"OIDC_NAME": "Stadt Leipzig"}, "WEGWEISER_OIDC_ISSUER is missing"),
        *(
            ({name: value for name, value in OPEN_ID.items() if name != left_out}, f"WEGWEISER_{left_out} is missing")
            for left_out in OPEN_ID
        ),
        (OPEN_ID | {"OIDC_ISSUER": "http://login.example.org"}, "https://"),
        *((OPEN_ID | {"OIDC_ROLES": roles}, "WEGWEISER_OIDC_ROLES") for roles in ("advisor", "a=boss", "=admin", ",")),
    ],
)
def test_wrong_ones_are_refused_by_name(given: dict[str, str], named: str) -> None:
    with pytest.raises(UnsafeSettings) as refused:
        load(**given)
    said = str(refused.value)
    assert named in said
    assert given.get("BACKUP_PASSPHRASE", "–") not in said
    assert "SECRET-KEY" not in said


def test_a_trial_is_open_and_production_is_not() -> None:
    trial, real = load(), load(PRODUCTION="1", BEHIND_PROXY="1")
    assert (trial.production, trial.second_factor, trial.local_accounts, trial.audit_days) == (False, False, True, 90)
    assert (real.production, real.second_factor, real.local_accounts, real.audit_days) == (True, True, True, 90)
    assert not load(PRODUCTION="1", BEHIND_PROXY="1", SECOND_FACTOR="optional").second_factor


def test_names_are_taken_in_any_case_with_commas_or_blanks() -> None:
    assert load(HOSTS="Wegweiser.example.org, ww.local  third").hosts == {"wegweiser.example.org", "ww.local", "third"}


def test_the_towns_login() -> None:
    settings = load(**OPEN_ID, LOCAL_ACCOUNTS="0").open_id
    assert settings
    assert (settings.issuer, settings.name, settings.role_claim) == (
        "https://login.example.org",
        "login.example.org",
        "roles",
    )
    assert settings.roles == {"Beratung": "advisor", "Leitung": "admin"}
    assert "secret of the client" not in repr(settings)


def test_backups_and_their_key() -> None:
    backup = load(BACKUP_FOLDER="/backups", BACKUP_PASSPHRASE="five words that nobody would ever guess").backup
    assert (str(backup.folder), backup.recipient) == ("/backups", None)
    assert "five words" not in repr(backup)
    assert load(BACKUP_FOLDER="/backups", BACKUP_RECIPIENT=RECIPIENT).backup.recipient == RECIPIENT
