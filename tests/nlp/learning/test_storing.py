"""Model files: what is read back, and what is refused with its reason."""

import io
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.learning.storing import BROKEN, FOREIGN, NEWER, ModelFileError, base_of, from_bytes, to_bytes
from nlp.learning.teaching import learn
from tests.nlp.learning.comments import several

MODEL = learn(several())
FILE = to_bytes(MODEL)


def altered(**parts: object) -> bytes:
    with np.load(io.BytesIO(FILE), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    head = json.loads(arrays["head"].tobytes())
    head |= {name: value for name, value in parts.items() if name in head}
    arrays |= {name: value for name, value in parts.items() if name in arrays}
    arrays["head"] = np.frombuffer(json.dumps(head).encode(), np.uint8)
    out = io.BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def outcome(data: bytes) -> str:
    try:
        from_bytes(data).tag("viện phí đắt quá")
    except ModelFileError as error:
        return error.reason
    return "read"


def test_a_model_read_back_answers_the_same() -> None:
    back = from_bytes(FILE)
    assert back.labels == MODEL.labels
    for one in several():
        ours, theirs = MODEL.tag(one.text), back.tag(one.text)
        assert [(topic.code, topic.band) for topic in ours.topics] == [(t.code, t.band) for t in theirs.topics]
        assert [t.score for t in ours.topics] == pytest.approx([t.score for t in theirs.topics], abs=0.01)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", FOREIGN),
        (b"khong phai mo hinh", FOREIGN),
        (FILE[: len(FILE) // 2], BROKEN),
        (altered(name="something else"), FOREIGN),
        (altered(version=99), NEWER),
        (altered(labels=["one"]), BROKEN),
        (altered(weights=np.full((3, 3), 1.0)), BROKEN),
        (altered(weights=np.full(MODEL.weights.shape, np.nan)), BROKEN),
    ],
)
def test_a_file_that_is_no_model_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ModelFileError) as caught:
        from_bytes(data)
    assert caught.value.reason == reason


def test_an_archive_of_something_else_and_pickles_are_refused() -> None:
    out = io.BytesIO()
    np.savez(out, other=np.zeros(3))
    with pytest.raises(ModelFileError):
        from_bytes(out.getvalue())
    with pytest.raises(ModelFileError):
        from_bytes(altered(rarity=np.array([object()])))


@given(at=st.integers(0, len(FILE) - 1), value=st.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_a_file_with_a_wrong_byte_is_read_or_refused(at: int, value: int) -> None:
    data = bytearray(FILE)
    data[at] = value
    assert outcome(bytes(data)) in {"read", BROKEN, FOREIGN, NEWER}


def test_what_a_model_stands_on_is_told() -> None:
    assert base_of(FILE) == "none"
    assert base_of(b"x") == "none"
