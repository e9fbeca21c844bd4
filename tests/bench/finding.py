"""``python -m tests.bench.finding``: how right restoring, routing, locating and the trends are, and how long they take.

Texts come from the corpus beside the repository, which is measured with and never learnt from here.
"""

import csv
import gzip
import io
import json
import math
import random
import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.sandbox.world.build_docx import write_docx
from nlp.drafts.files import parse_file
from nlp.locate import locate
from nlp.resembling import Resembling
from nlp.restoring import Restorer
from nlp.restoring.syllables import one_spelling
from nlp.routing import Router
from nlp.trends import forecast, surges
from tests.nlp.test_locate import CODE
from tests.source import ROOT

CORPUS = ROOT.parent / "shared" / "corpus"
WORLD = ROOT / "bot" / "sandbox" / "world" / "drafts"
DESCRIBED = ROOT / "tests" / "nlp" / "described_places.tsv"
DESCRIBED_FRESH = ROOT / "tests" / "nlp" / "described_places_fresh.tsv"
DESCRIBED_STRANGE = ROOT / "tests" / "nlp" / "described_places_strange.tsv"
ROUTED = ROOT / "tests" / "nlp" / "routed_titles.tsv"
CODES = {
    "Sở Nông nghiệp và Môi trường": "so_nnmt", "Sở Văn hóa và Thể thao": "so_vhttdl", "Sở Du lịch": "so_vhttdl",
    "Sở Tài chính": "so_tc", "Sở Xây dựng": "so_xd", "Sở Nội vụ": "so_nv", "Sở Khoa học và Công nghệ": "so_khcn",
    "Sở Giáo dục và Đào tạo": "so_gddt", "Sở Y tế": "so_yt", "Sở Công Thương": "so_ct", "Sở Tư pháp": "so_tp",
    "Công an tỉnh": "cong_an", "Văn phòng UBND tỉnh": "vp_ubnd", "Bộ Chỉ huy Quân sự tỉnh": "bch_qs",
    "Ban của Hội đồng nhân dân tỉnh": "vp_hdnd", "Sở Dân tộc và Tôn giáo": "so_dttg",
    "Chưa xác định/Sở NNMT": "so_nnmt", "Ban Quản lý Khu kinh tế": "bql_kkt",
}  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+")


def bare(text: str) -> str:
    """The text without marks, letter for letter."""
    composed = unicodedata.normalize("NFC", text).replace("đ", "d").replace("Đ", "D")
    return "".join(char for char in unicodedata.normalize("NFD", composed) if not unicodedata.combining(char))


def tell(line: str) -> None:
    """One line of findings."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def restoring() -> None:
    """Syllables right of texts stripped of their marks."""
    restorer = Restorer.load()
    for name, texts in _texts():
        right = total = 0
        began = time.process_time()
        restored = [restorer.restore(bare(text)) for text in texts]
        took = time.process_time() - began
        for text, found in zip(texts, restored, strict=True):
            pairs = zip(_LETTERS.findall(one_spelling(text)), _LETTERS.findall(one_spelling(found)), strict=False)
            for wanted, given in pairs:
                total += 1
                right += wanted == given
        tell(f"restore | {name} | {100 * right / total:.2f} % of {total} syllables | {1000 * took / len(texts):.2f} ms")


def _texts() -> Iterator[tuple[str, list[str]]]:
    chance = random.Random(1)  # noqa: S311 (a sample, no secret)
    folder = CORPUS / "text"
    with (folder / "vsfc_dev.tsv").open(encoding="utf-8") as lines:
        yield "student feedback (vsfc_dev)", [line.rstrip("\n").split("\t")[2] for line in lines][1:]
    with (folder / "victsd_valid.csv").open(encoding="utf-8") as lines:
        yield "readers' comments (victsd_valid)", [row["Comment"] for row in csv.DictReader(lines)]
    yield from _never_read(folder)
    questions = (folder / "vlsp2025_legal_questions.txt").read_text(encoding="utf-8").splitlines()
    yield "legal questions (vlsp2025)", [re.sub(r"^[-\d. ]+", "", line) for line in questions]
    comments = (CORPUS / "citizen_comments_dev.jsonl").read_text(encoding="utf-8").splitlines()
    yield "citizens' questions (citizen_comments_dev)", [json.loads(line)["text"] for line in comments]
    papers = [path.read_text(encoding="utf-8") for path in sorted((CORPUS / "legal").glob("*.[tm]*[td]"))]
    long = [line for paper in papers for line in paper.splitlines() if len(line.split()) > 12]
    yield "legal texts (corpus/legal)", chance.sample(long, 500)


def _never_read(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Samples of the larger parts, whose errors nobody has looked at while writing what the restorer learns from."""
    chance = random.Random(2)  # noqa: S311 (a sample, no secret)
    with (folder / "vsfc_train.tsv").open(encoding="utf-8") as lines:
        feedback = [line.rstrip("\n").split("\t")[2] for line in lines][1:]
    yield "student feedback never read (vsfc_train)", chance.sample(feedback, 1_500)
    for name, column in (("victsd_train", "Comment"), ("visfd_train", "comment")):
        with gzip.open(folder / f"{name}.csv.gz", "rt", encoding="utf-8") as lines:
            texts = [row[column] for row in csv.DictReader(lines)]
        yield f"comments never read ({name})", chance.sample(texts, 1_500)


