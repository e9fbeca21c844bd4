"""Pages in two columns are read column by column; tables and mastheads are not taken for columns."""

from pathlib import Path

from nlp.drafts import columns, extract_pdf
from nlp.drafts.columns import Box
from nlp.drafts.source import Line
from nlp.drafts.wraps import rejoin

WIDTH = 600.0


def column(left: float, right: float, count: int = 10, top: float = 700.0) -> list[Box]:
    """Lines of text below each other."""
    return [Box(left, top - 15 * place - 10, right, top - 15 * place) for place in range(count)]


def sides(boxes: list[Box]) -> list[tuple[str, int, int]]:
    """The regions as (side, bottom, top)."""
    names = {(True, True): "across", (True, False): "left", (False, True): "right"}
    return [
        (names[one.left == 0, one.right == WIDTH], int(one.bottom), int(one.top))
        for one in columns.regions(boxes, WIDTH)
    ]


def test_left_before_right_whatever_the_order_of_drawing() -> None:
    pairs = zip(column(50, 270), column(330, 550), strict=True)
    assert sides([box for pair in pairs for box in pair]) == [("left", 555, 700), ("right", 555, 700)]


def test_headlines_part_the_page() -> None:
    upper, lower = [*column(50, 270), *column(330, 550)], [*column(50, 270, top=500), *column(330, 550, top=500)]
    assert sides([*lower, Box(50, 520, 550, 530), *upper]) == [
        *(("left", 555, 700), ("right", 555, 700), ("across", 520, 530)),
        *(("left", 355, 500), ("right", 355, 500)),
    ]


def test_one_column_a_masthead_and_a_table_are_no_columns() -> None:
    assert sides(column(50, 550, 40)) == []
    assert sides([*column(50, 270, 3), *column(330, 550, 3), *column(50, 550, 30, 600)]) == []
    assert sides([*column(50, 80, 11), Box(50, 525, 270, 535), *column(330, 550, 12)]) == []


def test_a_real_page_in_two_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    import matplotlib as mpl

    mpl.use("pdf")
    mpl.rcParams["pdf.fonttype"] = 42
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.3, 11.7))
    left = [
        "Điều 1. Phạm vi của bản tin này là",
        *(f"dòng thứ {number} của cột bên trái, đủ dài" for number in range(11)),
    ]
    right = [
        "Điều 2. Hiệu lực của bản tin này là",
        *(f"dòng thứ {number} của cột bên phải, đủ dài" for number in range(11)),
    ]
    for place, (one, two) in enumerate(zip(left, right, strict=True)):
        figure.text(0.08, 0.9 - place * 0.02, one, fontsize=9)
        figure.text(0.55, 0.9 - place * 0.02, two, fontsize=9)
    figure.savefig(path)
    text = " ".join(line.text for line in extract_pdf.extract(path).lines)
    assert (
        text.index("dòng thứ 10 của cột bên trái") < text.index("Điều 2.") < text.index("dòng thứ 0 của cột bên phải")
    )


def test_words_broken_with_a_hyphen_are_whole_again() -> None:
    def joined(*texts: str) -> list[str]:
        return [line.text for line in rejoin(tuple(Line(text) for text in texts), 70)]

    assert joined("Việc gửi qua inter-", "net được khuyến khích") == ["Việc gửi qua internet được khuyến khích"]
    assert joined("Hội nghị tại Pa-", "ri năm 2015") == ["Hội nghị tại Pa-ri năm 2015"]
    assert joined("Giai đoạn 2021 -", "2025.") == ["Giai đoạn 2021 -", "2025."]
