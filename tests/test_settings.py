"""The rules of `bot/settings.py`."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.scheduling.shard import WHOLE, Shard
from bot.settings import DEFAULT_PACK, DISCORD_API, Address, Settings, read_settings

NAMES = (
    *("DISCORD_TOKEN", "DISCORD_API_BASE", "LOREKEEPER_PACKS", "LOREKEEPER_LOG_LEVEL"),
    *("LOREKEEPER_DATA", "DATABASE_URL", "LOREKEEPER_CATCH_UP_HOURS", "LOREKEEPER_SHARD"),
    *("LOREKEEPER_LOG_FORMAT", "LOREKEEPER_MONITOR"),
    *("DISCORD_TOKEN_FILE", "DATABASE_URL_FILE"),
)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def written(env_file: Path, *lines: str) -> Settings:
    env_file.write_text("\n".join(lines), "utf-8")
    return read_settings(env_file)


def test_without_any_setting_the_defaults_hold(env_file: Path) -> None:
    settings = read_settings(env_file)

    assert settings.packs == (DEFAULT_PACK,)
    assert settings.discord_api_base == DISCORD_API
    assert settings.log_level == "info"


def test_the_default_pack_is_there() -> None:
    assert (DEFAULT_PACK / "pack.yaml").is_file()


def test_settings_are_read_from_the_file(env_file: Path) -> None:
    settings = written(env_file, "DISCORD_TOKEN=abc.def", "LOREKEEPER_LOG_LEVEL=DEBUG", "SOMETHING_ELSE=1")

    assert settings.token == "abc.def"
    assert settings.log_level == "debug"


def test_the_environment_wins_over_the_file(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_API_BASE", "http://127.0.0.1:3001/api/v10/")

    settings = written(env_file, "DISCORD_API_BASE=https://elsewhere.example/api")

    assert settings.discord_api_base == "http://127.0.0.1:3001/api/v10"


def test_a_setting_left_empty_counts_as_left_out(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_API_BASE", "")

    settings = written(env_file, *(f"{name}=" for name in NAMES))

    assert settings.discord_api_base == DISCORD_API
    assert settings.packs == (DEFAULT_PACK,)


@pytest.mark.parametrize("separator", [",", ", ", os.pathsep])
def test_packs_stand_between_commas_or_as_on_a_path(env_file: Path, separator: str) -> None:
    settings = written(env_file, f"LOREKEEPER_PACKS={separator.join(['facts/a', 'facts/b'])}")

    assert settings.packs == (Path("facts/a"), Path("facts/b"))


@pytest.mark.parametrize("copied", ["abc.def", "  abc.def ", "'abc.def'", '"abc.def"', "Bot abc.def", '" abc.def "'])
def test_what_a_copied_token_brings_along_is_taken_off(monkeypatch: pytest.MonkeyPatch, copied: str) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", copied)

    assert read_settings(Path("no-such-file")).token == "abc.def"


@pytest.mark.parametrize("empty", [None, "", "   ", '""'])
def test_a_missing_token_says_where_to_get_one(monkeypatch: pytest.MonkeyPatch, empty: str | None) -> None:
    if empty is not None:
        monkeypatch.setenv("DISCORD_TOKEN", empty)

    settings = read_settings(Path("no-such-file"))

    with pytest.raises(SettingsError, match=r"^DISCORD_TOKEN is not set\. .*discord\.com/developers") as caught:
        _ = settings.token
    assert "\n" not in str(caught.value)


def test_a_token_prints_as_stars(env_file: Path) -> None:
    settings = written(env_file, "DISCORD_TOKEN=abc.def")

    assert "abc.def" not in f"{settings} {settings!r}"
    assert "***" in repr(settings)


def test_all_that_makes_no_sense_is_told_at_once_and_by_name(env_file: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        written(
            env_file,
            'DISCORD_TOKEN="abc secret def"',
            "DISCORD_API_BASE=ftp://discord.com",
            "LOREKEEPER_PACKS=,",
            "LOREKEEPER_LOG_LEVEL=loud",
            "DATABASE_URL=mysql://anna:secret@localhost/lore",
            "LOREKEEPER_CATCH_UP_HOURS=many",
            "LOREKEEPER_SHARD=first",
            "LOREKEEPER_LOG_FORMAT=xml",
            "LOREKEEPER_MONITOR=everywhere",
            "DISCORD_TOKEN_FILE=no/such/file",
            "DATABASE_URL_FILE=no/such/file",
        )

    wrong = [line.split(":")[0] for line in str(caught.value).splitlines()]
    assert sorted(wrong) == sorted(set(NAMES) - {"LOREKEEPER_DATA"})  # which may be any folder
    assert "secret" not in f"{caught.value} {caught.value.__cause__}"


def test_the_database_is_a_file_in_the_data_folder_unless_a_postgresql_is_named(env_file: Path) -> None:
    default, elsewhere = read_settings(env_file), written(env_file, "LOREKEEPER_DATA=~/lore")

    assert (default.data, default.database) == (Path("data"), None)
    assert elsewhere.data == Path("~/lore").expanduser()


@pytest.mark.parametrize("scheme", ["postgresql+asyncpg", "postgresql", "postgres"])
def test_a_postgresql_is_named_as_one_does_and_its_password_prints_as_stars(env_file: Path, scheme: str) -> None:
    settings = written(env_file, f"DATABASE_URL={scheme}://anna:geheim@localhost:5432/lore?ssl=require")

    assert settings.database == "postgresql+asyncpg://anna:geheim@localhost:5432/lore?ssl=require"
    assert "geheim" not in f"{settings} {settings!r}"


@pytest.mark.parametrize("address", ["anna:geh@eim@localhost/lore", "an/na:geheim@localhost/lore"])
def test_a_password_that_could_be_misread_is_refused_with_the_next_step(env_file: Path, address: str) -> None:
    with pytest.raises(SettingsError, match=r"^DATABASE_URL: .*%40 for @") as caught:
        written(env_file, f"DATABASE_URL=postgresql://{address}")
    assert "geh" not in str(caught.value)


@pytest.mark.parametrize("address", ["sqlite:///geheim", "geheim", "postgresql://", "postgresql:geheim"])
def test_a_database_that_cannot_be_one_is_refused(env_file: Path, address: str) -> None:
    with pytest.raises(SettingsError, match=r"^DATABASE_URL: .*looks like postgresql\+asyncpg://") as caught:
        written(env_file, f"DATABASE_URL={address}")

    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["discord.com/api", "https://", "http://host:port/api", "http://host/api?v=10", "http://[::1/api"]
)
def test_an_address_that_cannot_be_one_is_refused(env_file: Path, address: str) -> None:
    with pytest.raises(SettingsError, match=r"DISCORD_API_BASE: .*looks like https://discord\.com/api/v10"):
        written(env_file, f"DISCORD_API_BASE={address}")


@pytest.mark.parametrize(("hours", "meant"), [("1", timedelta(hours=1)), (" 2.5 ", timedelta(minutes=150))])
def test_the_catch_up_is_a_number_of_hours(env_file: Path, hours: str, meant: timedelta) -> None:
    assert read_settings(env_file).catch_up == timedelta(hours=6)
    assert written(env_file, f"LOREKEEPER_CATCH_UP_HOURS={hours}").catch_up == meant


@pytest.mark.parametrize("hours", ["0", "25", "-1", "six", "nan", "inf"])
def test_a_catch_up_that_cannot_be_one_is_refused(env_file: Path, hours: str) -> None:
    with pytest.raises(SettingsError, match=r"^LOREKEEPER_CATCH_UP_HOURS: isn't a number of hours from 1 to 24\.$"):
        written(env_file, f"LOREKEEPER_CATCH_UP_HOURS={hours}")


def test_a_file_that_is_no_text_is_named(env_file: Path) -> None:
    env_file.write_bytes(b"DISCORD_TOKEN=\xff\xfe")

    with pytest.raises(SettingsError, match="isn't UTF-8 text"):
        read_settings(env_file)


def test_settings_cannot_be_changed(env_file: Path) -> None:
    settings = read_settings(env_file)

    with pytest.raises(ValueError, match="frozen"):
        settings.log_level = "debug"


@pytest.mark.parametrize(
    ("said", "shard"), [("0/4", Shard(0, 4)), (" 3 / 4 ", Shard(3, 4)), ("0/1", WHOLE), ("", WHOLE)]
)
def test_one_of_several_connections_is_named_by_its_number_and_theirs(env_file: Path, said: str, shard: Shard) -> None:
    assert written(env_file, f"LOREKEEPER_SHARD={said}").shard == shard


@pytest.mark.parametrize(
    ("said", "words"),
    [("4/4", "the first is 0, the last 3"), ("0/0", "no 0 of 0"), ("1", "looks like 0/4"), ("-1/4", "looks like 0/4")],
)
def test_a_connection_that_cannot_be_is_refused(env_file: Path, said: str, words: str) -> None:
    with pytest.raises(SettingsError, match=f"^LOREKEEPER_SHARD: .*{words}"):
        written(env_file, f"LOREKEEPER_SHARD={said}")


class TestSecretsInFiles:
    @pytest.mark.parametrize("text", ["abc.def", "abc.def\n", "\ufeffBot abc.def\r\n"])
    def test_the_token_may_be_in_a_file(self, env_file: Path, tmp_path: Path, text: str) -> None:
        (tmp_path / "token").write_text(text, "utf-8")

        settings = written(env_file, f"DISCORD_TOKEN_FILE={tmp_path / 'token'}")

        assert settings.token == "abc.def"
        assert "abc" not in repr(settings)

    def test_the_address_of_the_database_may_be_in_a_file(self, env_file: Path, tmp_path: Path) -> None:
        (tmp_path / "url").write_text("postgres://me:secret@db/lore\n", "utf-8")

        settings = written(env_file, f"DATABASE_URL_FILE={tmp_path / 'url'}")

        assert settings.database == "postgresql+asyncpg://me:secret@db/lore"
        assert "secret" not in repr(settings)

    def test_a_secret_in_both_places_is_an_error(self, env_file: Path, tmp_path: Path) -> None:
        (tmp_path / "token").write_text("abc.def", "utf-8")
        (tmp_path / "url").write_text("postgres://me:secret@db/lore", "utf-8")

        with pytest.raises(SettingsError) as error:
            written(
                env_file,
                "DISCORD_TOKEN=abc.old",
                f"DISCORD_TOKEN_FILE={tmp_path / 'token'}",
                "DATABASE_URL=postgres://db/lore",
                f"DATABASE_URL_FILE={tmp_path / 'url'}",
            )

        assert str(error.value).splitlines() == [
            "DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set. Remove one of them.",
            "DATABASE_URL and DATABASE_URL_FILE are both set. Remove one of them.",
        ]

    @pytest.mark.parametrize(
        ("content", "says"),
        [(None, "can't be read (No such file"), (b"", "is empty"), (b"\xff\xfe\x00", "isn't a text file")],
        ids=["missing", "empty", "not text"],
    )
    def test_a_file_without_a_secret_is_named(
        self, env_file: Path, tmp_path: Path, content: bytes | None, says: str
    ) -> None:
        file = tmp_path / "secret"
        if content is not None:
            file.write_bytes(content)

        with pytest.raises(SettingsError) as error:
            written(env_file, f"DISCORD_TOKEN_FILE={file}", f"DATABASE_URL_FILE={file}")

        assert [line.partition(":")[0] for line in str(error.value).splitlines()] == [
            "DISCORD_TOKEN_FILE",
            "DATABASE_URL_FILE",
        ]
        assert str(error.value).count(f"{file} {says}") == 2

    def test_a_wrong_secret_in_a_file_is_not_repeated(self, env_file: Path, tmp_path: Path) -> None:
        (tmp_path / "url").write_text("mysql://me:hunter2@db/lore", "utf-8")

        with pytest.raises(SettingsError, match="DATABASE_URL_FILE: isn't a PostgreSQL address") as error:
            written(env_file, f"DATABASE_URL_FILE={tmp_path / 'url'}")

        assert "hunter2" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("9464", "127.0.0.1", 9464),
        ("0.0.0.0:9464", "0.0.0.0", 9464),  # noqa: S104  # an operator may want that
        ("[::]:0", "::", 0),
    ],
)
def test_the_monitor_is_on_loopback_unless_told_otherwise(env_file: Path, text: str, host: str, port: int) -> None:
    assert written(env_file, f"LOREKEEPER_MONITOR={text}").monitor == Address(host, port)


@pytest.mark.parametrize("text", ["70000", ":9464", "localhost", "127.0.0.1:", "-1", "127.0.0.1:http"])
def test_an_address_of_the_monitor_without_a_port_is_an_error(env_file: Path, text: str) -> None:
    with pytest.raises(SettingsError, match=r"LOREKEEPER_MONITOR: isn't a port\. It looks like 9464"):
        written(env_file, f"LOREKEEPER_MONITOR={text}")
