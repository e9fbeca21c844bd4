"""Puts accepted markers and lines together: which provision a line opens, continues or belongs to."""

from nlp.drafts.annexes import Head
from nlp.drafts.markers import ALPHABET, LETTERS, Marker
from nlp.drafts.masthead import Masthead
from nlp.drafts.nodes import CONTAINERS, AnnexNode, Node, Paragraphs
from nlp.drafts.source import Line
from nlp.drafts.tree import Draft, Problem, Provision

# More problems than this help nobody: the file is no draft.
_MOST_PROBLEMS = 200
# Numbers may jump by this much (a drafter's slip); a wider jump is text.
_JUMP = 3
# Where this share of the articles of a document have headings, all have; with few articles nobody can tell.
_MOSTLY_HEADED = 0.8
_FEW = 5
# A first clause whose number was lost leaves "2." as the first number.
_FIRST_LOST = 2


class Builder:
    """One pass over the lines below the preamble."""

    def __init__(self, *, has_articles: bool, numbered: bool) -> None:
        self.nodes: list[Node] = []
        self.annexes: list[AnnexNode] = []
        self.closing = Paragraphs()
        self.problems: list[Problem] = []
        self.ended = False
        self.places: dict[int, str] = {}  # line -> the path it was put under
        self.starts: dict[str, int] = {}  # path -> the line it begins on
        self.at = 0  # the line that is being put in its place
        self._paths: set[str] = set()
        self._repeats: dict[str, int] = {}
        self._above: dict[str, Node] = {}  # the open container of each kind
        self._latest: dict[str, int] = {}  # the last number of each kind of container
        self._open: list[Node] = []  # dieu > khoan > diem, or la-ma > so > chu > gach
        self._annex: AnnexNode | None = None
        self._top = Node("", "", "", "", None)  # counts what stands under nothing in the current document
        self._has_articles = has_articles
        self._numbered = numbered

    def open_annex(self, head: Head, *, form: bool) -> None:
        """Begin an annex; a form keeps all its lines as text."""
        path = self._unique(head.slug)
        title, note = head.parts()
        self.starts[path] = self.at
        self._annex = AnnexNode(path, head.kind, head.label, [title] if title else [])
        if note:
            self._annex.add(note, table=False, goes_on=False)
        self.annexes.append(self._annex)
        self._above, self._latest, self._open = {}, {}, []
        self._top = Node("", "", "", "", None)
        self.ended = False
        self._has_articles, self._numbered = False, not form

    def close(self, text: str) -> None:
        """Begin the closing part of the current document."""
        self.ended = True
        self.closing.add(text)

    def text(self, text: str, *, table: bool, goes_on: bool) -> None:
        """A line that opens nothing."""
        if self.ended:
            self.closing.add(text)
        elif self._open:
            self._open[-1].add(text, table=table, goes_on=goes_on)
        elif self._above:
            self._innermost().add(text, table=table, goes_on=goes_on)
        elif self._annex:
            self._annex.add(text, table=table, goes_on=goes_on)
        else:
            self.closing.add(text, goes_on=goes_on)

    def here(self) -> str:
        """The path of the provision that the next line of text would belong to; "" outside of all."""
        if self.ended:
            return ""
        if self._open:
            return self._open[-1].path
        return self._innermost().path if self._above else ""

    def take(self, at: int, read: tuple[Marker, ...], *, is_article: bool) -> bool:
        """Open the provision that the line begins, if it does; False leaves the line as text."""
        if self.ended and not self._begins_anew(read, is_article):
            return False
        return any(self._take(at, marker, is_article) for marker in read)

    def _take(self, at: int, marker: Marker, is_article: bool) -> bool:
        kind = marker.kind
        if kind == "dieu":
            return is_article and self._article(marker)
        if kind in CONTAINERS:
            return self._container(marker)
        if self._open and self._open[0].kind == "dieu" and self._nearest("la-ma") is None:
            return self._in_article(at, marker)
        return self._numbered and self._in_plan(at, marker)

    def _begins_anew(self, read: tuple[Marker, ...], is_article: bool) -> bool:
        """After a closing only an article 1 or a roman I can begin another document."""
        first = next((one for one in read if one.value == 1 and one.kind in {"dieu", "roman", "chuong"}), None)
        if first is None or (first.kind == "dieu" and not is_article):
            return False
        self.open_annex(Head("phu-luc", "phu-luc", "Phụ lục", ""), form=False)
        path = self.annexes[-1].path
        self.problems.append(
            Problem(
                "annex_without_heading",
                path,
                "Phần kèm theo không có tên; hãy đặt tên cho phần này.",
                self.at + 1,
            )
        )
        return True

    # containers and articles

    def _container(self, marker: Marker) -> bool:
        rank = CONTAINERS.index(marker.kind)
        outer = next((self._above[kind] for kind in reversed(CONTAINERS[:rank]) if kind in self._above), None)
        before = self._above.get(marker.kind)
        expected = (before.value if before else 0) + 1
        if not marker.firm and marker.value != expected:
            return False
        stem = f"{outer.path}/" if outer else self._prefix()
        node = self._node(f"{stem}{marker.kind}-{marker.key}", marker.kind, marker.label, marker.rest, outer)
        node.value = marker.value
        going_on = self._latest.get(marker.kind, 0) + 1  # chapters may be counted through all parts
        self._latest[marker.kind] = marker.value
        if marker.value not in {expected, going_on, 1} and marker.key == str(marker.value):
            self._problem("level_gap", node, f"đứng sau số {expected - 1}")
        for inner in CONTAINERS[rank:]:
            self._above.pop(inner, None)
        self._above[marker.kind] = node
        self._open = []
        return True

    def _article(self, marker: Marker) -> bool:
        if marker.key == "1" and f"{self._prefix()}dieu-1" in self._paths:
            self._begins_anew((marker,), is_article=True)
        node = self._node(
            f"{self._prefix()}dieu-{marker.key}", "dieu", marker.label, marker.rest, self._innermost_or_plan()
        )
        self._open = [node]
        return True

    def _in_article(self, at: int, marker: Marker) -> bool:
        article = self._open[0]
        if marker.kind == "number":
            if not self._next_number(at, marker, article, "khoản"):
                return False
            node = self._child(article, f"khoan-{marker.key}", "khoan", f"khoản {marker.key}", marker.rest)
            self._open = [article, node]
            return True
        if marker.kind == "letter":
            above = self._open[1] if len(self._open) > 1 and self._open[1].kind == "khoan" else article
            if not self._next_letter(at, marker, above):
                return False
            node = self._child(above, f"diem-{marker.key}", "diem", f"điểm {marker.key}", marker.rest)
            self._open = [article, above, node] if above is not article else [article, node]
            return True
        # "Điều 1. Phê duyệt Đề án với các nội dung sau:" holds a whole plan.
        return marker.kind == "roman" and marker.value == 1 and not article.last_number and self._roman(marker)

    # plans

    def _in_plan(self, at: int, marker: Marker) -> bool:
        if marker.kind == "roman":
            return self._roman(marker)
        if marker.kind == "capital":
            return not self._has_articles and self._container(
                Marker("phan", marker.key, marker.value, marker.label, marker.rest)
            )
        if self._has_articles and not self._open:
            return False
        if marker.kind == "number":
            return self._plan_number(at, marker)
        if marker.kind == "letter":
            return self._plan_letter(at, marker)
        return marker.kind == "dash" and self._dash(marker)

    def _plan_letter(self, at: int, marker: Marker) -> bool:
        above = self._nearest("so", "la-ma")
        if above is None or not self._next_letter(at, marker, above):
            return False
        node = self._child(above, f"chu-{marker.key}", "chu", marker.label, marker.rest)
        self._open = [*self._open[: self._open.index(above) + 1], node]
        return True

    def _roman(self, marker: Marker) -> bool:
        article = self._open[0] if self._open and self._open[0].kind == "dieu" else None
        if self._has_articles and article is None:
            return False
        top = self._nearest("la-ma")
        if marker.value != (top.value if top else 0) + 1:
            return False
        outer = article or (self._innermost() if self._above else None)
        stem = f"{outer.path}/" if outer else self._prefix()
        node = self._node(f"{stem}la-ma-{marker.key}", "la-ma", marker.label, marker.rest, outer)
        node.value = marker.value
        self._open = [article, node] if article else [node]
        return True

    def _plan_number(self, at: int, marker: Marker) -> bool:
        above = self._nearest("la-ma")
        outer = above or (self._innermost() if self._above else None)
        if above is None and outer is None and self._annex is None and self._has_articles:
            return False
        counter = outer or self._top
        if not self._next_number(at, marker, counter, "mục"):
            return False
        stem = f"{outer.path}/" if outer else self._prefix()
        node = self._node(f"{stem}so-{marker.key}", "so", marker.label, marker.rest, outer)
        self._open = [*self._open[: self._open.index(above) + 1], node] if above else [node]
        return True

    def _dash(self, marker: Marker) -> bool:
        above = self._nearest("chu", "so", "la-ma")
        if above is None and self._annex is None:
            return False
        counter = above or self._top
        counter.last_dash += 1
        stem = f"{above.path}/" if above else self._prefix()
        path, label = f"{stem}gach-{counter.last_dash}", f"gạch đầu dòng {counter.last_dash}"
        node = self._node(path, "gach", label, marker.rest, above)
        kept = self._open[: self._open.index(above) + 1] if above else []
        self._open = [*kept, node]
        return True

    # sequences

    def _next_number(self, at: int, marker: Marker, above: Node, what: str) -> bool:
        last, value = above.last_number, marker.value
        if (not marker.firm and value != last + 1) or (last and marker.sign != above.sign):
            return False
        above.sign = marker.sign
        suffixed = marker.key != str(value)
        if value == last + 1 or (suffixed and value == last):
            above.last_number = value
            return True
        if last < value <= (last + _JUMP if last else _FIRST_LOST) and not suffixed:
            above.last_number = value
            slip = f"Sau {what} {last} là {what} {value}." if last else f"Không thấy {what} 1 trước {what} {value}."
            self.problems.append(Problem("number_gap", above.path, slip, at + 1))
            return True
        self._odd(at, above, f"{what} {marker.key} không theo thứ tự nên được coi là nội dung.")
        return False

    def _next_letter(self, at: int, marker: Marker, above: Node) -> bool:
        last, value = above.last_letter, marker.value
        if len(marker.key) > 1 and value == last:
            return True
        if value <= last or value > last + _JUMP or (last < 0 and value > _JUMP):
            self._odd(at, above, f"điểm {marker.key} không theo thứ tự nên được coi là nội dung.")
            return False
        above.last_letter = value
        skipped = [letter for letter in LETTERS[last + 1 : value] if letter in ALPHABET]
        if marker.key[0] not in ALPHABET:
            self.problems.append(
                Problem("letter_not_vietnamese", above.path, f"Điểm {marker.key} không có trong bảng chữ cái.", at + 1)
            )
        if skipped:
            self.problems.append(
                Problem("letter_gap", above.path, f"Trước điểm {marker.key} thiếu điểm {', '.join(skipped)}.", at + 1)
            )
        return True

    def _odd(self, at: int, above: Node, message: str) -> None:
        where = above.path or f"dòng {at + 1}"
        self.problems.append(Problem("out_of_order", where, message[0].upper() + message[1:], at + 1))

    # places

    def _prefix(self) -> str:
        return f"{self._annex.path}/" if self._annex else ""

    def _innermost(self) -> Node:
        return next(self._above[kind] for kind in reversed(CONTAINERS) if kind in self._above)

    def _innermost_or_plan(self) -> Node | None:
        if self._above:
            return self._innermost()
        return self._open[0] if self._open and self._open[0].kind == "la-ma" else None

    def _nearest(self, *wanted: str) -> Node | None:
        return next((node for node in reversed(self._open) if node.kind in wanted), None)

    def _child(self, above: Node, step: str, kind: str, label: str, rest: str) -> Node:
        return self._node(f"{above.path}/{step}", kind, label, rest, above)

    def _node(self, path: str, kind: str, label: str, first: str, parent: Node | None) -> Node:
        unique = self._unique(path)
        node = Node(unique, kind, label, first, parent)
        if parent:
            parent.children += 1
        self.nodes.append(node)
        self.starts[unique] = self.at
        if unique != path:
            self._problem("repeated", node, "trùng số với một phần khác")
        return node

    def _unique(self, path: str) -> str:
        unique = path
        while unique in self._paths:
            self._repeats[path] = self._repeats.get(path, 1) + 1
            unique = f"{path}-{self._repeats[path]}"
        self._paths.add(unique)
        return unique

    def _problem(self, code: str, node: Node, message: str) -> None:
        told = f"{node.label[0].upper()}{node.label[1:]} {message}."
        self.problems.append(Problem(code, node.path, told, self.at + 1))

    # the end

    def draft(self, lines: tuple[Line, ...], start: int, head: Masthead, problems: list[Problem]) -> Draft:
        """The finished draft: what stands before ``start`` is masthead and preamble."""
        if not self.nodes:
            problems = [
                *problems,
                Problem("no_provisions", "", "Không thấy điều, khoản hay mục nào; góp ý cho cả văn bản."),
            ]
        if not head.title:
            problems = [*problems, Problem("no_title", "", "Không thấy tên văn bản.")]
        above = min(head.ends, start)
        preamble = Paragraphs()
        for line in lines[above:start]:
            preamble.add(line.text, table=line.hint == "table", goes_on=line.text[0].islower())
        return Draft(
            title=head.title,
            kind=head.kind,
            number=head.number,
            preamble=tuple(preamble.found),
            provisions=self._provisions(),
            annexes=tuple(annex.freeze() for annex in self.annexes),
            problems=_most(problems + self.problems),
            masthead=tuple(line.text for line in lines[:above]),
            closing=tuple(self.closing.found),
        )

    def _provisions(self) -> tuple[Provision, ...]:
        headed: dict[str, list[bool]] = {}  # by document: the main one and each annex
        for node in self.nodes:
            if node.kind == "dieu":
                headed.setdefault(node.path.rpartition("dieu-")[0], []).append(node.is_headed())
        titled = {
            stem for stem, have in headed.items() if len(have) >= _FEW and sum(have) >= len(have) * _MOSTLY_HEADED
        }
        return tuple(
            node.freeze(order, among_headed=node.kind == "dieu" and node.path.rpartition("dieu-")[0] in titled)
            for order, node in enumerate(self.nodes, start=1)
        )


def _most(problems: list[Problem]) -> tuple[Problem, ...]:
    if len(problems) <= _MOST_PROBLEMS:
        return tuple(problems)
    more = Problem(
        "more_problems", "", f"Còn {len(problems) - _MOST_PROBLEMS} lỗi khác; tệp có thể không phải là dự thảo."
    )
    return (*problems[:_MOST_PROBLEMS], more)
