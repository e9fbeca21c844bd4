"""The project's own files and their syntax trees, for the tests that read the code instead of running it."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "services", "nlp", "storage")


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project: what git tracks and what it would, or, without git, what is no hidden folder's."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        found = [
            path
            for path in ROOT.rglob("*")
            if not re.search(r"/(\.(?!ci/|env\.)|__pycache__/)", f"/{path.relative_to(ROOT)}")
        ]
    return tuple(sorted(path for path in found if path.is_file()))


def name(path: Path) -> str:
    """The path as people write it: from the root of the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def modules(*folders: str) -> dict[str, ast.Module]:
    """The syntax trees of every Python file under these folders, by path."""
    return {
        name(path): ast.parse(path.read_text(encoding="utf-8"))
        for path in files()
        if path.suffix == ".py" and name(path).split("/")[0] in folders
    }


def walk(*folders: str) -> Iterator[tuple[str, ast.AST]]:
    """(path, node) of every syntax node under these folders."""
    for path, tree in modules(*folders).items():
        for node in ast.walk(tree):
            yield path, node
