"""The command line as a user calls it: words in; exit code, stdout and stderr out."""

import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from typer.testing import CliRunner

from bot.cli.main import app
from tests import factories

REPOSITORY = Path(__file__).parents[2]
CLOSES = "2999-12-31"


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout of a command that went well."""
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The JSON lines on stdout of a command that went well."""
        assert self.code == 0, self.err
        return [json.loads(line) for line in self.out.split("\n") if line]

    @property
    def refusal(self) -> str:
        """The one line on stderr of a command that refused, with nothing on stdout."""
        assert (self.code, self.out) == (1, ""), (self.code, self.out, self.err)
        [line] = self.err.splitlines()
        return line


@dataclass
class Gopy:
    """``gopy`` in a folder of its own, with a SQLite file of its own; ``environment`` is all it is told."""

    folder: Path
    environment: dict[str, str]

    @property
    def database_file(self) -> Path:
        """The SQLite file."""
        return self.folder / "gopy.db"

    def __call__(self, *words: object, stdin: str | bytes = "") -> Said:
        """Runs a command in this process; a defect (an error nobody meant) is raised."""
        root = logging.getLogger()
        handlers, level = root.handlers[:], root.level
        try:
            result = CliRunner().invoke(app, [str(word) for word in words], input=stdin, env=self.environment)
        finally:
            root.handlers[:] = handlers
            root.setLevel(level)
            structlog.reset_defaults()
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    def process(self, *words: object, stdin: str | bytes = "", **more: str) -> Said:
        """Runs a command in a process of its own, as a shell does."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GOPY_", "LC_", "LANG"))}
        done = subprocess.run(
            [sys.executable, "-m", "bot", *map(str, words)],
            cwd=self.folder,
            env=inherited | {"PYTHONPATH": str(REPOSITORY)} | self.environment | more,
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    def write(self, name: str, text: str) -> Path:
        """A file in the folder."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def draft(self, *more: str) -> Said:
        """Brings the short decision in."""
        file = self.write("du-thao.txt", factories.DECISION)
        return self(
            "draft", "add", file, "--title", "Mức hỗ trợ thu gom rác thải nông thôn", "--kind", "quyết định",
            "--agency", "so_nnmt", "--closes", CLOSES, *more,
        )  # fmt: skip

    def open_draft(self) -> None:
        """Brings the short decision in and publishes it as DT1."""
        assert self.draft("--field", "moi_truong_tai_nguyen").code == 0
        assert self("draft", "publish", "DT1").code == 0
