"""The operator's settings: the environment and `.env`, read once into a frozen value."""

import os
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from bot.scheduling.shard import WHOLE, Shard

LogFormat = Literal["text", "json"]

DISCORD_API = "https://discord.com/api/v10"

DATABASE_EXAMPLE = "postgresql+asyncpg://lorekeeper:password@localhost/lorekeeper"

LOOPBACK, HIGHEST_PORT = "127.0.0.1", 65_535

LEAST_CATCH_UP, MOST_CATCH_UP = 1, 24
"""Hours. A late question needs some time to be posted, and after a day the next one is due."""

DEFAULT_PACK = Path(__file__).parent.parent / "facts" / "age-of-ultron"
"""The pack that ships with the bot, next to `bot` in a checkout as in a wheel."""


class Address(NamedTuple):
    """An address of this machine to serve at; port 0 picks a free one."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _token(value: str) -> str:
    """Strip extra text from a copied token; refuse an impossible one."""
    token = value.strip().strip("\"'").strip().removeprefix("Bot ").strip()
    if not all("!" <= character <= "~" for character in token):
        raise ValueError(
            "contains a space or another character that tokens never have. "
            "Copy it again from your application's Bot page, with nothing around it"
        )
    return token


def _address(value: str) -> str:
    """An http(s) address without a trailing slash."""
    try:
        parts = urlsplit(value.strip())
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment:
        raise ValueError(f"{value!r} isn't an API address. It looks like {DISCORD_API}")
    return value.strip().rstrip("/")


def _folders(value: str | tuple[Path, ...]) -> tuple[Path, ...]:
    """Folders separated by commas or by the system's PATH separator."""
    if not isinstance(value, str):
        return value
    names = [name.strip() for name in value.replace(os.pathsep, ",").split(",")]
    folders = tuple(Path(name).expanduser() for name in names if name)
    if not folders:
        raise ValueError("is empty. Name one or more pack folders, or leave it out for the default pack")
    return folders


def _database(value: str) -> str:
    """A PostgreSQL address with our driver. It contains a password, so errors don't repeat it."""
    scheme, separator, rest = value.strip().partition("://")
    if not separator or scheme not in {"postgresql+asyncpg", "postgresql", "postgres"} or not rest:
        raise ValueError(f"isn't a PostgreSQL address. It looks like {DATABASE_EXAMPLE}")
    user = rest.partition("@")[0].partition(":")[0]
    if rest.count("@") > 1 or ("@" in rest and "/" in user):
        # Read all the same, a part of the password would become the host, which errors name.
        raise ValueError(
            "can't be read: its user, its password or its options have a special character. "
            "Percent-encode it there: %40 for @, %2F for /, %3A for :, %23 for #, %3F for ?, %25 for %"
        )
    return f"postgresql+asyncpg://{rest}"


def _in_file(read: Callable[[str], str]) -> Callable[[str], str]:
    """Reads the value from the named file, as Docker, Kubernetes and systemd hand over secrets."""

    def read_file(value: str) -> str:
        file = Path(value.strip()).expanduser()
        try:
            text = file.read_text("utf-8-sig").strip()
        except OSError as error:
            raise ValueError(f"{file} can't be read ({error.strerror}). Name a file that the bot may read") from error
        except ValueError as error:  # not UTF-8, or an impossible path
            raise ValueError(f"{file} isn't a text file. Name a file with nothing else in it") from error
        if not text:
            raise ValueError(f"{file} is empty. Write the value into it, on one line")
        return read(text)

    return read_file


def _hours(value: str | timedelta) -> timedelta:
    """A number of hours, possibly with a fraction."""
    if isinstance(value, timedelta):
        return value
    try:
        hours = float(value)
    except ValueError:
        hours = 0
    if not LEAST_CATCH_UP <= hours <= MOST_CATCH_UP:
        raise ValueError(f"isn't a number of hours from {LEAST_CATCH_UP} to {MOST_CATCH_UP}")
    return timedelta(hours=hours)


def _shard(value: str | Shard) -> Shard:
    """A shard's number and the number of shards, separated by a slash."""
    if isinstance(value, Shard):
        return value
    number, slash, count = (part.strip() for part in value.partition("/"))
    if not slash or not all(part.isascii() and part.isdecimal() for part in (number, count)):
        raise ValueError("isn't a shard. It looks like 0/4: the number of this process, from 0, and the total")
    return Shard(int(number), int(count))


def _monitor(value: str | Address) -> Address:
    """A port of this machine alone, or an address and a port."""
    if isinstance(value, Address):
        return value
    host, colon, port = value.strip().rpartition(":")
    if not (port.isascii() and port.isdecimal() and int(port) <= HIGHEST_PORT) or (colon and not host):
        raise ValueError("isn't a port. It looks like 9464, or 0.0.0.0:9464 to be reached from other machines")
    return Address(host.strip("[]") or LOOPBACK, int(port))


def _level(value: str) -> str:
    return value.strip().lower()


