"""Word lists: what is shipped, what is refused, and how phrases are found."""

import tomllib
from pathlib import Path

import pytest

from nlp.fields import FIELDS
from nlp.lexicon.kinds import KindRules
from nlp.lexicon.matching import LONGEST_READ, MOST_REMEMBERED, PhraseIndex, Readings, tokens
from nlp.lexicon.phrases import NEUTRAL, LexiconError, Phrase, read_phrases
from nlp.tagging import LEXICON, Tagger, read_spellings

LAND_AND_TAX = PhraseIndex(
    [
        Phrase("thuê nhà", "nha", 1.0),
        Phrase("thuế", "thue", 1.0),
        Phrase("giá đất", "dat", 1.0),
        Phrase("đất", "dat", 1.0),
    ]
)


def found(index: PhraseIndex, text: str) -> list[str]:
    return [match.phrase for match in index.matches(tokens(text))]


def test_every_field_has_at_least_forty_phrases_in_full_spelling() -> None:
    tables = tomllib.loads(LEXICON.read_text(encoding="utf-8"))
    counts = {code: len(tables[code]["phrases"]) + len(tables[code]["weights"]) for code in FIELDS}
    assert min(counts.values()) >= 40, counts


def test_a_list_that_staff_wrote_replaces_the_one_shipped(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        "".join(f'[{code}]\nphrases = ["mẫu {number} riêng"]\n' for number, code in enumerate(FIELDS)), encoding="utf-8"
    )
    tagger = Tagger.load(path)
    assert tagger.tag("Về mẫu 3 riêng").topics[0].code == list(FIELDS)[3]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[a]\nphrases = ['đất']\n[x]\nphrases = ['y']", r"\[x\] is not a known code"),
        ("[b]\nphrases = ['đất']", r"the table \[a\] is missing"),
        ("[a]\nphrases = ['đất', 'Đất']", "'Đất' stands there twice"),
        ("[a]\nphrases = ['đất']\n[a.weights]\n'đất' = 2", "'đất' stands there twice"),
        ("[a]\nphrases = ['đất', ' ! ']", "' ! ' is an empty phrase"),
        ("[a]\nphrases = []", r"\[a\] has no phrases"),
        ("[a]\nphrases = ['đất', 5]", "5 is an empty phrase"),
        ("[a]\nphrases = 'đất'", "needs lists"),
        ("[a]\nphrases = ['đất']\n[a.weights]\n'nhà' = 0", "'nhà' needs a weight"),
        ("[a]\nphrases = ['đất']\n[a.weights]\n'nhà' = true", "'nhà' needs a weight"),
        ("[a]\nphrases = ['" + "rất " * 13 + "']", "longer than 12 syllables"),
        ("[a\nphrases = 1", "own.toml: "),
        ("a = 1", "'a' stands outside a table"),
    ],
)
def test_a_mistake_in_a_list_is_named(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=complaint):
        read_phrases(path, ["a"])


def test_a_missing_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"none\.toml"):
        read_phrases(tmp_path / "none.toml", FIELDS)


def test_rules_of_kinds_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "kinds.toml"
    path.write_text("[spam]\nat_least = 1\nphrases = ['a']", encoding="utf-8")
    with pytest.raises(LexiconError, match="`rank`"):
        KindRules.load(path)
    path.write_text("[spam]\nrank = 1\nat_least = 1\nphrases = ['a']\n[spam.signs]\nmoon = 1", encoding="utf-8")
    with pytest.raises(LexiconError, match="question_mark, asks, lone_question, link, phone, shout"):
        KindRules.load(path)


def test_shorthand_is_one_syllable_for_one(tmp_path: Path) -> None:
    path = tmp_path / "spellings.toml"
    path.write_text("[shorthand]\nntn = 'như thế nào'", encoding="utf-8")
    with pytest.raises(LexiconError, match="'ntn' must stand for one word"):
        read_spellings(path)


def test_marks_that_were_typed_must_fit() -> None:
    assert found(LAND_AND_TAX, "Tôi muốn thuê nhà rẻ hơn") == ["thuê nhà"]
    assert found(LAND_AND_TAX, "Tôi muốn giảm thuế nhà") == ["thuế"]
    assert found(LAND_AND_TAX, "món này đắt quá, giá dắt lắm") == []


def test_a_bare_syllable_in_an_accented_text_is_read_as_it_stands() -> None:
    assert found(LAND_AND_TAX, "Quán ở Đà Nẵng bán bánh Dat rất ngon") == []


def test_text_without_marks_matches_by_its_bare_form() -> None:
    assert found(LAND_AND_TAX, "gia dat cao qua, giam thue di") == ["giá đất", "thuế"]


def test_half_typed_marks_match() -> None:
    assert found(LAND_AND_TAX, "Giá dat ở đây tăng quá nhanh") == ["giá đất"]


def test_the_longest_phrase_hides_the_ones_within() -> None:
    assert found(LAND_AND_TAX, "giá đất và đất") == ["giá đất", "đất"]


def test_a_phrase_does_not_reach_over_a_full_stop() -> None:
    assert found(LAND_AND_TAX, "Nói về giá. Đất thì để sau") == ["đất"]


def test_two_spellings_of_one_bare_phrase_share_its_weight() -> None:
    index = PhraseIndex([Phrase("đồng bào", "dan_toc", 1.0), Phrase("đóng báo", "bao_chi", 1.0)])
    (match,) = index.matches(tokens("dong bao"))
    assert match.weights["dan_toc"] == match.weights["bao_chi"] < 1.2
    (match,) = index.matches(tokens("đồng bào"))
    assert set(match.weights) == {"dan_toc"}


def test_drawn_out_letters_and_shorthand_are_read() -> None:
    index = PhraseIndex([Phrase("không đồng ý", "x", 1.0)])
    assert index.matches(tokens("ko đồng ýýýý", Readings({"ko": "không"})))


def test_neutral_phrases_hide_words_of_fields() -> None:
    tagger = Tagger.load()
    assert all(topic.code != NEUTRAL for topic in tagger.tag("xây dựng luật").topics)
    assert tagger.tag("Tôi góp ý xây dựng dự thảo").topics == ()


def test_an_everyday_word_wins_over_a_field_only_where_marks_are_missing() -> None:
    tagger = Tagger.load()
    assert tagger.tag("toi dong y cho qua").topics == ()
    assert tagger.tag("Bác sĩ đông y").topics[0].code == "y_te"
    assert [each.text for each in tagger.tag("Nên công nhận đông y").topics[0].evidence] == ["đông y"]


def test_what_is_remembered_of_one_way_of_typing_does_not_answer_for_another() -> None:
    index = PhraseIndex([Phrase("đồng ý", NEUTRAL, 1.0), Phrase("đông y", "y_te", 1.0)])
    for _ in range(2):
        (bare,) = index.matches(tokens("dong y"))
        (accented,) = index.matches(tokens("đông y"))
        assert set(bare.weights) == {NEUTRAL}
        assert accented.phrase == "đông y"
        assert not index.matches(tokens("động ý"))


def test_a_flood_of_strange_syllables_is_forgotten_again() -> None:
    readings = Readings()
    tokens(" ".join(f"x{number}" for number in range(MOST_REMEMBERED + 10)), readings)
    assert len(readings) <= MOST_REMEMBERED
    tokens("a" * 100_000, readings)
    assert max(map(len, readings)) <= LONGEST_READ
