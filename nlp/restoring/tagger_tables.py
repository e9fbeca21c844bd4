"""The words and pairs of words that the CRF models inside the underthesea package name as features; no weights here.

A model file of CRFsuite ("lCRF") keeps its attributes, such as "T[0,1].lower=bạn bè", in a constant database: a
header with the places of the parts, then in the attributes' part an array of offsets to length-prefixed strings.
"""

import re
import struct

_HEADER = struct.Struct("<4sI4s9I")  # its third to last number tells where the attributes begin
_DATABASE = struct.Struct("<4s5I")
_NEIGHBOURS = re.compile(r"T\[(-?\d)(?:,(-?\d))?\](?:\.lower)?=(.+)", re.DOTALL)


def side_by_side(model: bytes) -> list[str]:
    """The texts of the attributes over one word or two neighbouring ones, in lower case, sorted, each once.

    Raises ValueError for bytes that are no such model.
    """
    found = set()
    for attribute in _attributes(model):
        match = _NEIGHBOURS.fullmatch(attribute)
        if match and (match[2] is None or int(match[2]) - int(match[1]) == 1):
            found.add(match[3].lower())
    return sorted(found)


def _attributes(model: bytes) -> list[str]:
    try:
        magic, *_, labels, attributes, _, _ = _HEADER.unpack_from(model)
        kind, *_, size, offsets = _DATABASE.unpack_from(model, attributes)
        if magic != b"lCRF" or kind != b"CQDB" or labels > attributes:
            raise ValueError("not a CRFsuite model")
        return [_string(model, attributes + at) for at in struct.unpack_from(f"<{size}I", model, attributes + offsets)]
    except (struct.error, UnicodeDecodeError) as error:
        raise ValueError("not a CRFsuite model") from error


def _string(model: bytes, at: int) -> str:
    _, length = struct.unpack_from("<II", model, at)
    return model[at + 8 : at + 8 + length - 1].decode()
