"""The bytes of a page as text, links as whole addresses, and walls that only a browser passes; no entries here."""

import codecs
import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from nlp.portals.entries import PageTrouble
from nlp.text import normalise

MAX_LINK = 2000  # characters the column holds
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_STRAY = 8  # broken bytes in a page of UTF-8 are damage; more mean that it is no UTF-8
_WALL = re.compile(r"document\.cookie|location\.(?:reload|replace|href)|__cf_chl|enable\s+javascript", re.IGNORECASE)
_WALL_TEXT = 400  # characters: a page with more words than this is a page
_WALL_LINKS = 3
_INLINE = {"", "a", "b", "strong", "i", "em", "u", "span", "font", "sup", "sub", "small", "mark", "wbr"}
_SILENT = {"script", "style", "noscript", "template"}
_SPACE = re.compile(r"[\x00-\x20\x7f]+")


def decode(data: bytes) -> str:
    """The text of a page whatever its headers claim: BOM, UTF-8, UTF-16, else windows-1258, always NFC.

    Old servers declare iso-8859-1 for UTF-8 and for windows-1258 alike, so no declaration is asked.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return normalise(data.decode(name, "replace"))
    if data[:4000].count(0) > len(data[:4000]) // 4:
        big = data[:4000:2].count(0) > data[1:4000:2].count(0)
        return normalise(data.decode("utf-16-be" if big else "utf-16-le", "replace"))
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") > _STRAY + data.count(b"\xef\xbf\xbd"):
        text = data.decode("cp1258", "replace")
    return normalise(text)


def parse(data: bytes) -> LexborHTMLParser:
    """The tree of an HTML page. Raises PageTrouble(``wall``) for a page that only sets a cookie by script."""
    text = decode(data)
    tree = LexborHTMLParser(text)
    if is_wall(tree, text):
        raise PageTrouble("wall")
    return tree


def is_wall(tree: LexborHTMLParser, text: str) -> bool:
    """Whether a page has next to no words and a script that sets a cookie or loads it again."""
    if not _WALL.search(text[:100_000]):
        return False
    words = words_of(tree.body, _WALL_TEXT + 1) if tree.body else ""
    return len(words) <= _WALL_TEXT and len(tree.css("a[href]")) <= _WALL_LINKS


def base_of(tree: LexborHTMLParser, address: str) -> str:
    """What relative links of a page start from."""
    named = tree.css_first("base[href]")
    return (absolute(address, named.attributes.get("href") or "") if named else "") or address


def absolute(base: str, link: str) -> str:
    """A link as a whole http(s) address in ASCII without its fragment; "" for one that leads nowhere we go.

    >>> absolute("https://a.example/x/", "tệp 1.pdf#trang"), absolute("https://a.example/", "javascript:x()")
    ('https://a.example/x/t%E1%BB%87p%201.pdf', '')
    """
    try:
        parts = urlsplit(urljoin(base, _SPACE.sub(" ", link).strip()))
        host, port = parts.hostname or "", parts.port
        host = host if host.isascii() else host.encode("idna").decode("ascii")
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    except ValueError:  # UnicodeError is one too
        return ""
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        return ""
    place = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    place = place if port in {None, usual} else f"{place}:{port}"
    whole = urlunsplit((parts.scheme, place, path, query, ""))
    return whole if len(whole) <= MAX_LINK else ""


def words_of(node: LexborNode, limit: int = 20_000) -> str:
    """The words a node shows, in one line; parts of a word that stand in tags of their own stay together."""
    shown: list[str] = []
    length, before = 0, ""
    for part in node.traverse(include_text=True):
        around = part.parent.tag if part.parent else ""
        if part.tag != "-text":
            shown.append("" if part.tag in _INLINE else " ")
        elif around not in _SILENT:
            shown.append((" " if before not in _INLINE and before != around else "") + (part.text_content or ""))
            length += len(shown[-1])
            before = around or ""
        if length > limit:
            break
    return " ".join("".join(shown).split())[:limit]
