"""Word boundaries from underthesea, offline."""

import subprocess
import sys

from nlp.segment import word_starts, words


def test_syllables_of_one_word_stay_together() -> None:
    assert words("Tôi phản đối dự thảo") == ("Tôi", "phản đối", "dự thảo")


def test_word_starts_are_counted_in_syllables() -> None:
    assert word_starts(["Tôi", "phản", "đối", "dự", "thảo"]) == {0, 1, 3, 5}


def test_nothing_to_segment_is_no_mistake() -> None:
    assert words("") == words(" \n") == ()
    assert word_starts([]) == {0}


def test_importing_the_tagger_does_not_import_the_segmenter() -> None:
    # It costs most of a second: commands that never read a comment must not pay for it.
    code = "import sys, nlp.tagging, nlp.segment; sys.exit('underthesea' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
