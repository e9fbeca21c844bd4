"""What a text as large as the civil code costs: ``python -m tests.bench.civil_code`` prints seconds and megabytes."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.nlp.drafts.code import ARTICLES, code_in_word, code_of_law
from tests.source import ROOT

ROUNDS = 3
# Read in a process of its own, as an upload is; its start is part of the time.
CHILD = """
import json, resource, sys
from pathlib import Path
from nlp.drafts.files import parse_file
draft = parse_file(Path(sys.argv[1]))
used = resource.getrusage(resource.RUSAGE_SELF)
# ru_maxrss would begin with what the parent held when it forked; VmHWM counts this program alone.
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps([len(draft.of_kind("dieu")), used.ru_utime + used.ru_stime, int(peak.split()[1]) / 1024]))
"""


def measure(path: Path) -> tuple[int, float, float]:
    """Articles found, processor seconds (the best of three) and megabytes at the peak."""
    command = [sys.executable, "-c", CHILD, str(path)]
    done = [subprocess.run(command, capture_output=True, cwd=ROOT, check=True) for _ in range(ROUNDS)]
    runs = [json.loads(one.stdout) for one in done]
    return runs[0][0], min(run[1] for run in runs), max(run[2] for run in runs)


def main() -> None:
    """Measures .docx and .txt."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = code_of_law()
        (folder / "code.txt").write_text(text, encoding="utf-8")
        files = [code_in_word(folder / "code.docx"), folder / "code.txt"]
        sys.stdout.write(f"{len(text.encode()) / 1e6:.2f} MB of text, {ARTICLES} articles\n")
        for file in files:
            articles, seconds, megabytes = measure(file)
            sys.stdout.write(f"{file.suffix}: {articles} articles, {seconds:.2f} s, {megabytes:.0f} MB\n")


if __name__ == "__main__":
    main()
