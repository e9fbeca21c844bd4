"""The five ways an officer corrects an outline, each on one place of it; whose edit it is, ``edits`` knows.

No word is lost and none is moved: what a provision no longer says, the one before or behind it says.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from nlp.drafts import kinds, labels, markers
from nlp.drafts.outline import Node, Outline, Section, nearest, settle
from nlp.drafts.tree import KINDS, Annex
from nlp.text import fold

TEXT = "text"  # the level of what is no provision
MAX_LABEL, MAX_TITLE = 60, 1000  # characters
_HEADED = ("phan", "chuong", "muc", "tieu-muc", "dieu", "la-ma")
_LONGEST_HEADING = 300
_MARKED_PLACE = re.compile(r"(?<=\s)(?=(?:\d{1,2}[.)]|[a-zđ]\)|[-–+]|Điều \d{1,3}[.:])\s)")
_SENTENCE = re.compile(r"(?<=[.;:!?”])\s+(?=\S)|\n")


class Unfit(Exception):
    """A correction that cannot be made here: a stable ``code``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def merge(outline: Outline, section: Section, at: int) -> None:
    """The provision becomes text of the one before it in reading order, mark and heading included."""
    node = section.nodes[at]
    outline.touch(node.parent, node)
    before: Node | Section
    if at:
        before = section.nodes[at - 1]
        before.text = _joined(before.text, node.words())
        outline.touch(before)
    else:
        before = section
        _say_before(outline, section, node.words())
    outline.absorbed[node.origin] = before if at or section.annex is not None else None
    chain = section.nodes[at - 1].chain() if at else []
    for child in section.nodes:
        if child.parent is node:
            child.parent = nearest(chain, child.kind)
    del section.nodes[at]
    settle(section.nodes)


def split(outline: Outline, section: Section, at: int, details: Mapping[str, object], name: str) -> None:
    """The words from ``begins`` on become a provision of their own, called ``name`` until it has its path.

    ``kind`` says what it is, ``label`` how it is called (else its own mark, else the number behind the last one);
    what follows and stands deeper goes with it. Raises Unfit.
    """
    node, kind = section.nodes[at], _kind(details)
    heading, text, tail = _cut(node, _said(details, "begins"), details.get("at"))
    opened = labels.opening(kind, tail)
    chain = node.chain()
    parent = nearest(chain, kind)
    if label := _label(kind, _said(details, "label")):
        rest = opened[1] if opened and labels.label_of(kind, opened[0]).lower() == label.lower() else tail
    elif opened:
        label, rest = labels.label_of(kind, opened[0]), opened[1]
    else:
        label, rest = _next_label(section.nodes[: at + 1], parent, kind), tail
    node.heading, node.text = heading, text
    head, body = _headed(kind, rest)
    made = Node(kind, label, head, body, parent, labels.step(kind, label), "", name, node.line)
    section.nodes.insert(at + 1, made)
    _adopt(section.nodes, at + 1)
    settle(section.nodes)
    outline.touch(node, made)


def change_level(outline: Outline, section: Section, at: int, details: Mapping[str, object]) -> None:
    """The provision becomes one of another kind; with the kind ``text`` it becomes text. Raises Unfit."""
    if details.get("kind") == TEXT:
        merge(outline, section, at)
        return
    node, kind = section.nodes[at], _kind(details)
    chain = section.nodes[at - 1].chain() if at else []
    outline.touch(node.parent, node)
    parent = nearest(chain, kind)
    label = _label(kind, _said(details, "label"))
    if not label:
        key = labels.key_of(node.kind, node.label)
        fits = labels.suits(kind, key) and node.kind != "gach"
        label = labels.label_of(kind, key) if fits else _next_label(section.nodes[:at], parent, kind)
    for child in section.nodes:
        if child.parent is node and labels.rank(child.kind) <= labels.rank(kind):
            child.parent = parent if labels.rank(child.kind) > _rank(parent) else nearest(chain, child.kind)
    node.kind, node.label, node.step, node.parent = kind, label, labels.step(kind, label), parent
    _adopt(section.nodes, at)
    settle(section.nodes)
    outline.touch(node)


