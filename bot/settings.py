"""Every setting of the running bot, read once from the environment or ``.env``; only ``bot`` imports this."""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from pydantic import AfterValidator, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

# Known to everybody who reads this: good for a demo on one's own machine, refused in production.
EXAMPLE_SECRET = "development-only-secret"  # noqa: S105 (an example that production refuses)
EXAMPLE_IDENTITY_KEY = "ZGV2ZWxvcG1lbnQtb25seS1rZXktbm90LXNlY3JldCE="


class Unready(ValueError):
    """Settings that production must not start with; the message names each one and what to do."""


def _known_zone(name: str) -> str:
    ZoneInfo(name)  # raises for a zone that does not exist
    return name


class Settings(BaseSettings):
    """What operators may set; each name gets the prefix ``GOPY_``. docs/guides/settings.md describes them."""

    model_config = SettingsConfigDict(env_prefix="GOPY_", env_file=".env", extra="ignore")

    env: Literal["development", "production"] = "development"
    database_url: str = "sqlite+aiosqlite:///gopy.db"
    host: str = "127.0.0.1"
    port: int = Field(default=8600, ge=0, le=65535)
    public_url: str = "http://127.0.0.1:8600"
    secret_key: SecretStr = SecretStr(EXAMPLE_SECRET)
    identity_keys: SecretStr = SecretStr(EXAMPLE_IDENTITY_KEY)
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Ho_Chi_Minh"
    operator: str = "cơ quan vận hành thử nghiệm"
    keep_links_days: int = Field(default=30, ge=0)
    portals_file: str = ""
    telegram_token: SecretStr = SecretStr("")
    telegram_api_base: str = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_webhook_secret: SecretStr = SecretStr("")
    telegram_rate: float = Field(default=30.0, gt=0, le=1000)

    @field_validator("database_url")
    @classmethod
    def _with_async_driver(cls, url: str) -> str:
        """Accepts the plain forms ``sqlite:///…`` and ``postgresql://…`` too."""
        for plain, driver in (
            ("sqlite://", "sqlite+aiosqlite://"),
            ("postgresql://", "postgresql+asyncpg://"),
            ("postgres://", "postgresql+asyncpg://"),
        ):
            if url.startswith(plain):
                return driver + url.removeprefix(plain)
        return url

    @property
    def identity_key_list(self) -> list[str]:
        """The Fernet keys, newest first (``GOPY_IDENTITY_KEYS`` separates them by commas)."""
        return [key.strip() for key in self.identity_keys.get_secret_value().split(",") if key.strip()]

    def check(self) -> None:
        """Raises Unready for keys that cannot work anywhere, and in production for missing or example secrets."""
        wrong = self._broken_keys()
        if self.env == "production":
            wrong += self._unsafe_secrets()
        if wrong:
            raise Unready("\n".join(wrong))

    def _broken_keys(self) -> list[str]:
        try:
            keys = [Fernet(key) for key in self.identity_key_list]
        except ValueError:
            keys = []
        make = 'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
        return [] if keys else [f"GOPY_IDENTITY_KEYS must be Fernet keys separated by commas. Make one with: {make}"]

    def _unsafe_secrets(self) -> list[str]:
        wrong = []
        secret = self.secret_key.get_secret_value()
        if secret == EXAMPLE_SECRET or len(secret) < 32:
            wrong.append("GOPY_SECRET_KEY must be your own, at least 32 characters: openssl rand -hex 32")
        if EXAMPLE_IDENTITY_KEY in self.identity_key_list:
            wrong.append("GOPY_IDENTITY_KEYS still holds the example key")
        webhook_secret = self.telegram_webhook_secret.get_secret_value()
        if self.telegram_token.get_secret_value() and self.telegram_mode == "webhook" and len(webhook_secret) < 16:
            wrong.append("GOPY_TELEGRAM_WEBHOOK_SECRET must be at least 16 characters in webhook mode")
        return wrong


def sqlite_file(database_url: str) -> Path | None:
    """The file behind a SQLite address; None for other databases and for one in memory."""
    _, found, path = database_url.partition("sqlite+aiosqlite:///")
    return Path(path) if found and path and path != ":memory:" else None
