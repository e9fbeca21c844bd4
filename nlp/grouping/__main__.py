"""``python -m nlp.grouping``: lists of texts in, a list a line, [group, representative] of each out, one JSON list.

The same as `groups.group`, for whoever must not stand still meanwhile; it reads no file and keeps nothing.
"""

import json
import sys

from nlp.grouping.groups import group


def main() -> None:
    """Reads standard input to its end, then answers on standard output."""
    texts = [text for line in sys.stdin.buffer for text in json.loads(line)]
    sys.stdout.write(json.dumps([(one.group, one.representative) for one in group(texts)]))


if __name__ == "__main__":
    main()
