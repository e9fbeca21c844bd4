"""``python -m nlp.drafts FILE``: one file in, one JSON document out, under limits the process sets itself.

Prints ``{"draft": {…}, "lines": […], "starts": {…}}`` or ``{"refused": {"code": …, "values": {…}}}``;
never a traceback for a bad file.
"""

import argparse
import json
import os
import resource
import stat
import sys
from pathlib import Path

_FILES = 64  # interpreter, libraries and the one draft
_MEGABYTE = 2**20


def main(arguments: list[str]) -> int:
    """Read the file named in ``arguments``; exit code 0 for a draft, 1 for a refusal."""
    parser = argparse.ArgumentParser(prog="python -m nlp.drafts", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--memory-mb", type=int, default=1024)
    parser.add_argument("--cpu-seconds", type=int, default=30)
    parser.add_argument("--ocr", default="", help="the tesseract program, for pages that are images")
    given = parser.parse_args(arguments)
    limit(given.memory_mb, given.cpu_seconds)
    done, answer = _answer(given.file, given.ocr)
    sys.stdout.buffer.write(answer + b"\n")
    sys.stdout.buffer.flush()
    return 0 if done else 1


def limit(memory_mb: int, cpu_seconds: int) -> None:
    """Bound memory, processor time, written files and open files of this process for good."""
    _bound(resource.RLIMIT_AS, memory_mb * _MEGABYTE)
    _bound(resource.RLIMIT_CPU, cpu_seconds)
    _bound(resource.RLIMIT_NOFILE, _FILES)
    _bound(resource.RLIMIT_CORE, 0)
    if not stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode):
        _bound(resource.RLIMIT_FSIZE, 0)  # a redirected answer is a file; a pipe is not


def _bound(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (wanted, wanted))


def _answer(path: Path, ocr: str) -> tuple[bool, bytes]:
    """Whether a draft was read, and the answer in UTF-8 (whatever the locale of the process is)."""
    try:
        from nlp.drafts.files import read_file  # noqa: PLC0415  (after the limits are set)
        from nlp.drafts.source import Unreadable  # noqa: PLC0415  (after the limits are set)

        try:
            return True, _encoded(read_file(path, ocr).as_json())
        except Unreadable as refusal:
            return False, _encoded({"refused": {"code": refusal.code, "values": refusal.values}})
    except MemoryError:
        return False, _refused("memory")
    except RecursionError:
        return False, _refused("nesting")
    except Exception as error:  # the edge of this process: whatever a reader trips over is told by its name
        return False, _refused(type(error).__name__)


def _encoded(answer: dict[str, object]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")


def _refused(reason: str) -> bytes:
    return _encoded({"refused": {"code": "file_unreadable", "values": {"reason": reason}}})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
