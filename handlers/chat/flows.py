"""FLOWS: every conversation there is, in the order the help lists them."""

from collections.abc import Mapping

from handlers.chat.admins.announce import ANNOUNCE
from handlers.chat.base import Flow
from handlers.chat.citizens import help as help_flow
from handlers.chat.citizens.browse import BROWSE
from handlers.chat.citizens.changes import CHANGES
from handlers.chat.citizens.comment import COMMENT, SENT
from handlers.chat.citizens.data import DATA
from handlers.chat.citizens.follow import FOLLOW
from handlers.chat.citizens.language import LANGUAGE
from handlers.chat.citizens.lookup import LOOKUP, MINE
from handlers.chat.citizens.menu import MENU
from handlers.chat.citizens.read import READ
from handlers.chat.citizens.search import SEARCH
from handlers.chat.citizens.start import START
from handlers.chat.citizens.stop import STOP
from handlers.chat.staff.console import CONSOLE
from handlers.chat.staff.digest import DIGEST
from handlers.chat.staff.link import LINK
from handlers.chat.staff.publish import PUBLISH

_ORDER = (
    MENU, START, BROWSE, READ, CHANGES, SEARCH, COMMENT, SENT, FOLLOW, LOOKUP, MINE, DATA, LANGUAGE, STOP,
    LINK, CONSOLE, DIGEST, PUBLISH, ANNOUNCE,
)  # fmt: skip


def _all() -> Mapping[str, Flow]:
    flows = {flow.name: flow for flow in _ORDER}
    flows["help"] = help_flow.make(flows)
    return flows


FLOWS: Mapping[str, Flow] = _all()
