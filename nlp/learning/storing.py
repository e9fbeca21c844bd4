"""A model as one file: numbers and text in an npz archive, nothing in it is ever executed; training is teaching.py."""

import io
import json
import tokenize
import zipfile
import zlib
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.learning.deciding import Decider
from nlp.learning.habits import SHARED, Habits
from nlp.learning.model import NONE, Learning, Model
from nlp.learning.prior import Prior
from nlp.learning.rows import Vocabulary
from nlp.learning.together import Together, facts

NAME = "gopy-model"
VERSION = 2
MOST_BYTES = 400_000_000  # unpacked; a larger archive is not opened
_PARTS = ("slope", "offset", "accept", "auto")
_TOGETHER, _HABITS = "together", ("shared", "own", "others", "start")

_NOT_AS_WRITTEN = (ValueError, KeyError, TypeError, AttributeError, EOFError, OSError, IndexError, NotImplementedError,
                   RuntimeError, zlib.error, tokenize.TokenError)  # fmt: skip

BROKEN, FOREIGN, NEWER = "broken", "foreign", "newer"


class ModelFileError(ValueError):
    """A file that is no model this program can use; `reason` is broken, foreign or newer."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def to_bytes(model: Model) -> bytes:
    """The model as a file: the same model, the same bytes. Its prior is not in it, only that it needs one."""
    head = {
        "name": NAME,
        "version": VERSION,
        "labels": model.labels,
        "exclusive": model.decider.exclusive,
        "base": model.base,
        "learning": asdict(model.learning),
    }
    arrays: dict[str, NDArray[Any]] = {
        "head": _text(json.dumps(head, ensure_ascii=False, sort_keys=True)),
        "features": _text("\n".join(model.vocabulary.features)),
        "rarity": model.vocabulary.weights,
        "weights": model.weights.astype(np.float16),
    }
    arrays |= {part: getattr(model.decider, part).astype(np.float32) for part in _PARTS}
    if model.together is not None:
        arrays[_TOGETHER] = model.together.weights.astype(np.float32)
    if model.habits is not None:
        arrays |= {part: getattr(model.habits, part).astype(np.float32) for part in _HABITS}
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=False, **arrays)
    return out.getvalue()


def from_bytes(data: bytes, prior: Prior | None = None) -> Model:
    """The model of a file; `prior` is lent to models that stand on one. Raises ModelFileError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive)
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            return _read({name: file[name] for name in _head_first(file.files)}, prior)
    except ModelFileError:
        raise
    except zipfile.BadZipFile:
        raise ModelFileError(BROKEN if data[:2] == b"PK" else FOREIGN) from None
    except _NOT_AS_WRITTEN:
        raise ModelFileError(BROKEN) from None


def base_of(data: bytes) -> str:
    """What the model of a file stands on: none or fields; none for a file that cannot be read."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            return str(json.loads(_line(file["head"]))["base"])
    except (zipfile.BadZipFile, *_NOT_AS_WRITTEN):
        return NONE


def _check_size(archive: zipfile.ZipFile) -> None:
    if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
        raise ModelFileError(FOREIGN)


def _head_first(names: list[str]) -> list[str]:
    if "head" not in names:
        raise ModelFileError(FOREIGN)
    return sorted(names, key=lambda name: name != "head")


def _read(arrays: dict[str, NDArray[Any]], prior: Prior | None) -> Model:
    head = json.loads(_line(arrays["head"]))
    if not isinstance(head, dict) or head.get("name") != NAME:
        raise ModelFileError(FOREIGN)
    if head["version"] > VERSION:
        raise ModelFileError(NEWER)
    labels = tuple(head["labels"])
    features = _line(arrays["features"])
    vocabulary = Vocabulary(features.split("\n") if features else (), arrays["rarity"])
    weights = arrays["weights"].astype(np.float32)
    decider = Decider(bool(head["exclusive"]), *(arrays[part] for part in _PARTS))
    if weights.shape != (vocabulary.width, len(labels)) or decider.slope.shape != (len(labels),):
        raise ModelFileError(BROKEN)
    if len(vocabulary.weights) != len(vocabulary.features) or not np.isfinite(weights).all():
        raise ModelFileError(BROKEN)
    return Model(
        labels, vocabulary, weights, decider, str(head["base"]), Learning(**head["learning"]),
        prior if head["base"] != NONE else None, _together(arrays, len(labels)), _habits(arrays, len(labels)),
    )  # fmt: skip


def _together(arrays: dict[str, NDArray[Any]], labels: int) -> Together | None:
    if _TOGETHER not in arrays:
        return None
    if arrays[_TOGETHER].shape != (facts(labels), labels):
        raise ModelFileError(BROKEN)
    return Together(arrays[_TOGETHER])


def _habits(arrays: dict[str, NDArray[Any]], labels: int) -> Habits | None:
    if not all(part in arrays for part in _HABITS):
        return None
    shapes = [arrays[part].shape for part in _HABITS]
    if shapes != [(SHARED,), (labels,), (labels, labels), (labels,)]:
        raise ModelFileError(BROKEN)
    return Habits(*(arrays[part] for part in _HABITS))


def _text(text: str) -> NDArray[Any]:
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)


def _line(array: NDArray[Any]) -> str:
    return array.astype(np.uint8).tobytes().decode("utf-8", "surrogatepass")
