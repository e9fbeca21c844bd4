"""A draft on the workbench: its provisions as nodes that can be moved, and the paths they get back at the end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nlp.drafts import labels
from nlp.drafts.reading import Reading
from nlp.drafts.tree import Annex, Draft, Provision


@dataclass(slots=True, eq=False)
class Node:
    """A provision that can be changed. ``origin`` is its path in the reading, or the edit that made it."""

    kind: str
    label: str
    heading: str
    text: str
    parent: "Node | None"
    step: str
    path: str
    origin: str
    line: int = 0

    def above(self) -> list["Node"]:
        """The nodes that hold this one, innermost first."""
        found: list[Node] = []
        node = self.parent
        while node is not None and node not in found:
            found.append(node)
            node = node.parent
        return found

    def chain(self) -> list["Node"]:
        """This node and those that hold it, outermost first."""
        return [self, *self.above()][::-1]

    def words(self) -> str:
        """Mark, heading and text as they stand in the file."""
        first = " ".join(part for part in (labels.mark(self.kind, self.label), self.heading) if part)
        return (
            "\n".join(part for part in (first, self.text) if part) if self.heading else f"{first} {self.text}".strip()
        )


@dataclass(slots=True, eq=False)
class Section:
    """The main document (``annex`` None) or one annex, with its provisions in reading order."""

    annex: Annex | None
    nodes: list[Node]
    origin: str = ""


@dataclass(slots=True, eq=False)
class Outline:
    """The sections of a draft, its preamble, and what became of provisions that are no longer there."""

    draft: Draft
    preamble: list[str]
    sections: list[Section]
    absorbed: dict[str, Node | Section | None] = field(default_factory=dict)  # origin -> where its words went
    touched: set[str] = field(default_factory=set)  # origins of what was corrected, and of what holds it
    made: int = 0  # nodes that no reading knows

    def nodes(self) -> Iterator[Node]:
        """All nodes in reading order."""
        for section in self.sections:
            yield from section.nodes

    def find(self, path: str) -> tuple[Section, int] | None:
        """The section and the place of the provision that is called ``path`` now."""
        for section in self.sections:
            for at, node in enumerate(section.nodes):
                if node.path == path:
                    return section, at
        return None

    def annex(self, path: str) -> Section | None:
        """The annex that is called ``path`` now."""
        return next((one for one in self.sections if one.annex is not None and one.annex.path == path), None)

    def touch(self, *nodes: "Node | None") -> None:
        """Notes that the numbers at these nodes are to be looked at again."""
        for node in nodes:
            if node is not None:
                self.touched |= {one.origin for one in node.chain()[-2:]}

    def now(self) -> dict[str, str | None]:
        """Origin to present path; None for what went into the preamble."""
        found: dict[str, str | None] = {}
        for origin, place in self.absorbed.items():
            while isinstance(place, Node) and place.origin in self.absorbed and not self._holds(place):
                place = self.absorbed[place.origin]  # noqa: PLW2901 (follows words that moved twice)
            if isinstance(place, Section):
                found[origin] = place.annex.path if place.annex is not None and place in self.sections else None
            else:
                found[origin] = place.path if place is not None else None
        found |= {section.origin: section.annex.path for section in self.sections if section.annex is not None}
        return found | {node.origin: node.path for node in self.nodes()}

    def _holds(self, node: Node) -> bool:
        return any(one is node for one in self.nodes())

    def name(self) -> None:
        """Gives every node its path: those that stand where they stood keep theirs, the others get a free one."""
        claims = self._claims()
        used = set(claims)
        for section in self.sections:
            prefix = ""
            if section.annex is not None:
                wanted = section.annex.path
                path = wanted if wanted in claims and section.origin else _free(wanted, used)
                used.add(path)
                section.annex, prefix = replace(section.annex, path=path), f"{path}/"
            for node in section.nodes:
                stem = _stem(node, prefix)
                wanted = f"{stem}{node.step}"
                node.path = wanted if wanted == node.path and wanted in claims else _free(wanted, used)
                node.step = node.path[len(stem) :]
                used.add(node.path)

    def _claims(self) -> set[str]:
        """The paths that may stay as they are: nothing above them changed."""
        claims: set[str] = set()
        tentative: dict[int, str] = {}
        for section in self.sections:
            prefix = ""
            if section.annex is not None:
                prefix = f"{section.annex.path}/"
                if section.origin:
                    claims.add(section.annex.path)
            for node in section.nodes:
                stem = prefix
                if node.parent is not None and node.kind != "dieu":
                    stem = f"{tentative.get(id(node.parent), node.parent.path)}/"
                tentative[id(node)] = f"{stem}{node.step}"
                if tentative[id(node)] == node.path:
                    claims.add(node.path)
        return claims

    def frozen(self) -> Draft:
        """The draft again, its provisions counted from 1; problems are not this function's business."""
        nodes = list(self.nodes())
        return replace(
            self.draft,
            preamble=tuple(self.preamble),
            provisions=tuple(_frozen(node, order) for order, node in enumerate(nodes, start=1)),
            annexes=tuple(section.annex for section in self.sections if section.annex is not None),
        )


def opened(reading: Reading) -> Outline:
    """The outline of a reading."""
    draft = reading.draft
    by_path = {annex.path: Section(annex, [], annex.path) for annex in draft.annexes}
    main = Section(None, [])
    known: dict[str, Node] = {}
    for part in draft.provisions:
        first = part.path.partition("/")[0]
        section = by_path.get(first, main) if "/" in part.path else main
        parent = known.get(part.parent) if part.parent else None
        node = _node(part, parent, f"{first}/" if section is not main else "", reading.starts)
        known[part.path] = node
        section.nodes.append(node)
    return Outline(draft, list(draft.preamble), [main, *by_path.values()])


def nearest(chain: Sequence[Node], kind: str) -> Node | None:
    """The innermost node of a chain under which this kind may stand."""
    return next((node for node in reversed(chain) if labels.rank(node.kind) < labels.rank(kind)), None)


def settle(nodes: Sequence[Node]) -> None:
    """Puts every node whose parent is no longer open before it under the nearest one that may hold it."""
    chain: list[Node] = []
    for node in nodes:
        if node.parent is not None and all(one is not node.parent for one in chain):
            node.parent = nearest(chain, node.kind)
        chain = node.chain()


def _node(part: Provision, parent: Node | None, prefix: str, starts: Mapping[str, int]) -> Node:
    stem = f"{parent.path}/" if parent is not None and part.kind != "dieu" else prefix
    step = part.path[len(stem) :] if part.path.startswith(stem) else part.path.rpartition("/")[2]
    line = starts.get(part.path, 0)
    return Node(part.kind, part.label, part.heading, part.text, parent, step, part.path, part.path, line)


def _frozen(node: Node, order: int) -> Provision:
    parent = node.parent.path if node.parent is not None else None
    return Provision(node.path, node.kind, node.label, node.heading, node.text, parent, order)


def _stem(node: Node, prefix: str) -> str:
    return f"{node.parent.path}/" if node.parent is not None and node.kind != "dieu" else prefix


def _free(path: str, taken: set[str]) -> str:
    number, free = 1, path
    while free in taken:
        number += 1
        free = f"{path}-{number}"
    return free
