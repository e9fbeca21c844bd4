"""``python -m nlp.restoring FOLDER``: makes weights.bin anew from the law texts in FOLDER; the making is training's."""

import sys
from pathlib import Path

from nlp.restoring.training import train
from nlp.restoring.weights import FILE, pack

if __name__ == "__main__":
    packed = pack(train(Path(sys.argv[1])))
    FILE.write_bytes(packed)
    sys.stdout.write(f"{FILE.name}: {len(packed):,} bytes\n")