def routing() -> None:
    """Departments of titles, real ones and those written for this: the first, and among the first three."""
    router = Router.load()
    for title_set, rows in _titles():
        for name, typed in (("as typed", str), ("without marks", bare)):
            began = time.process_time()
            found = [[one.code for one in router.route(typed(title))] for _, title in rows]
            took = 1000 * (time.process_time() - began) / len(rows)
            pairs = list(zip(rows, found, strict=True))
            first, three = (
                100 * sum(code in codes[:most] for (code, _), codes in pairs) / len(rows) for most in (1, 3)
            )
            tell(f"route | {title_set}, {name} | top-1 {first:.1f}, top-3 {three:.1f} of {len(rows)} | {took:.2f} ms")


def _titles() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Sets of titles, each with the code of its department."""
    with (CORPUS / "draft_titles_by_agency_dev.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    yield "real titles", [(CODES.get(row["drafting_agency"], ""), row["title"]) for row in rows]
    written = [line.split("\t") for line in ROUTED.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    for name in sorted({row[0] for row in written}):
        yield f"written set {name}", [(code, title) for of, code, title in written if of == name]


def locating() -> None:
    """Places described in citizens' words: the article among the first and the first three."""
    with tempfile.TemporaryDirectory() as folder:
        write_docx(Path(folder) / "rac.docx")
        files = {
            "rac": Path(folder) / "rac.docx",
            "rong": WORLD / "nghi-quyet-ban-hang-rong.html",
            "so": WORLD / "ke-hoach-ky-nang-so.txt",
            "thanhnien": CORPUS / "legal" / "09_luat_thanh_nien_2020.txt",
            "uudai": CORPUS / "legal" / "31_qd_49_2012_qd_ubnd_kem_quy_che.md",
            "thuedat": CORPUS / "legal" / "22_nd_87_2025_nd_cp.txt",
            "hoi": CORPUS / "legal" / "11_du_thao_luat_ve_hoi_2016.txt",
            "nguoicong": CORPUS / "legal" / "42_vbhn_834_bldtbxh_2024.md",
            "quocphong": CORPUS / "legal" / "18_nghi_quyet_132_2020_qh14.txt",
        }
        indexes = {name: Resembling(parse_file(path).provisions) for name, path in files.items()}
    described, fresh, strange = (
        [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
        for path in (DESCRIBED, DESCRIBED_FRESH, DESCRIBED_STRANGE)
    )
    sets = (
        ("with marks", described, str),
        ("without", described, bare),
        ("fresh", fresh, str),
        ("strange", strange, str),
    )
    for name, rows, typed in sets:
        began = time.process_time()
        found = [[place.path for place in indexes[draft].nearest(typed(words))] for draft, _, words in rows]
        took = time.process_time() - began
        for kind, same in (("article", _article), ("exact place", str)):
            hits = [
                sum(same(path) in map(same, paths[:most]) for (_, path, _), paths in zip(rows, found, strict=True))
                for most in (1, 3)
            ]
            first, three = (100 * hit / len(rows) for hit in hits)
            tell(f"locate | {kind}, {name} | top-1 {first:.1f}, top-3 {three:.1f} of {len(rows)}")
        tell(f"locate | a text, {name} | {1000 * took / len(rows):.2f} ms")


def pointing() -> None:
    """Comments that speak of no law, on made-up laws with and without chapters: how many are given a place."""
    plain = [f"dieu-{number}" for number in range(1, 40)]
    plain += [f"dieu-{number}/khoan-{clause}" for number in range(1, 40) for clause in range(1, 6)]
    whole = {
        "all": ("victsd_valid.csv", "vsfc_dev.tsv", "visfd_dev.csv"),
        "every third": ("victsd_train.csv.gz", "vsfc_train.tsv", "visfd_train.csv.gz"),
    }
    for name, files in whole.items():
        texts = [text for file in files for text in _comments(CORPUS / "text" / file)][:: 3 if "third" in name else 1]
        began = time.process_time()
        hits = [sum(bool(locate(text, law)) for text in texts) for law in (plain, CODE)]
        took = time.process_time() - began
        tell(f"point | {name} | {hits} of {len(texts)} given a place | {500 * took / len(texts):.2f} ms")


def _comments(path: Path) -> list[str]:
    written = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = csv.DictReader(io.StringIO(written.decode()), delimiter="\t" if path.suffix == ".tsv" else ",")
    return [row.get("Comment") or row.get("comment") or row.get("text") or "" for row in rows]


def _article(path: str) -> str:
    steps = path.split("/")
    at = next((at for at, step in enumerate(steps) if step.startswith("dieu-")), 1)
    return "/".join(steps[: at + 1])


def trends() -> None:
    """Synthetic series: negative binomial, weekday pattern, drifting level; with one burst for the surges."""
    for seed in (7, 2027, 2028):
        forecasts(seed)
    bursts()


def forecasts(seed: int) -> None:
    """Fourteen days forecast, beside a week repeated and beside what he could tell who knew the true mean so far."""
    chance = random.Random(seed)  # noqa: S311 (a sample, no secret)
    errors, naive, knowing, covered, days = [], [], [], 0, 0
    for _ in range(300):
        length = chance.randint(60, 180)
        counts, weekday, _, usual = series(chance, length + 14, burst=False)
        known, ahead = counts[:length], counts[length:]
        expected = forecast(known, weekday, 14)
        scale = _mean([abs(known[day] - known[day - 7]) for day in range(7, length)])
        errors.append(_mean([abs(a - e.mean) for a, e in zip(ahead, expected, strict=True)]) / scale)
        naive.append(_mean([abs(a - known[length - 7 + day % 7]) for day, a in enumerate(ahead)]) / scale)
        true = [usual(length - 1, length + day) for day in range(14)]
        knowing.append(_mean([abs(a - m) for a, m in zip(ahead, true, strict=True)]) / scale)
        covered += sum(e.low <= a <= e.high for a, e in zip(ahead, expected, strict=True))
        days += 14
    best, week = _mean(knowing), _mean(naive)
    tell(f"forecast | seed {seed} | MASE {_mean(errors):.3f}, a week repeated {week:.3f}, truth known {best:.3f}")
    tell(f"forecast | seed {seed} | the interval holds {covered / days:.1%}")


def bursts() -> None:
    """Bursts found, and days called one that were none."""
    chance = random.Random(7)  # noqa: S311 (a sample, no secret)
    hits = false = quiet = 0
    began = time.process_time()
    for _ in range(200):
        counts, weekday, burst, _ = series(chance, 120, burst=True)
        found = [day for day, judged in enumerate(surges(counts, weekday)) if judged.surge]
        hits += any(day in burst for day in found)
        false += sum(day not in burst for day in found)
        quiet += 120 - len(burst)
    took = time.process_time() - began
    tell(f"surges | {hits / 200:.1%} found, {100 * false / quiet:.2f} false a 100 days | {1000 * took / 200:.0f} ms")


def series(
    chance: random.Random, length: int, *, burst: bool
) -> tuple[list[int], int, range, Callable[[int, int], float]]:
    """Daily counts, the weekday of the first, the days of the burst, and a day's mean by the level of another."""
    level = math.exp(chance.uniform(math.log(4), math.log(60)))
    size = chance.uniform(3, 15)
    week = [math.exp(chance.gauss(0, 0.15)) * (1 if day < 5 else chance.uniform(0.4, 0.9)) for day in range(7)]
    wander, weekday = chance.uniform(0.01, 0.04), chance.randrange(7)
    start = chance.randint(28, length - 7)
    days = range(start, start + chance.randint(2, 5)) if burst else range(0)
    times, counts, levels = chance.choice((2, 3, 5)), [], []
    for day in range(length):
        level *= math.exp(chance.gauss(0, wander))
        levels.append(level)
        mean = level * week[(weekday + day) % 7] * 7 / sum(week) * (times if day in days else 1)
        counts.append(_poisson(chance, chance.gammavariate(size, mean / size)))
    return counts, weekday, days, lambda at, day: levels[at] * week[(weekday + day) % 7] * 7 / sum(week)


def _poisson(chance: random.Random, mean: float) -> int:
    count, waited = 0, chance.expovariate(1)
    while waited < mean:
        count += 1
        waited += chance.expovariate(1)
    return count


def _mean(numbers: Sequence[float]) -> float:
    return math.fsum(numbers) / len(numbers)


PARTS: dict[str, Callable[[], None]] = {
    "restoring": restoring, "routing": routing, "pointing": pointing, "locating": locating, "trends": trends,
}  # fmt: skip

if __name__ == "__main__":
    if not CORPUS.exists():
        sys.exit(f"the corpus is not at {CORPUS}")
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
