from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "DOZVIL_ENV": "production",
    "SECRET_KEY": "x7-" * 20 + "abcdefgh",
    "ALLOWED_HOSTS": "dozvil.example.org",
    "DATABASE_URL": "postgresql://dozvil:unused@localhost/dozvil",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_HOST": "localhost",
}


@pytest.mark.walk
def test_production_without_its_variables_is_refused_naming_all() -> None:
    done = _python("-c", "import config.settings", variables={})

    assert done.returncode != 0
    assert done.stderr.split("Dozvil cannot start:\n")[1].splitlines() == [
        "  SECRET_KEY is not set; it must be a long random text, the same for every process.",
        "  ALLOWED_HOSTS is not set; it must be the names of this site, such as dozvil.example.org, with commas between them.",
        "  DATABASE_URL is not set; it must look like postgresql://user:password@host:5432/name.",
        "  REDIS_URL is not set; it must be an address such as redis://host:6379/0.",
        "  EMAIL_HOST is not set; it must be the name of the mail server that sends for us.",
        "  To try Dozvil, use ./run (or set DOZVIL_ENV=demo). docs/operating.md explains every variable.",
    ]


@pytest.mark.walk
def test_production_refuses_what_would_be_unsafe() -> None:
    unsafe = COMPLETE | {"DOZVIL_DEBUG": "yes", "SECRET_KEY": "short", "ALLOWED_HOSTS": "*"}

    done = _python("-c", "import config.settings", variables=unsafe)

    assert [line.split()[0] for line in done.stderr.splitlines() if line.startswith("  ") and line.endswith(".")][-4:] == [
        "DOZVIL_DEBUG",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "To",
    ]


@pytest.mark.walk
def test_production_refuses_nonsense_and_misspelt_names_all_at_once() -> None:
    nonsense = {
        "PUBLIC_URL": "dozvil",
        "API_RATE": "a lot",
        "REDIS_URL": "redis://",
        "EMAIL_FROM": "x",
        "TIME_ZONE": "Kyiv",
        "EMAIL_TSL": "no",
    }

    done = _python("-c", "import config.settings", variables=COMPLETE | nonsense)

    refused = done.stderr.split("Dozvil cannot start:\n")[1].splitlines()[:-1]
    assert sorted(line.split()[0] for line in refused) == sorted(nonsense)


@pytest.mark.walk
def test_production_refuses_what_no_letter_session_or_keeper_can_use() -> None:
    nonsense = {
        "ALLOWED_HOSTS": ".example.org",
        "EMAIL_HOST": "*,mail",
        "HEAD_KEEPERS": "nobody",
        "SESSION_HOURS": "100000000",
        "SESSION_LIMIT_HOURS": "9000",
    }

    done = _python("-c", "import config.settings", variables=COMPLETE | nonsense)

    refused = done.stderr.split("Dozvil cannot start:\n")[1].splitlines()[:-1]
    named = nonsense.keys() - {"ALLOWED_HOSTS"} | {"PUBLIC_URL"}
    assert sorted(line.split()[0] for line in refused) == sorted(named)


@pytest.mark.walk
def test_letters_lead_to_the_first_site_that_has_a_whole_name() -> None:
    sites = COMPLETE | {"ALLOWED_HOSTS": ".example.org, dozvil.example.org"}

    done = _python("-c", "import config.settings as s; print(s.PUBLIC_URL)", variables=sites)

    assert done.stdout == "https://dozvil.example.org\n"


