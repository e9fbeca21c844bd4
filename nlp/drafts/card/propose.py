"""From the provisions of a draft to the lines of its clause card; a question the text does not answer has no line."""

from collections.abc import Iterable

from nlp.drafts.card.dates import when
from nlp.drafts.card.duties import must
from nlp.drafts.card.people import who
from nlp.drafts.card.scope import what
from nlp.drafts.card.wording import CardLine, Text
from nlp.drafts.tree import Provision


def propose(provisions: Iterable[Provision]) -> tuple[CardLine, ...]:
    """At most four lines (who, what, must, when), each in words of the provision it cites, at most 200 characters.

    Where a decision puts a regulation or plan in force, that one is read first. Raises nothing.
    """
    text = Text(provisions)
    return tuple(line for line in (who(text), what(text), must(text), when(text)) if line is not None)