class Settings(BaseSettings):
    """Everything an operator can set. Secrets print as stars; `token` and `database` return them in clear text."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        case_sensitive=True,
        validate_default=False,
        hide_input_in_errors=True,
    )

    discord_token: Annotated[SecretStr | None, BeforeValidator(_token)] = Field(
        default=None, validation_alias="DISCORD_TOKEN"
    )
    discord_token_file: Annotated[SecretStr | None, BeforeValidator(_in_file(_token))] = Field(
        default=None, validation_alias="DISCORD_TOKEN_FILE"
    )
    """The token in the file, not the file's name."""
    discord_api_base: Annotated[str, BeforeValidator(_address)] = Field(
        default=DISCORD_API, validation_alias="DISCORD_API_BASE"
    )
    packs: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_folders)] = Field(
        default=(DEFAULT_PACK,), validation_alias="LOREKEEPER_PACKS"
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_level)] = Field(
        default="info", validation_alias="LOREKEEPER_LOG_LEVEL"
    )
    log_format: Annotated[LogFormat | None, BeforeValidator(_level)] = Field(
        default=None, validation_alias="LOREKEEPER_LOG_FORMAT"
    )
    monitor: Annotated[Address | None, NoDecode, BeforeValidator(_monitor)] = Field(
        default=None, validation_alias="LOREKEEPER_MONITOR"
    )
    sentry_dsn: SecretStr | None = Field(default=None, validation_alias="SENTRY_DSN")

    data: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        default=Path("data"), validation_alias="LOREKEEPER_DATA"
    )
    database_url: Annotated[SecretStr | None, BeforeValidator(_database)] = Field(
        default=None, validation_alias="DATABASE_URL"
    )
    database_url_file: Annotated[SecretStr | None, BeforeValidator(_in_file(_database))] = Field(
        default=None, validation_alias="DATABASE_URL_FILE"
    )
    """The address in the file, not the file's name."""
    catch_up: Annotated[timedelta, BeforeValidator(_hours)] = Field(
        default=timedelta(hours=6), validation_alias="LOREKEEPER_CATCH_UP_HOURS"
    )
    shard: Annotated[Shard, NoDecode, BeforeValidator(_shard)] = Field(
        default=WHOLE, validation_alias="LOREKEEPER_SHARD"
    )

    @model_validator(mode="after")
    def _is_clear(self) -> Self:
        """A secret is in the settings or in a file; with both, one of them is outdated."""
        secrets = {
            "DISCORD_TOKEN": (self.discord_token, self.discord_token_file),
            "DATABASE_URL": (self.database_url, self.database_url_file),
        }
        both = [
            f"{name} and {name}_FILE are both set. Remove one of them" for name, pair in secrets.items() if all(pair)
        ]
        if both:
            raise ValueError(".\n".join(both))
        return self

    @property
    def database(self) -> str | None:
        """The PostgreSQL address in clear text; None if the database is a file in the folder `data`."""
        url = self.database_url or self.database_url_file
        return url.get_secret_value() if url else None

    @property
    def sentry(self) -> str | None:
        """Sentry's DSN in clear text; None if errors aren't reported."""
        return self.sentry_dsn.get_secret_value() if self.sentry_dsn else None

    @property
    def token(self) -> str:
        """The token in clear text. Raises SettingsError, with the next step, if none is set."""
        token = self.discord_token or self.discord_token_file
        if not token or not token.get_secret_value():
            raise SettingsError(
                "DISCORD_TOKEN is not set. Copy the token from your application's Bot page at "
                "https://discord.com/developers/applications and put DISCORD_TOKEN=... into the file .env "
                "(to try the bot without one: lorekeeper playground)"
            )
        return token.get_secret_value()


def read_settings(env_file: Path = Path(".env")) -> Settings:
    """The settings: from the environment first, then `env_file`, then the defaults.

    Raises SettingsError with one line per invalid setting.
    """
    try:
        return Settings(_env_file=env_file, _env_file_encoding="utf-8-sig")  # type: ignore[call-arg]  # pydantic-settings' own arguments
    except UnicodeDecodeError as error:
        raise SettingsError(f"{env_file} isn't UTF-8 text. Save it as UTF-8.") from error
    except ValidationError as error:
        raise SettingsError("\n".join(_lines(error))) from error


def can_others_read(env_file: Path = Path(".env")) -> bool:
    """Whether every user of this machine can read the file, which has the token."""
    try:
        return os.name == "posix" and bool(env_file.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False


def _lines(error: ValidationError) -> list[str]:
    """One line per problem, without any secret value."""
    lines = []
    for problem in error.errors():
        setting = "".join(f"{name}: " for name in problem["loc"][:1])
        expected = str(problem.get("ctx", {}).get("expected"))
        wording = (
            f"must be {expected.replace(chr(39), '')}"
            if problem["type"] == "literal_error"
            else problem["msg"].removeprefix("Value error, ")
        )
        lines.append(f"{setting}{wording}.")
    return lines