@pytest.mark.walk
def test_an_empty_file_of_a_secret_does_not_pass_for_an_unset_one(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    files = {f"{name}_FILE": str(tmp_path / "empty") for name in ("SECRET_KEY", "REDIS_URL", "EMAIL_PASSWORD", "METRICS_TOKEN")}

    done = _python("-c", "import config.settings", variables=COMPLETE | files)

    refused = done.stderr.split("Dozvil cannot start:\n")[1].splitlines()[:-1]
    assert sorted(line.split()[0] for line in refused) == sorted(files)


@pytest.mark.walk
def test_production_settings_pass_djangos_own_deployment_check() -> None:
    done = _python("manage.py", "check", "--deploy", "--fail-level", "WARNING", variables=COMPLETE)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "System check identified no issues (0 silenced).\n"


def _python(*arguments: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=bare | variables, capture_output=True, text=True, check=False
    )


def test_every_variable_that_is_read_is_explained_to_the_operator() -> None:
    manual = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    read = _list_variables()

    assert {"DATABASE_URL", "SECRET_KEY"} <= read
    # DOZVIL_PROCESS is set by the entry points themselves, never by an operator.
    assert {name for name in read - {"DOZVIL_PROCESS"} if f"`{name}`" not in manual} == set()


def _list_variables() -> set[str]:
    """The names of all variables that the settings read."""
    parts = sorted((ROOT / "config/settings").glob("*.py"))
    return {name for part in parts for name in re.findall(r'env\.read_\w+\(\s*"(\w+)"', part.read_text(encoding="utf-8"))}


def test_every_setting_can_be_given_to_the_containers() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    read = _list_variables()
    # The image says what it is and where its files lie; a debugging production is refused.
    fixed = {"DOZVIL_ENV", "DOZVIL_PROCESS", "DOZVIL_VAR", "DOZVIL_DEBUG", "DOCUMENTS_ROOT", "STATIC_ROOT"}

    assert sorted(name for name in read - fixed if not re.search(rf"^ +{name}: ", compose, re.MULTILINE)) == []
    # Whatever else is named there is a setting, a file of one, or of the two servers that are started beside it.
    named = set(re.findall(r"^ +([A-Z][A-Z_]+): ", compose, re.MULTILINE))
    others = {"HEARTBEAT_FOLDER", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE", "BASE"}
    assert sorted(name for name in named - read - others if name.removesuffix("_FILE") not in read) == []


SECRETS = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_PASSWORD",
           "OIDC_CLIENT_SECRET", "METRICS_TOKEN", "POSTGRES_PASSWORD")  # fmt: skip


@pytest.mark.parametrize("secret", SECRETS)
def test_every_secret_can_be_given_to_the_containers_as_a_file(secret: str) -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")

    assert re.search(rf'^ +{secret}_FILE: "\${{{secret}_FILE:-}}"$', compose, re.MULTILINE)


def test_no_password_is_demanded_where_its_file_is_named() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    files = {"DATABASE_URL_FILE": "/run/secrets/url", "DATABASE_OWNER_URL_FILE": "/run/secrets/owner_url"}

    assert _demanded(compose, {}) == ["ALLOWED_HOSTS", "DATABASE_URL_FILE", "EMAIL_HOST", "DATABASE_OWNER_URL_FILE"]
    assert _demanded(compose, files) == ["ALLOWED_HOSTS", "EMAIL_HOST"]
    assert _demanded(compose, {"DATABASE_PASSWORD": "a", "POSTGRES_PASSWORD": "b"}) == ["ALLOWED_HOSTS", "EMAIL_HOST"]


def _demanded(compose: str, given: dict[str, str]) -> list[str]:
    """The variables without which the file cannot be read: `${NAME:?why}` where no default before it is given."""
    missing: list[str] = []
    inner = re.compile(r"\$\{(\w+)(?::([-?])([^${}]*))?\}")

    def insert(found: re.Match[str]) -> str:
        name, sign, rest = found.groups()
        # Of two that are nested the inner is read first, and asked for only where the outer has no value.
        return given.get(name) or (f"<{name}>" if sign == "?" else rest or "")

    for line in compose.splitlines():
        while inner.search(line):
            line = inner.sub(insert, line)  # noqa: PLW2901
        missing += re.findall(r"<(\w+)>", line)
    return missing


@pytest.mark.walk
def test_the_example_of_settings_is_complete_and_names_nothing_unknown(tmp_path: Path) -> None:
    example = (ROOT / "docs" / "settings.env.example").read_text(encoding="utf-8")
    given = dict(line.split("=", 1) for line in example.splitlines() if line and not line.startswith("#"))
    filled = given | {name: COMPLETE[name] for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL")}

    done = _python("-c", "import config.settings", variables=filled)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.walk
def test_empty_settings_are_as_unset_ones_for_containers_name_them_all() -> None:
    optional = ("DATABASE_POOL", "LOCK_TIMEOUT_MS", "HSTS_SECONDS", "SESSION_HOURS", "API_RATE", "TIME_ZONE", "LOG_LEVEL",
                "OIDC_SERVER_URL", "CLAMAV_ADDRESS", "TRUST_LIST", "EMAIL_FROM", "PUBLIC_URL", "SECRET_KEY_FILE")  # fmt: skip

    done = _python("-c", "import config.settings", variables=COMPLETE | dict.fromkeys(optional, ""))

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.walk
def test_the_proxy_of_the_document_meets_what_the_containers_expect() -> None:
    document = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    given = {name: _default_of(compose, name) for name in ("BEHIND_PROXY", "PROXIES")}

    read = "import config.settings as s; print(s.SECURE_PROXY_SSL_HEADER, s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    done = _python("-c", read, variables=COMPLETE | given)

    # That proxy sets the header by itself, and is one.
    assert done.stdout.split("\n")[0] == "('HTTP_X_FORWARDED_PROTO', 'https') 1"
    assert re.findall(r"^ +reverse_proxy (\S+)$", document, re.MULTILINE) == [_default_of(compose, "DOZVIL_PORT")]


def _default_of(compose: str, name: str) -> str:
    """What the containers have where nobody sets it."""
    [found] = set(re.findall(r"\$\{" + name + r":-([^}]*)\}", compose))
    return str(found)


def test_only_the_container_that_migrates_is_given_the_owner() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    shared, services = compose.split("\nservices:\n")
    parts = dict(re.findall(r"^  (\w+):\n((?:    .*\n|\n)+)", services.split("\nvolumes:")[0] + "\n", re.MULTILINE))

    assert parts.keys() > {"migrate", "web", "worker", "beat"}
    assert [name for name, part in parts.items() if "DATABASE_OWNER_URL" in part] == ["migrate"]
    assert "DATABASE_OWNER_URL" not in shared
    assert re.findall(r"DATABASE_URL:-postgresql://(\w+):", compose) == ["dozvil_app"]


@pytest.mark.walk
def test_the_demo_serves_as_a_role_that_owns_no_table(tmp_path: Path) -> None:
    read = "import config.settings as s; print(s.DATABASES['default']['USER'], s.APPLICATION_ROLE, s.DATABASE_OWNER)"

    done = _python("-c", read, variables={"DOZVIL_ENV": "demo", "DOZVIL_VAR": str(tmp_path)})

    assert done.stdout.strip() == "dozvil_app dozvil_app {'USER': 'dozvil'}"


def test_the_library_of_the_states_is_an_app_so_its_drawing_is_a_command() -> None:
    assert get_commands().get("graph_transitions") == "django_fsm"
