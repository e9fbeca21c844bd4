"""A ``gopy`` of its own for each test."""

from pathlib import Path

import pytest

from tests.cli.gopy import Gopy


@pytest.fixture
def gopy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gopy:
    """The command, told nothing but where its database is; it speaks Vietnamese."""
    for name in ("GOPY_ENV", "GOPY_TELEGRAM_TOKEN", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)  # no .env of the developer is read
    return Gopy(tmp_path, {"GOPY_DATABASE_URL": f"sqlite:///{tmp_path / 'gopy.db'}", "LANG": "C.UTF-8"})
