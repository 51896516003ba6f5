"""The operator's settings: the environment and `.env`, read once into a frozen value."""

import os
import stat
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from bot.scheduling.shard import WHOLE, Shard

DISCORD_API = "https://discord.com/api/v10"

DATABASE_EXAMPLE = "postgresql+asyncpg://lorekeeper:password@localhost/lorekeeper"

LEAST_CATCH_UP, MOST_CATCH_UP = 1, 24
"""Hours. A late question needs some time to be posted, and after a day the next one is due."""

DEFAULT_PACK = Path(__file__).parent.parent / "facts" / "age-of-ultron"
"""The pack that ships with the bot, next to `bot` in a checkout as in a wheel."""


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
    discord_api_base: Annotated[str, BeforeValidator(_address)] = Field(
        default=DISCORD_API, validation_alias="DISCORD_API_BASE"
    )
    packs: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(_folders)] = Field(
        default=(DEFAULT_PACK,), validation_alias="LOREKEEPER_PACKS"
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_level)] = Field(
        default="info", validation_alias="LOREKEEPER_LOG_LEVEL"
    )

    data: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        default=Path("data"), validation_alias="LOREKEEPER_DATA"
    )
    database_url: Annotated[SecretStr | None, BeforeValidator(_database)] = Field(
        default=None, validation_alias="DATABASE_URL"
    )
    catch_up: Annotated[timedelta, BeforeValidator(_hours)] = Field(
        default=timedelta(hours=6), validation_alias="LOREKEEPER_CATCH_UP_HOURS"
    )
    shard: Annotated[Shard, NoDecode, BeforeValidator(_shard)] = Field(
        default=WHOLE, validation_alias="LOREKEEPER_SHARD"
    )

    @property
    def database(self) -> str | None:
        """The PostgreSQL address in clear text; None if the database is a file in the folder `data`."""
        return self.database_url.get_secret_value() if self.database_url else None

    @property
    def token(self) -> str:
        """The token in clear text. Raises SettingsError, with the next step, if none is set."""
        token = self.discord_token.get_secret_value() if self.discord_token else ""
        if not token:
            raise SettingsError(
                "DISCORD_TOKEN is not set. Copy the token from your application's Bot page at "
                "https://discord.com/developers/applications and put DISCORD_TOKEN=... into the file .env "
                "(to try the bot without one: lorekeeper playground)"
            )
        return token


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
    return [f"{problem['loc'][0]}: {_wording(problem['type'], problem['msg'])}." for problem in error.errors()]


def _wording(kind: str, message: str) -> str:
    if kind == "literal_error":
        return "must be debug, info, warning or error"
    return message.removeprefix("Value error, ")
