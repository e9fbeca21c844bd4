"""Near-duplicates among distinct texts: groups around a few representatives, the same whatever the order of texts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nlp.grouping import candidates
from nlp.grouping.likeness import Comparer, Likeness, counted
from nlp.grouping.shingles import Pairs
from nlp.grouping.words import I64, U32, U64, distinct, ranges

OWN_WORDS, OWN_SHARE = 8, 0.35  # a stretch of its own that sets a text apart, when the longer text has one as well
REST_WORDS, REST_SHARE = 6, 0.25  # the same for what follows when only the beginning is shared
DENSE = 0.75  # share of the words of a mere beginning that stand there unchanged
REPRESENTATIVES = 5
COVERED = 0.36  # share of the shorter text that must lie in passages shared with a representative
SHORTER, LONG = 0.35, 30  # how much more of a text that has fewer than LONG words
SHARED = 4  # word pairs that must be shared; SHARED_WHOLE when the shorter text is covered almost wholly
SHARED_WHOLE, WHOLE = 3, 0.9
BITS, BITS_WHOLE = 34, 20  # how rare the shared word pairs must be together
FIRM = 0.8  # a representative beside the first: covered that far, from both sides, and
NOVEL = 0.97  # not so alike that it adds nothing
ROUNDS = 3
AT_ONCE = 4000  # members of groups that are weighed at a time: bounds the memory
OWN = 0.4  # a word pair that fewer of the members have counts against the member that has it
LOOSE = 3.0  # a group whose best text has less merit (set phrases have) keeps only the members
FIRM_LOOSE = 0.6  # that it covers so far from both sides
LIKE_FIRST = 0.6  # share of the first representative's merit that another one must have
SURE, SURE_LONGER = 0.9, 0.5  # a member that is covered less may belong to another group
EVEN = 0.05  # two groups cover a text alike when one covers so little more
MERGED, MERGED_LONGER = 0.7, 0.4  # what two groups' first representatives must share before the groups become one


@dataclass
class Cluster:
    """One group: its representatives, the most central text first, and all members with what covers them."""

    representatives: list[int]
    members: list[int] = field(default_factory=list)
    settled: bool = False  # its representatives were chosen among these members


def accepted(found: Likeness, sizes: I64, longer: I64) -> NDArray[np.bool_]:
    """Which of the compared pairs are near-duplicates."""
    enough = (found.evidence >= BITS) & (found.shared >= SHARED)
    apart = (found.own >= np.maximum(OWN_WORDS, OWN_SHARE * sizes)) | (
        (found.rest >= np.maximum(REST_WORDS, REST_SHARE * sizes)) & (found.shared >= DENSE * found.covered * sizes)
    )
    apart &= (1 - found.covered_longer) * longer >= REST_WORDS
    enough &= ~apart
    whole = (found.evidence >= BITS_WHOLE) & (found.shared >= SHARED_WHOLE) & (found.covered >= WHOLE)
    return (enough & (found.covered >= COVERED + SHORTER * np.maximum(0, 1 - sizes / LONG))) | whole


def merits(texts: Sequence[U32]) -> list[float]:
    """What each text, given by its word pairs, holds of what these texts share, less what it has of its own."""
    owner = np.repeat(np.arange(len(texts)), [len(one) for one in texts])
    found: list[float] = _merits(np.concatenate(texts), owner, np.full(len(texts), len(texts))).tolist()
    return found


def _merits(entries: NDArray[np.unsignedinteger], owner: I64, sizes: I64) -> NDArray[np.float64]:
    """`entries`: word pairs told apart by group; `owner`: the text of each; `sizes`: of the group of each text."""
    others = (counted(entries) - 1) / np.maximum(1, sizes[owner] - 1)
    merit = np.bincount(owner, weights=np.minimum(1, others) - OWN, minlength=len(sizes))
    found: NDArray[np.float64] = np.round(merit, 6)
    return found


def cluster(pairs: Pairs, ties: U64) -> list[Cluster]:
    """Groups of two and more texts; a text stands in one group at most. `ties`: one distinct number per text."""
    found = candidates.buckets(pairs, ties)
    return _Clusters(pairs, ties, found.order).run(*candidates.leaders(found))


class _Clusters:
    def __init__(self, pairs: Pairs, ties: U64, order: I64) -> None:
        self.pairs, self.ties, self.order = pairs, ties, order
        self.rank = np.empty(len(order), np.int64)
        self.rank[order] = np.arange(len(order))
        self.comparer = Comparer(pairs)
        self.sizes = np.diff(pairs.starts) + 1
        self.clusters: list[Cluster] = []
        self.home: dict[int, Cluster] = {}
        self.firm: dict[int, float] = {}
        self.like = np.full(len(order), -1)  # of each text: the text that brought it into its group
        self.covered = np.zeros((2, len(order)))  # how much of the shorter and of the longer of both is shared
        self.asked = np.zeros((2, len(order)), bool)  # which texts, and which representatives, were looked up
        self.refused: U64 = np.zeros(0, np.uint64)  # text and other text in one number: compared, and not alike

    def run(self, ranks: I64, leaders: I64) -> list[Cluster]:
        self._join(self.order[ranks], self.order[leaders])
        self._join_left()
        for _ in range(ROUNDS):
            self._settle()
            if not self._join(*self._looked_up()):
                break
        self._settle()
        if self._move():
            self._settle()
        return self._groups()

    def _looked_up(self) -> tuple[I64, I64]:
        """Texts still alone or first in a group, and representatives to compare them with: not asked for before."""
        groups, asked = self._groups(), self.asked
        wanted, chosen = np.zeros_like(asked)
        wanted[:] = True
        wanted[list(self.home)] = False
        wanted[[one.representatives[0] for one in groups]] = True
        chosen[[text for one in groups for text in one.representatives]] = True
        found = []
        for texts, representatives in ((wanted & asked[0], chosen & ~asked[1]), (wanted & ~asked[0], chosen)):
            found.append(np.stack(candidates.lookup(self.pairs, texts, np.flatnonzero(representatives))))
        asked |= (wanted, chosen)
        texts, others = np.concatenate(found, axis=1)
        return texts, others

    def _move(self) -> int:
        """Moves members to the group that covers more of them than theirs does; answers how many groups changed."""
        groups = self._groups()
        heads = np.array([one.representatives[0] for one in groups], np.int64)
        wanted = np.zeros(len(self.order), bool)
        wanted[list(self.home)] = True
        wanted[[text for one in groups for text in one.representatives]] = False
        wanted[(self.covered[0] >= SURE) & (self.covered[1] >= SURE_LONGER)] = False
        texts, others, covered, longer = self._claims(wanted, heads)
        home = np.empty(len(self.order), np.int64)
        home[[text for one in groups for text in one.members]] = np.repeat(
            np.arange(len(groups)), [len(one.members) for one in groups]
        )
        changed: dict[int, Cluster] = {}
        firsts = np.flatnonzero(np.diff(texts, prepend=-1)) if len(texts) else texts
        contested = np.add.reduceat(home[others] != home[texts], firsts) > 0 if len(texts) else firsts > 0
        ends = np.append(firsts, len(texts))[1:]
        for first, end in zip(firsts[contested].tolist(), ends[contested].tolist(), strict=True):
            claims = slice(first, end)
            text, other = int(texts[first]), int(others[first])
            here, there = self.home[text], self.home[other]
            if self._disputed(others[claims], covered[claims], longer[claims]):
                changed[id(here)] = here
                del self.home[text]
            elif here is not there:
                changed[id(here)] = here
                there.members.append(text)
                there.settled = False
                self.home[text] = there
                self.like[text] = other
        for one in changed.values():
            self._keep(one, [text for text in one.members if self.home.get(text) is one])
        return len(changed)

    def _claims(
        self, wanted: NDArray[np.bool_], heads: I64
    ) -> tuple[I64, I64, NDArray[np.float64], NDArray[np.float64]]:
        """(text, other, covered, covered of the longer): what each wanted text may belong to, the best claim first.

        The others are what brought it into its group, and the first representatives that it is like.
        """
        texts, others = candidates.lookup(self.pairs, wanted, heads)
        new = others != self.like[texts]
        texts, others = texts[new], others[new]
        found = self.comparer.compare(texts, others)
        good, mine = np.flatnonzero(self._accepted(found, texts, others)), np.flatnonzero(wanted)
        texts, others = np.append(texts[good], mine), np.append(others[good], self.like[mine])
        covered = np.append(found.covered[good], self.covered[0, mine])
        longer = np.append(found.covered_longer[good], self.covered[1, mine])
        by = np.lexsort((self.rank[others], -covered, texts))
        return texts[by], others[by], covered[by], longer[by]

    def _disputed(self, others: I64, covered: NDArray[np.float64], longer: NDArray[np.float64]) -> bool:
        """Whether a text is a small part of letters of two groups alike: nothing tells which one it comes from."""
        even = (covered >= covered[0] - EVEN) & (longer < SURE_LONGER)
        return bool(longer[0] < SURE_LONGER) and len({id(self.home[text]) for text in others[even].tolist()}) > 1

    def _settle(self) -> None:
        """Chooses representatives in the groups that changed and lets those members go that are like none of them."""
        changed = [one for one in self._groups() if not one.settled]
        for one in changed:
            one.settled = True
        self._choose(changed)
        self._let_go([one for one in changed if len(one.members) > 1])

    def _join_left(self) -> None:
        """Once more among the texts still alone: their buckets may have been led by another letter only."""
        found = candidates.buckets(self.pairs, self.ties, self._alone())
        ranks, leaders = candidates.leaders(found)
        self._join(found.order[ranks], found.order[leaders])

    def _alone(self) -> NDArray[np.bool_]:
        alone = np.ones(len(self.order), bool)
        alone[list(self.home)] = False
        return alone

    def _choose(self, groups: list[Cluster]) -> None:
        """Puts first in each group the text that holds most of what its members share and least of its own."""
        held, first = 0, 0
        for number, one in enumerate(groups, start=1):
            held += len(one.members)
            if held >= AT_ONCE or number == len(groups):
                self._choose_in(groups[first:number])
                held, first = 0, number

    def _choose_in(self, groups: list[Cluster]) -> None:
        sizes = np.array([len(one.members) for one in groups], np.int64)
        members = np.array([text for one in groups for text in one.members], np.int64)
        group = np.repeat(np.arange(len(groups)), sizes)
        counts = np.diff(self.pairs.starts)[members]
        places = ranges(self.pairs.starts[:-1][members], counts)
        owner = np.repeat(np.arange(len(members)), counts)
        entries = (group[owner].astype(np.uint64) << np.uint64(32)) | self.pairs.values[places]
        merit = _merits(entries, owner, sizes[group])
        by = np.lexsort((self.rank[members], -merit, group))
        firsts = np.cumsum(sizes) - sizes
        merits = np.zeros(len(self.order))
        merits[members] = merit
        for one, head in zip(groups, members[by[firsts]].tolist(), strict=True):
            if merits[head] < LOOSE:
                self._dissolve(one)
                continue
            least = LIKE_FIRST * merits[head]
            kept = [text for text in one.representatives if text != head and merits[text] >= least]
            one.representatives = [head, *kept][:REPRESENTATIVES]

    def _let_go(self, groups: list[Cluster]) -> None:
        """Lets the members go that are like none of the representatives that were chosen."""
        texts, others = [], []
        for one in groups:
            chosen = one.representatives
            for text, like in zip(one.members, self.like[one.members].tolist(), strict=True):
                if like not in chosen and text not in chosen:
                    texts += [text] * len(chosen)
                    others += chosen
        left, right = np.array(texts, np.int64), np.array(others, np.int64)
        found = self.comparer.compare(left, right)
        good = self._accepted(found, left, right)
        self.like[left[good]] = right[good]
        self.covered[:, left[good]] = found.covered[good], found.covered_longer[good]
        stays = np.ones(len(self.order), bool)
        stays[left] = False
        stays[left[good]] = True
        for one in groups:
            self._keep(one, [text for text in one.members if stays[text]])

    def _accepted(self, found: Likeness, texts: I64, others: I64) -> NDArray[np.bool_]:
        return accepted(found, *np.sort([self.sizes[texts], self.sizes[others]], axis=0))

    def _dissolve(self, loose: Cluster) -> None:
        """Lets the members go that are like the first representative in part only: they share it, but nothing else."""
        head = loose.representatives[0]
        kept = [text for text in loose.members if text == head or self.firm.get(text, 1) >= FIRM_LOOSE]
        self._keep(loose, kept)
        loose.representatives = [text for text in loose.representatives if text in self.home]

    def _keep(self, one: Cluster, members: list[int]) -> None:
        """Leaves a group these members; a single one is no group."""
        if len(members) == len(one.members):
            return
        left = set(members) if len(members) > 1 else set()
        for text in one.members:
            if text not in left and self.home.get(text) is one:
                del self.home[text]
                self.asked[0, text] = False
        one.members, one.settled = [text for text in members if text in left], False

    def _groups(self) -> list[Cluster]:
        self.clusters = [one for one in self.clusters if one.members]
        return self.clusters

    def _join(self, texts: I64, others: I64) -> int:
        """Puts each text into the group of the most alike other text; answers how many moved."""
        asked = (texts.astype(np.uint64) << np.uint64(32)) | others.astype(np.uint64)
        at = np.searchsorted(self.refused, asked)
        new = np.append(self.refused, np.uint64(0))[at] != asked
        texts, others = texts[new], others[new]
        found = self.comparer.compare(texts, others)
        like = self._accepted(found, texts, others)
        self.refused = distinct(np.concatenate((self.refused, asked[new][~like])))
        good = np.flatnonzero(like)
        good = good[np.lexsort((self.rank[others[good]], -found.covered[good], self.rank[texts[good]]))]
        texts, others, covered, longer = texts[good], others[good], found.covered[good], found.covered_longer[good]
        moved, last = [], -1
        for place, (text, other, share, share_longer) in enumerate(
            zip(texts.tolist(), others.tolist(), covered.tolist(), longer.tolist(), strict=True)
        ):
            if text != last and self._attach(text, other, share, share_longer):
                self.firm[text] = min(share, share_longer)
                moved.append(place)
                last = text
        self.like[texts[moved]] = others[moved]
        self.covered[:, texts[moved]] = covered[moved], longer[moved]
        self.asked[0, texts] = False
        return len(moved)

    def _attach(self, text: int, other: int, covered: float, covered_longer: float) -> bool:
        there = self.home.get(other)
        if there is None:
            there = self.home[other] = Cluster([other], [other])
            self.clusters.append(there)
        if other not in there.representatives:
            return False
        here = self.home.get(text)
        if here is there:
            return False
        if here is None:
            here = Cluster([text], [text])
        elif len(here.members) > 1 and (covered < MERGED or covered_longer < MERGED_LONGER):
            return False
        elif self.rank[here.representatives[0]] < self.rank[there.representatives[0]]:
            here, there = there, here
        there.members += here.members
        if FIRM <= covered_longer < NOVEL and len(there.representatives) < REPRESENTATIVES:
            there.representatives.append(here.representatives[0])
        for member in here.members:
            self.home[member] = there
        here.members, there.settled = [], False
        return True
