"""Entries of an HTML list and the details of one draft's page, by the selectors of a description."""

from selectolax.lexbor import LexborNode

from nlp.portals import dates, pages
from nlp.portals.description import DetailPage, ListPage, Portal
from nlp.portals.entries import Day, Details, Entry, FileLink, Listing, PageTrouble
from nlp.portals.roles import role_of
from nlp.text import fold

MAX_ENTRIES = 200  # a page with more is cut: a portal brings the newest first
MAX_FILES = 30
MAX_LINKS = 500  # that are examined for files
MAX_TITLE = 1000  # characters the column holds
_GENERIC = {
    "",
    "tai ve",
    "tai xuong",
    "download",
    "xem",
    "xem chi tiet",
    "tep dinh kem",
    "file",
    "tai file",
    "chi tiet",
}


def read_list(data: bytes, address: str, portal: Portal) -> Listing:
    """The entries of one page of a list. Raises PageTrouble: ``wall``, ``no_entries``, ValueError for a feed."""
    if portal.list is None:
        raise ValueError(portal.name)
    tree = pages.parse(data)
    base = pages.base_of(tree, address)
    items = tree.css(portal.list.item)[:MAX_ENTRIES]
    found = [entry for item in items if (entry := _entry(item, portal.list, base, portal))]
    if not found and not portal.may_be_empty:
        raise PageTrouble("no_entries", items=len(items))
    return filtered(found, portal)


def filtered(found: list[Entry], portal: Portal) -> Listing:
    """The entries whose title passes the filter words, each link once."""
    once: dict[str, Entry] = {}
    for entry in found:
        once.setdefault(entry.link, entry)
    return Listing(tuple(entry for entry in once.values() if wanted(entry.title, portal)), len(once))


def wanted(words: str, portal: Portal) -> bool:
    """Whether words pass a portal's filter; marks and capitals do not matter."""
    said = fold(words)
    kept = not portal.keep or any(fold(word) in said for word in portal.keep)
    return kept and not any(fold(word) in said for word in portal.drop)


def read_detail(data: bytes, address: str, portal: Portal) -> Details:
    """What the page of one draft says. Raises PageTrouble(``wall``)."""
    where = portal.detail or DetailPage()
    tree = pages.parse(data)
    root = tree.body or tree.root
    if root is None:
        return Details()
    posted, closes = _days(root, where, portal)
    files = _files(root, where.files, pages.base_of(tree, address), portal) if where.files else ()
    return Details(_said(root, where.title)[:MAX_TITLE], posted, closes, files)


def _entry(item: LexborNode, where: ListPage, base: str, portal: Portal) -> Entry | None:
    """The entry of an item; None for a row without a title or a link, as the head of a table is."""
    titled = _first(item, where.title or "a[href]")
    linked = _first(item, where.link) if where.link else titled
    if titled is None or linked is None:
        return None
    anchor = linked if linked.attributes.get("href") else _first(linked, "a[href]")
    link = pages.absolute(base, anchor.attributes.get("href") or "") if anchor else ""
    title = (pages.words_of(titled) or titled.attributes.get("title") or "")[:MAX_TITLE].strip()
    if not link or not title:
        return None
    posted, closes = _days(item, where, portal)
    files = _files(item, where.files, base, portal) if where.files else ()
    return Entry(title, link, posted, closes, files=files)


def _days(root: LexborNode, where: ListPage | DetailPage, portal: Portal) -> tuple[Day | None, Day | None]:
    """(posted, closes): what own selectors say wins over what sentences say."""
    text = _said(root, where.text) if where.text else pages.words_of(root)
    posted, closes = dates.window(text, portal.dates)
    own_posted, own_closes = (_said(root, selector) for selector in (where.posted, where.closes))
    # A cell may hold both days, "05/11/2026 - 05/12/2026": both selectors may point at it.
    own = dates.days(own_posted), dates.days(own_closes)
    return own[0][0] if own[0] else posted, own[1][-1] if own[1] else closes


def _files(root: LexborNode, selector: str, base: str, portal: Portal) -> tuple[FileLink, ...]:
    found: dict[str, FileLink] = {}
    for node in root.css(selector)[:MAX_LINKS]:
        for anchor in [node] if node.attributes.get("href") else node.css("a[href]")[:MAX_LINKS]:
            if len(found) >= MAX_FILES:
                return draft_known(tuple(found.values()))
            link = pages.absolute(base, anchor.attributes.get("href") or "")
            if link and link not in found:
                words = _told(anchor)
                found[link] = FileLink(link, words, role_of(f"{words} {_name(link)}", portal.roles))
    return draft_known(tuple(found.values()))


def draft_known(files: tuple[FileLink, ...]) -> tuple[FileLink, ...]:
    """The only file of a page is the draft, whatever its link is called."""
    if len(files) == 1 and files[0].role == "khac":
        return (FileLink(files[0].link, files[0].text, "du-thao"),)
    return files


def _told(anchor: LexborNode) -> str:
    """What people take a link for: its words, its title, or, where it only says "Tải về", the words of its row."""
    words = pages.words_of(anchor) or anchor.attributes.get("title") or ""
    around = anchor.parent
    for _ in range(3):
        if fold(words).strip(" .:()[]") not in _GENERIC or around is None or around.tag in {"body", "table", "ul"}:
            break
        words, around = pages.words_of(around, 300), around.parent
    return words[:300]


def _name(link: str) -> str:
    return link.rsplit("/", 1)[-1].replace("-", " ").replace("_", " ")


def _first(node: LexborNode, selector: str) -> LexborNode | None:
    return next(iter(node.css(selector)), None)


def _said(node: LexborNode, selector: str | None) -> str:
    found = _first(node, selector) if selector else None
    return pages.words_of(found) if found is not None else ""
