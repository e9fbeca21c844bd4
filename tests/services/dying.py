"""What a child process may come to, run as ``python -m tests.services.dying``: its input says what it does."""

import json
import os
import signal
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    match sys.stdin.buffer.read():
        case b"environment":
            sys.stdout.write(json.dumps(sorted(os.environ)))
        case b"fail":
            raise ValueError("số điện thoại 0912 345 678")
        case note if note.startswith(b"/"):  # says who it is, and stays
            Path(note.decode()).write_text(str(os.getpid()))
            time.sleep(600)
        case _:
            os.kill(os.getpid(), signal.SIGKILL)
