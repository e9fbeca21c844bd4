"""How people say where a provision stands: ``khoản 2 Điều 4``, ``Mục III.2``, ``Điều 3 (Quy định)``; reads no file."""

import re
from collections.abc import Callable, Mapping, Sequence

from services.drafts import kinds
from storage.models import Provision

GROUPS = ("phan", "chuong", "muc", "tieu-muc")
_STEP = re.compile(r"(?:dieu|khoan|diem|phan|chuong|muc|tieu-muc|la-ma|so|chu|gach)-")
_ANNEX = re.compile(r"(?P<kind>[a-z-]+?)(?:-(?P<number>\d+))?")
_UNLISTED = {"phu-luc": "Phụ lục", "bieu-mau": "Biểu mẫu", "mau": "Mẫu"}


def place(parts: Sequence[Provision], path: str) -> str:
    """Where a provision stands, innermost first; groups such as chapters are left out, an annex is named.

    A path that is not among ``parts`` is given back as it is.
    """
    return namer(parts)(path)


def namer(parts: Sequence[Provision]) -> Callable[[str], str]:
    """``place`` for many paths of one text: what it looks them up in is made once."""
    by_path = {part.path: part for part in parts}
    return lambda path: _place(by_path, path)


def _place(by_path: Mapping[str, Provision], path: str) -> str:
    chain: list[Provision] = []
    part = by_path.get(path)
    while part is not None and (part.kind not in GROUPS or not chain):
        chain.append(part)
        part = by_path.get(part.parent) if part.parent and part.kind not in GROUPS else None
    if not chain:
        return path
    words = _of_plan(chain) if chain[-1].kind == "la-ma" else " ".join(p.label for p in chain if p.kind not in GROUPS)
    annex = annex_name(path)
    words = words or chain[0].label
    return f"{words} ({annex})" if annex else words


def annex_name(path: str) -> str:
    """The name of the annex that a path begins with; empty for the main text.

    >>> annex_name("quy-dinh/dieu-3"), annex_name("phu-luc-2/so-1"), annex_name("dieu-3")
    ('Quy định', 'Phụ lục 2', '')
    """
    first = path.partition("/")[0]
    if _STEP.match(first):
        return ""
    found = _ANNEX.fullmatch(first)
    if found is None:
        return first
    name = _UNLISTED.get(found["kind"]) or kinds.show(found["kind"], "vi")
    return f"{name} {found['number']}" if found["number"] else name


def _of_plan(chain: Sequence[Provision]) -> str:
    """``Mục III.2``, with what has no number of its own said in front."""
    numbered = ".".join(part.label for part in reversed(chain) if part.kind != "gach")
    dashes = [part.label for part in chain if part.kind == "gach"]
    return " ".join([*dashes, numbered])