def rename(outline: Outline, section: Section, at: int, details: Mapping[str, object]) -> None:
    """Another label, another heading, or both.

    A heading that is emptied goes in front of the text; one that begins the words of the provision is cut out of
    them; any other replaces the old one. Raises Unfit.
    """
    node = section.nodes[at]
    if label := _label(node.kind, _said(details, "label")):
        node.label, node.step = label, labels.step(node.kind, label)
    heading = details.get("heading")
    if isinstance(heading, str):
        wanted = " ".join(heading.split())[:MAX_TITLE]
        body = _joined(node.heading, node.text)
        words = body.replace("\n", " ")
        if not wanted:
            node.heading, node.text = "", body
        elif words.startswith(wanted) and not words[len(wanted) : len(wanted) + 1].isalnum():
            node.heading, node.text = wanted, body[len(wanted) :].strip()
        else:
            node.heading = wanted
    outline.touch(node, node.parent)


def begin_annex(outline: Outline, section: Section, at: int, details: Mapping[str, object]) -> None:
    """From the provision on, or from the words ``begins`` in it, the rest of its document is an annex.

    Raises Unfit.
    """
    node, name = section.nodes[at], " ".join(_said(details, "label").split())[:MAX_LABEL]
    kind = _said(details, "annex_kind") or "phu-luc"
    if not re.fullmatch(r"[a-z]+(?:-[a-z]+){0,3}", kind) or len(kind) > 24:
        raise Unfit("edit_kind_unknown")
    title, tail, first = " ".join(_said(details, "title").split())[:MAX_TITLE], "", at
    if begins := _said(details, "begins"):
        node.heading, node.text, tail = _cut(node, begins, details.get("at"))
        first = at + 1
    label = name or name_of_annex(kind)
    title, text = _titled(tail, label, title)
    moved = section.nodes[first:]
    section.nodes[first:] = []
    inside = {id(one) for one in moved}
    for one in moved:
        if one.parent is not None and id(one.parent) not in inside:
            one.parent = None
    settle(moved)
    made = Section(Annex(_slug(kind, label), kind, label, title, text), moved)
    outline.sections.insert(outline.sections.index(section) + 1, made)
    outline.touch(node, *moved[:1])


def end_annex(outline: Outline, section: Section) -> None:
    """The annex is none: its name, text and provisions go on what stands before it. Raises Unfit for no annex."""
    annex = section.annex
    if annex is None:
        raise Unfit("edit_lost")
    before = outline.sections[outline.sections.index(section) - 1]
    words = "\n".join(part for part in (f"{annex.label} {annex.title}".strip(), annex.text) if part)
    last = before.nodes[-1] if before.nodes else None
    if last is not None:
        last.text = _joined(last.text, words)
        outline.touch(last)
    else:
        _say_before(outline, before, words)
    if section.origin:
        outline.absorbed[section.origin] = last or (before if before.annex is not None else None)
    chain = last.chain() if last is not None else []
    for node in section.nodes:
        if node.parent is None:
            node.parent = nearest(chain, node.kind)
    before.nodes += section.nodes
    outline.sections.remove(section)
    settle(before.nodes)
    outline.touch(*section.nodes)


def places(text: str) -> list[int]:
    """Where a text may be split: before what looks like a mark, behind a line, behind a sentence.

    >>> text = "Nộp phí; b) Hộ nghèo được miễn."
    >>> [text[at:] for at in places(text)]
    ['b) Hộ nghèo được miễn.']
    """
    found = {match.end() for match in _SENTENCE.finditer(text)} | {
        match.end() for match in _MARKED_PLACE.finditer(text)
    }
    marks = {at for at in found if markers.read(text[at:].partition("\n")[0])}
    inner = {at for at in found - marks if not any(mark < at <= mark + 4 for mark in marks)}  # not behind a mark itself
    return sorted(at for at in marks | inner if 0 < at < len(text))


