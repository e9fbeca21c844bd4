"""``python -m nlp.learning``: corrections in as JSON, a line about the attempt and the model's bytes out.

The same as `correcting.correct`, for whoever must not stand still meanwhile; it reads no file and keeps nothing.
"""

import json
import sys
from base64 import b64decode
from dataclasses import asdict

from nlp.learning.correcting import correct
from nlp.learning.examples import Example
from nlp.learning.prior import FieldPrior
from nlp.learning.storing import ModelFileError, from_bytes, to_bytes


def main() -> None:
    """Reads ``{"examples": [{"text", "labels", "title"}], "in_use": base64 or null}`` from standard input.

    Answers with ``{"learning": {…}, "unusable": why the model in use could not be read, or null}`` on one line and
    the bytes of the model behind it.
    """
    given = json.load(sys.stdin.buffer)
    examples = [Example(one["text"], frozenset(one["labels"]), one["title"]) for one in given["examples"]]
    prior, in_use, unusable = FieldPrior(), None, None
    if given["in_use"]:
        try:
            in_use = from_bytes(b64decode(given["in_use"]), prior)
        except ModelFileError as error:
            unusable = error.reason
    model = correct(examples, prior, in_use=in_use)
    head = {"learning": asdict(model.learning), "unusable": unusable}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + to_bytes(model))


if __name__ == "__main__":
    main()
