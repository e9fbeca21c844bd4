"""The 24 fields and their look-up by typed words."""

from pathlib import Path

import pytest

from nlp.fields import FIELDS, field_by_words

CORPUS_FIELDS = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "law" / "fields.tsv"


def test_there_are_24_fields_with_names_in_both_languages() -> None:
    assert len(FIELDS) == 24
    assert all(field.code == code and field.vi and field.en for code, field in FIELDS.items())


def test_codes_and_names_are_the_agreed_ones() -> None:
    if not CORPUS_FIELDS.exists():
        pytest.skip("the shared corpus is not beside the repository")
    rows = [line.split("\t") for line in CORPUS_FIELDS.read_text(encoding="utf-8").splitlines()[1:]]
    assert [(row[0], row[1]) for row in rows] == [(field.code, field.vi) for field in FIELDS.values()]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("dat_dai", "dat_dai"),
        ("Đất đai", "dat_dai"),
        ("dat dai", "dat_dai"),
        ("thuế", "thue_phi_hai_quan"),
        ("Sở Y tế", "y_te"),
        ("giáo dục và đào tạo", "giao_duc"),
        ("BHXH", "an_sinh"),
        ("fire safety", "an_ninh_trat_tu"),
        ("Agriculture, rural areas, fisheries and forestry", "nong_nghiep"),
        ("military", "quoc_phong_nvqs"),
        ("luật đất đai mới", "dat_dai"),
    ],
)
def test_a_field_is_found_by_code_name_part_or_common_word(typed: str, code: str) -> None:
    assert field_by_words(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "👍", "abc xyz", "dự thảo", "thuế y tế", "land tax", "Nông nghiệp và Môi trường"]
)
def test_no_field_or_two_fields_is_no_answer(typed: str) -> None:
    assert field_by_words(typed) is None