def name_of_annex(kind: str) -> str:
    """The name of a kind of annex as a heading says it.

    >>> name_of_annex("quy-che"), name_of_annex("phu-luc")
    ('Quy chế', 'Phụ lục')
    """
    return next((name.capitalize() for name, code in kinds.KINDS.items() if code == kind), "Phụ lục")


def _titled(tail: str, label: str, title: str) -> tuple[str, str]:
    """Title and text of an annex whose words are ``tail``: its own label is not said twice."""
    lines = [line for line in tail.split("\n") if line]
    if lines and fold(lines[0]) == fold(label):
        lines = lines[1:]
    if lines and (not title or fold(lines[0]) == fold(title)):
        title, lines = title or lines[0], lines[1:]
    return title, "\n".join(lines)


def _slug(kind: str, label: str) -> str:
    last = label.rsplit(maxsplit=1)[-1] if label.split() else ""
    value = str(markers.roman_value(last) or (int(last) if last.isdigit() and len(last) < 3 else 0))
    return f"{kind}-{value}" if value != "0" else kind


def _adopt(nodes: list[Node], at: int) -> None:
    """What follows the node at ``at`` and stands deeper, but hung on something above it, hangs on it now."""
    node = nodes[at]
    above = {id(one) for one in node.above()}
    for follower in nodes[at + 1 :]:
        if labels.rank(follower.kind) <= labels.rank(node.kind):
            return
        if follower.parent is None or id(follower.parent) in above:
            follower.parent = node


def _cut(node: Node, begins: str, hint: object) -> tuple[str, str, str]:
    """Heading, text and tail of a provision whose tail begins with these words, at the place nearest to the hint."""
    body = _joined(node.heading, node.text)
    wanted = begins.strip()
    found = [match.start() for match in re.finditer(re.escape(wanted), body)] if wanted else []
    found = [at for at in found if at and not body[at - 1].isalnum()]
    if not found:
        raise Unfit("edit_place_missing")
    near = hint if isinstance(hint, int) else 0
    place = min(found, key=lambda at: abs(at - near))
    head, tail = body[:place].rstrip(), body[place:].strip()
    if len(head) <= len(node.heading):
        return head, "", tail
    return node.heading, head[len(node.heading) :].strip(), tail


def _headed(kind: str, rest: str) -> tuple[str, str]:
    first, _, more = rest.partition("\n")
    headed = kind in _HEADED and more and len(first) <= _LONGEST_HEADING and first[-1] not in ".;:,"
    container = kind in _HEADED[:4] and len(first) <= _LONGEST_HEADING
    return (first, more) if headed or container else ("", rest)


def _next_label(before: list[Node], parent: Node | None, kind: str) -> str:
    """The label behind the last one of this kind under the parent; articles count through their document."""
    same = [one for one in before if one.kind == kind and (kind == "dieu" or one.parent is parent)]
    key = labels.key_of(kind, same[-1].label) if same else ""
    return labels.label_of(kind, labels.following(kind, key))


def _kind(details: Mapping[str, object]) -> str:
    kind = details.get("kind")
    if kind not in KINDS:
        raise Unfit("edit_kind_unknown")
    return str(kind)


def _label(kind: str, written: str) -> str:
    """The label for what was typed; "" when nothing was. Raises Unfit for what counts nothing."""
    if not written.strip():
        return ""
    label = labels.label_of(kind, written)
    if len(label) > MAX_LABEL or not labels.key_of(kind, label):
        raise Unfit("edit_label_wrong")
    return label


def _said(details: Mapping[str, object], name: str) -> str:
    value = details.get(name)
    return value if isinstance(value, str) else ""


def _rank(node: Node | None) -> int:
    return labels.rank(node.kind) if node is not None else -1


def _joined(first: str, more: str) -> str:
    return "\n".join(part for part in (first, more) if part)


def _say_before(outline: Outline, section: Section, words: str) -> None:
    """Words in front of the first provision of a document: its preamble, or the text of the annex."""
    if section.annex is None:
        outline.preamble += words.split("\n")
    else:
        section.annex = replace(section.annex, text=_joined(section.annex.text, words))
