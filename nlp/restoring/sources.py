"""The texts the restorer's weights are made from, read and cut into pieces; how loudly each speaks is training's.

Law texts are official and free of copyright; everyday.txt and neighbours.txt were written for this project; of the word
lists and models inside the underthesea package (Apache 2.0) only which syllables make words or stand side by side is
counted. Nothing else is read.
"""

import gzip
import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from nlp.restoring.tagger_tables import side_by_side

EVERYDAY = Path(__file__).with_name("everyday.txt")
NEIGHBOURS = Path(__file__).with_name("neighbours.txt")
ARTICLES, LAWS = "phapdien_articles.jsonl.gz", "uts_vlc_2021_laws.jsonl.gz"
WORDS, COMMON_WORDS = "Viet74K.txt", "Viet11K.txt"
_MODELS = (
    "word_tokenize/models/ws_crf_vlsp2013_20230727/models.bin",
    "pos_tag/models/pos_crf_vlsp2013_20230303/models.bin",
    "pos_tag/pos_crf_2017_10_11.bin",
    "chunking/chunk_crf_2017_10_12.bin",
    "ner/ner_crf_2017_10_12.bin",
)
_LIST = 6  # commas that make a line of everyday.txt a list of phrases


def law_texts(folder: Path) -> Iterator[str]:
    """The articles of the codified law, then the whole laws."""
    with gzip.open(folder / ARTICLES, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield f"{article['title']}\n{article['body']}\n"
    yield from whole_laws(folder)


def whole_laws(folder: Path) -> Iterator[str]:
    """The laws that are there in full, with capitals and punctuation as they were passed."""
    with gzip.open(folder / LAWS, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield f"{json.loads(line)['text']}\n"


def everyday_texts() -> tuple[list[str], list[str]]:
    """The sentences of everyday.txt, and the phrases of its lists."""
    lines = _own_lines(EVERYDAY)
    lists = [line for line in lines if line.count(",") >= _LIST]
    phrases = [phrase for line in lists for phrase in line.split(",")]
    return [f"{line}\n" for line in lines if line.count(",") < _LIST], phrases


def neighbours() -> list[str]:
    """The phrases that the lines of neighbours.txt stand for.

    >>> neighbours()[:2]
    ['à ừ', 'à mà']
    """
    phrases = []
    for line in _own_lines(NEIGHBOURS):
        ahead, _, before = line.partition("<")
        head, _, after = ahead.partition(">")
        phrases += [f"{head.strip()} {word.strip()}" for word in after.split(",") if word.strip()]
        phrases += [f"{word.strip()} {head.strip()}" for word in before.split(",") if word.strip()]
    return phrases


def dictionary(name: str) -> list[str]:
    """The words of one of the lists inside the underthesea package. Raises FileNotFoundError where it is missing."""
    return (_package() / "corpus" / "data" / name).read_text(encoding="utf-8").splitlines()


def tagger_words() -> list[str]:
    """Words and pairs of them that the package's models name. Raises FileNotFoundError, ValueError (other bytes)."""
    models = [_package() / "pipeline" / name for name in _MODELS]
    return sorted({text for model in models for text in side_by_side(model.read_bytes())})


def _own_lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def _package() -> Path:
    package = find_spec("underthesea")
    if package is None or package.origin is None:
        raise FileNotFoundError("underthesea, whose word lists are read, is not installed")
    return Path(package.origin).parent
