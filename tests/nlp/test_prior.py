"""The prior: features, exact training, and the shipped weights being what the script makes of the law."""

from pathlib import Path

import numpy as np
import pytest

from nlp.lexicon.matching import tokens
from nlp.noise import unmarked
from nlp.prior import law
from nlp.prior.features import features, keys_of
from nlp.prior.model import CODES, WEIGHTS, Prior, scores, shipped
from nlp.prior.svm import Row, fit
from nlp.prior.train import train, write

LAW = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "law"
LAND = "Người sử dụng đất được cấp giấy chứng nhận quyền sử dụng đất"


def test_the_shipped_weights_are_what_the_script_makes_of_the_law() -> None:
    if not LAW.is_dir():
        pytest.skip("the shared corpus of the law is not beside the repository")
    made = train(law.examples(LAW))
    with np.load(WEIGHTS, allow_pickle=False) as shipped_parts:
        assert set(made) == set(shipped_parts.files)
        for name in made:
            assert made[name].dtype == shipped_parts[name].dtype, name
            assert np.array_equal(made[name], shipped_parts[name]), name


def test_the_shipped_weights_are_small() -> None:
    assert WEIGHTS.stat().st_size <= 10_000_000


def test_a_text_of_the_law_gets_its_field_with_and_without_marks() -> None:
    for text in (LAND, unmarked(LAND)):
        found = scores(text)
        assert found.shape == (24,)
        assert CODES[int(found.argmax())] == "dat_dai"


def test_scores_are_pure_and_a_title_lends_a_share() -> None:
    own = scores("Mức này cao quá")
    assert np.array_equal(own, scores("Mức này cao quá"))
    column = CODES.index("dat_dai")
    assert scores("Mức này cao quá", "Nghị định về giá đất")[column] > own[column] + scores("", "")[column]


def test_nothing_to_read_gives_the_same_scores_whatever_it_is() -> None:
    assert np.array_equal(scores(""), scores("发展 🙂"))
    assert np.isfinite(scores("x" * 100_000)).all()


def test_what_is_passed_over_counts_for_nothing() -> None:
    read = tokens("quyền sử dụng đất")
    assert np.array_equal(shipped().read(read, [(0, 4)]).scores, shipped().read(()).scores)
    part = shipped().read(read, [(3, 4)])
    assert len(part.first) < len(shipped().read(read).first)


def test_what_features_add_makes_the_scores() -> None:
    empty, whole = shipped().read(()), shipped().read(tokens(LAND))
    assert np.allclose(whole.added.sum(axis=0) + empty.scores, whole.scores, atol=1e-5)


def test_features_say_which_syllables_they_cover() -> None:
    found = features(tokens("Giá đất cao"))
    assert len(found.keys) == 3 + 2 + 3 + 2 + 1
    assert sorted(set(zip(found.first.tolist(), found.last.tolist(), strict=True))) == [
        (0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3),
    ]  # fmt: skip
    assert len(features(()).keys) == 0


def test_both_readings_meet_where_marks_are_missing() -> None:
    shared = set(keys_of("giá đất").tolist()) & set(keys_of("gia dat").tolist())
    assert len(shared) == 3  # two bare syllables and their pair
    assert set(keys_of("hoà").tolist()) == set(keys_of("hòa").tolist())


def test_pairs_are_known_by_the_law() -> None:
    assert shipped().pairs_known([("su", "dung"), ("dung", "zzz")]) == [True, False]


def test_separable_rows_are_separated_and_training_repeats_itself() -> None:
    rows = [Row(np.array([place % 3], dtype=np.int32), np.ones(1, dtype=np.float32)) for place in range(12)]
    signs = np.array([[1 if place % 3 == label else -1 for label in range(3)] for place in range(12)], dtype=np.float32)
    weights = fit(rows, signs, np.full_like(signs, 0.5), width=3, rounds=30)
    margins = np.array([weights[row.columns[0]] + weights[-1] for row in rows])
    assert ((margins > 0) == (signs > 0)).all()
    assert np.array_equal(weights, fit(rows, signs, np.full_like(signs, 0.5), width=3, rounds=30))


def test_a_weights_file_reads_back_as_it_was_written(tmp_path: Path) -> None:
    few = [law.Example(f"{LAND} số {number}", ("dat_dai",)) for number in range(4)]
    few += [law.Example(f"Học sinh trường trung học phổ thông lớp {number}", ("giao_duc",)) for number in range(4)]
    write(train(few), tmp_path / "few.npz")
    read = Prior.load(tmp_path / "few.npz").read(tokens("học sinh trung học"))
    assert CODES[int(read.scores.argmax())] == "giao_duc"
