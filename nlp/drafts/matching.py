"""Which provision of one reading became which of the next, by words rather than by path; differences are ``diff``'s."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from nlp.drafts.tree import Provision
from nlp.text import distinct_key

# Two wordings are one provision rewritten when this much of the words is shared; where the place is the same too,
# less will do. Below that a reader sees no rewrite any more but another rule.
_ALIKE, _ALIKE_IN_PLACE = 0.6, 0.3
_SHORT = 4  # words: a shorter text ("Hộ nghèo;") has a partner only in its place or in the very same words
_COMMON = 60  # a word in more provisions than this does not help to find a partner
_CANDIDATES = 6


def wording(part: Provision) -> str:
    """Heading and text of a provision, as they are compared and shown."""
    return "\n".join(words for words in (part.heading, part.text) if words)


def pair_up(old: Sequence[Provision], new: Sequence[Provision]) -> dict[str, str]:
    """Old path to new path of every provision that is in both readings, however it was renumbered or reworded."""
    return _Matching(old, new).pairs()


def _anywhere(path: str) -> str:  # noqa: ARG001 (a place that is the same for all)
    return ""


class _Matching:
    def __init__(self, old: Sequence[Provision], new: Sequence[Provision]) -> None:
        self._old = {part.path: part for part in old}
        self._new = {part.path: part for part in new}
        self._old_keys = {part.path: distinct_key(wording(part)) for part in old}
        self._new_keys = {part.path: distinct_key(wording(part)) for part in new}
        self._pairs: dict[str, str] = {}
        self._taken: set[str] = set()

    def pairs(self) -> dict[str, str]:
        """From the surest sign to the least: each step pairs only what is still alone."""
        self._same_words(_anywhere)
        self._where(lambda old, new: self._old_keys[old] == self._new_keys[new])
        self._by_children()
        self._same_words(lambda path: self._old[path].parent or "", lambda path: self._new[path].parent or "")
        self._where(lambda old, new: self._likeness(old, new) >= _ALIKE_IN_PLACE)
        self._alike()
        self._by_children()
        self._same_words_in_order()
        self._where(lambda old, new: not (self._old_keys[old] and self._new_keys[new]))
        return self._pairs

    def _take(self, old: str, new: str) -> None:
        if old not in self._pairs and new not in self._taken and self._old[old].kind == self._new[new].kind:
            self._pairs[old] = new
            self._taken.add(new)

    def _left(self) -> list[str]:
        return [path for path in self._old if path not in self._pairs]

    def _open(self) -> list[str]:
        return [path for path in self._new if path not in self._taken]

    def _groups(
        self, of_old: Callable[[str], str], of_new: Callable[[str], str]
    ) -> Iterable[tuple[list[str], list[str]]]:
        """Those with the very same kind and words that are also equal in ``of_old`` and ``of_new``."""
        groups: dict[tuple[str, str, str], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for path in self._left():
            if self._old_keys[path]:
                groups[self._old[path].kind, self._old_keys[path], of_old(path)][0].append(path)
        for path in self._open():
            if self._new_keys[path]:
                groups[self._new[path].kind, self._new_keys[path], of_new(path)][1].append(path)
        return [group for group in groups.values() if group[0] and group[1]]

    def _same_words(self, of_old: Callable[[str], str], of_new: Callable[[str], str] | None = None) -> None:
        """The very same words, once in each reading (and under the same parent, where one is asked for)."""
        mapped = (lambda path: self._pairs.get(of_old(path), "")) if of_new else of_old
        for olds, news in self._groups(mapped, of_new or of_old):
            if len(olds) == len(news) == 1:
                self._take(olds[0], news[0])

    def _same_words_in_order(self) -> None:
        for olds, news in self._groups(_anywhere, _anywhere):
            for before, after in zip(olds, news, strict=False):
                self._take(before, after)

    def _where(self, fits: Callable[[str, str], bool]) -> None:
        """The same last step under the same parent: the same place."""
        for path in self._left():
            parent = self._old[path].parent
            here = path
            if parent and path.startswith(f"{parent}/"):
                here = f"{self._pairs.get(parent, parent)}/{path.rsplit('/', 1)[-1]}"
            if here in self._new and here not in self._taken and fits(path, here):
                self._take(path, here)

    def _by_children(self) -> None:
        """What holds provisions is where most of them are now."""
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for before, after in self._pairs.items():
            parent, now = self._old[before].parent, self._new[after].parent
            if parent in self._old and now in self._new:
                votes[parent][now] += 1
        for parent, counted in sorted(votes.items(), key=lambda vote: -max(vote[1].values())):
            for now, _ in counted.most_common():
                same = self._old_keys[parent] == self._new_keys[now] or self._likeness(parent, now) >= _ALIKE_IN_PLACE
                if same and now not in self._taken:
                    self._take(parent, now)
                    break

    def _likeness(self, old: str, new: str) -> float:
        """How much of the words is shared, in order, from 0 to 1."""
        before, after = self._old_keys[old].split(), self._new_keys[new].split()
        if not before or not after or 2 * min(len(before), len(after)) / (len(before) + len(after)) < _ALIKE_IN_PLACE:
            return 0.0
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        return matcher.ratio() if matcher.quick_ratio() >= _ALIKE_IN_PLACE else 0.0

    def _alike(self) -> None:
        """Reworded and elsewhere: partners are looked for by rare words, the most alike are paired first."""
        holding: dict[str, list[str]] = defaultdict(list)
        for path in self._open():
            for word in set(self._new_keys[path].split()):
                holding[word].append(path)
        found: list[tuple[float, int, str, str]] = []
        for number, path in enumerate(self._left()):
            words = self._old_keys[path].split()
            if len(words) < _SHORT:
                continue
            shared = Counter(new for word in set(words) if len(holding[word]) <= _COMMON for new in holding[word])
            for new, _ in shared.most_common(_CANDIDATES):
                likeness = self._likeness(path, new) if self._old[path].kind == self._new[new].kind else 0.0
                if likeness >= _ALIKE:
                    found.append((-likeness, number, path, new))
        for _, _, before, after in sorted(found):
            self._take(before, after)
