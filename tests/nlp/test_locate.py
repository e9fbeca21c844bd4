"""The ways people point at provisions: a line as somebody typed it in, the places meant out."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.locate import Located, best, find, locate, paths_meant
from nlp.text import fold

LAW = (
    [f"dieu-{number}" for number in range(1, 13)]
    + ["dieu-12a", "chuong-1", "chuong-2", "chuong-2/muc-1", "chuong-2/muc-2"]
    + [f"dieu-{article}/khoan-{clause}" for article in (4, 5, 6, 7, 12) for clause in range(1, 5)]
    + [f"dieu-{article}/khoan-{clause}/diem-{letter}" for article in (4, 5) for clause in (1, 2) for letter in "abcdđe"]
)
"""A law: chapters, twelve articles and one put in later."""

DECISION = [
    "dieu-1", "dieu-2", "dieu-2/khoan-1", "dieu-3", "quy-dinh/dieu-1", "quy-dinh/dieu-2", "quy-dinh/dieu-3",
    "quy-dinh/dieu-3/khoan-1", "quy-dinh/dieu-9", "phu-luc-1/so-1", "phu-luc-2/so-1", "phu-luc-2/so-2",
    "phu-luc-2/dieu-1", "phu-luc-3",
]  # fmt: skip
"""A decision with the regulation it puts in force and three annexes."""

PLAN = (
    ["la-ma-1", "la-ma-2", "la-ma-3", "la-ma-4"]
    + [f"la-ma-{roman}/so-{number}" for roman in (1, 2, 3) for number in (1, 2, 3)]
    + [f"la-ma-{roman}/so-2/chu-{letter}" for roman in (2, 3) for letter in ("a", "b", "c", "d", "đ")]
    + ["la-ma-3/so-2/chu-a/gach-1", "la-ma-3/so-2/chu-a/gach-2"]
)
"""A plan with roman sections, numbers, letters and dashes."""

# What was typed | the places meant, in order; empty: none in this draft.
IN_LAW = """
khoản 2 điều 4 | dieu-4/khoan-2
Khoản 2, Điều 4 | dieu-4/khoan-2
khoan 2 dieu 4 | dieu-4/khoan-2
KHOẢN 2 ĐIỀU 4 | dieu-4/khoan-2
điều 4 khoản 2 | dieu-4/khoan-2
Điều 4, khoản 2 | dieu-4/khoan-2
Điều 4 - khoản 2 | dieu-4/khoan-2
dieu 4 khoan 2 | dieu-4/khoan-2
k2 đ4 | dieu-4/khoan-2
k2 d4 | dieu-4/khoan-2
K2 Đ4 | dieu-4/khoan-2
k2đ4 | dieu-4/khoan-2
k2d4 | dieu-4/khoan-2
d4k2 | dieu-4/khoan-2
đ4k2 | dieu-4/khoan-2
Đ4.K2 | dieu-4/khoan-2
đ4/k2 | dieu-4/khoan-2
k.2 đ.4 | dieu-4/khoan-2
k 2 đ 4 | dieu-4/khoan-2
khoan2dieu4 | dieu-4/khoan-2
điều4khoản2 | dieu-4/khoan-2
khoản 2 của Điều 4 | dieu-4/khoan-2
khoản 2 thuộc điều 4 | dieu-4/khoan-2
khoản 2 tại Điều 4 | dieu-4/khoan-2
khoản 2 trong điều 4 | dieu-4/khoan-2
khoản thứ 2 của điều thứ 4 | dieu-4/khoan-2
khoản thứ hai điều thứ tư | dieu-4/khoan-2
khoản hai điều bốn | dieu-4/khoan-2
khoản số 2 điều số 4 | dieu-4/khoan-2
điều 4.2 | dieu-4/khoan-2
Điều 4/2 | dieu-4/khoan-2
điều 4.2.a | dieu-4/khoan-2/diem-a
khoản 02 Điều 04 | dieu-4/khoan-2
(khoản 2 Điều 4) | dieu-4/khoan-2
Tôi góp ý khoản 2 điều 4: mức thu quá cao | dieu-4/khoan-2
De nghi sua khoan 2 dieu 4 vi muc thu qua cao | dieu-4/khoan-2
điểm đ khoản 1 Điều 5 | dieu-5/khoan-1/diem-đ
điểm đ, khoản 1, Điều 5 | dieu-5/khoan-1/diem-đ
điểm d khoản 1 Điều 5 | dieu-5/khoan-1/diem-d
Điểm Đ khoản 1 Điều 5 | dieu-5/khoan-1/diem-đ
diem dd khoan 1 dieu 5 | dieu-5/khoan-1/diem-đ
điểm a k1 đ5 | dieu-5/khoan-1/diem-a
diem a khoan 1 dieu 5 | dieu-5/khoan-1/diem-a
Điều 5 khoản 1 điểm a | dieu-5/khoan-1/diem-a
điều 5, khoản 1, điểm a | dieu-5/khoan-1/diem-a
đ5 k1 điểm a | dieu-5/khoan-1/diem-a
điểm a của khoản 1 của điều 5 | dieu-5/khoan-1/diem-a
điểm a, b khoản 1 Điều 5 | dieu-5/khoan-1/diem-a dieu-5/khoan-1/diem-b
điểm a và b khoản 1 Điều 5 | dieu-5/khoan-1/diem-a dieu-5/khoan-1/diem-b
điểm a, b và đ khoản 1 Điều 5 | dieu-5/khoan-1/diem-a dieu-5/khoan-1/diem-b dieu-5/khoan-1/diem-đ
điểm a đến điểm c khoản 1 Điều 5 | dieu-5/khoan-1/diem-a dieu-5/khoan-1/diem-b dieu-5/khoan-1/diem-c
điểm c đến đ khoản 1 điều 5 | dieu-5/khoan-1/diem-c dieu-5/khoan-1/diem-d dieu-5/khoan-1/diem-đ
điểm a khoản 1, điểm b khoản 2 Điều 5 | dieu-5/khoan-1/diem-a dieu-5/khoan-2/diem-b
điểm a khoản 1 và điểm b khoản 2 Điều 5 | dieu-5/khoan-1/diem-a dieu-5/khoan-2/diem-b
điểm a khoản 1 Điều 4 và điểm b khoản 2 Điều 5 | dieu-4/khoan-1/diem-a dieu-5/khoan-2/diem-b
Điều 1 & 2 | dieu-1 dieu-2
Điều 1 và 2 | dieu-1 dieu-2
Điều 1 và Điều 2 | dieu-1 dieu-2
điều 1 + 2 | dieu-1 dieu-2
điều 3 5 7 | dieu-3 dieu-5 dieu-7
điều 3, 5 và 7 | dieu-3 dieu-5 dieu-7
điều 3,5,7 | dieu-3 dieu-5 dieu-7
dieu 3, 5 va 7 | dieu-3 dieu-5 dieu-7
điều 3; 5; 7 | dieu-3 dieu-5 dieu-7
các điều 3, 5, 7 | dieu-3 dieu-5 dieu-7
điều 3, điều 5 và điều 7 | dieu-3 dieu-5 dieu-7
Điều 3 hoặc Điều 5 | dieu-3 dieu-5
đ3, đ5 | dieu-3 dieu-5
điều 2 đến điều 5 | dieu-2 dieu-3 dieu-4 dieu-5
điều 2 đến 5 | dieu-2 dieu-3 dieu-4 dieu-5
từ điều 2 đến điều 5 | dieu-2 dieu-3 dieu-4 dieu-5
tu dieu 2 toi dieu 5 | dieu-2 dieu-3 dieu-4 dieu-5
điều 2-5 | dieu-2 dieu-3 dieu-4 dieu-5
Điều 2 – Điều 5 | dieu-2 dieu-3 dieu-4 dieu-5
điều 2 -> 4 | dieu-2 dieu-3 dieu-4
điều 2 đến hết điều 4 | dieu-2 dieu-3 dieu-4
từ khoản 1 đến khoản 3 điều 6 | dieu-6/khoan-1 dieu-6/khoan-2 dieu-6/khoan-3
khoản 1-3 điều 6 | dieu-6/khoan-1 dieu-6/khoan-2 dieu-6/khoan-3
khoản 1, 2 Điều 6 | dieu-6/khoan-1 dieu-6/khoan-2
khoản 1 và khoản 3 Điều 6 | dieu-6/khoan-1 dieu-6/khoan-3
Điều 6 khoản 1 và khoản 3 | dieu-6/khoan-1 dieu-6/khoan-3
Điều 6 (khoản 1, 3) | dieu-6/khoan-1 dieu-6/khoan-3
khoản 1 Điều 4 và khoản 2 Điều 5 | dieu-4/khoan-1 dieu-5/khoan-2
khoản 1 Điều 4, khoản 2 Điều 5 | dieu-4/khoan-1 dieu-5/khoan-2
Điều 4 khoản 1, Điều 5 khoản 2 | dieu-4/khoan-1 dieu-5/khoan-2
d4k1 va d5k2 | dieu-4/khoan-1 dieu-5/khoan-2
k1d4, k2d5 | dieu-4/khoan-1 dieu-5/khoan-2
Điều 3 và khoản 2 Điều 5 | dieu-3 dieu-5/khoan-2
khoản 2 Điều 5 và Điều 3 | dieu-5/khoan-2 dieu-3
Điều 3, khoản 2 Điều 5 | dieu-3 dieu-5/khoan-2
Điều 3, Điều 4 khoản 2 | dieu-3 dieu-4/khoan-2
điều 12a | dieu-12a
Điều 12A | dieu-12a
điều 12a và điều 12 | dieu-12a dieu-12
điều 4a | dieu-4/khoan-1/diem-a dieu-4/khoan-2/diem-a
k2a d4 | dieu-4/khoan-2/diem-a
khoản 1 điều 12 | dieu-12/khoan-1
khoản 4 | dieu-4/khoan-4 dieu-5/khoan-4 dieu-6/khoan-4 dieu-7/khoan-4 dieu-12/khoan-4
khoản 9 điều 4 | dieu-4
điểm x khoản 2 điều 4 | dieu-4/khoan-2
điều 99 |
Điều 4 mức phí cao, nhất là khoản 2 | dieu-4 dieu-4/khoan-2
Điều 5 khó hiểu. Khoản 3 càng khó hiểu. | dieu-5 dieu-5/khoan-3
Điều 4 Luật Đất đai |
dieu 4 luat dat dai |
Điều 4 của Luật Đất đai năm 2024 |
khoản 2 Điều 4 Bộ luật Dân sự |
Luật Đất đai, Điều 4 |
Điều 4 Luật Cán bộ, công chức |
điều 4 luật người khuyết tật |
luat thi dua khen thuong dieu 4 |
Luật Nhà ở, điều 4 |
theo Luật Bảo vệ môi trường 2020 tại khoản 2 Điều 4 |
khoản 1 Điều 5 Nghị định 131/2025/NĐ-CP |
khoan 1 dieu 5 nghi dinh 131/2025/nd-cp |
khoản 1 Điều 5 Nghị định số 131/2025/NĐ-CP |
Nghị định số 131/2025/NĐ-CP, Điều 5 |
Điều 5 Thông tư 02 |
Điều 3 Quyết định số 12/2024/QĐ-UBND |
Điều 5 và Điều 6 Luật Đất đai |
Điều 5 Hiến pháp |
Điều 4 trái với Điều 5 Luật Đất đai | dieu-4
Điều 5 Luật Đất đai đã có, Điều 4 dự thảo nhắc lại làm gì | dieu-4
khoản 2 Điều 4 không khớp với khoản 1 Điều 5 Nghị định 131/2025/NĐ-CP | dieu-4/khoan-2
Điều 4 luật này | dieu-4
Điều 4 của Luật này quá chung chung | dieu-4
Điều 4 luật cần sửa | dieu-4
Điều 4 dự thảo Luật | dieu-4
Điều 4 của dự thảo | dieu-4
góp ý luật điều 4 | dieu-4
dự thảo luật đất đai điều 4 | dieu-4
điều 4 quy định mức thu quá cao | dieu-4
Chương 2 | chuong-2
chương II | chuong-2
chuong ii | chuong-2
mục 1 chương II | chuong-2/muc-1
Chương II, Mục 2 | chuong-2/muc-2
Điều 4 Chương II | dieu-4
Chương II Điều 4 khoản 2 | dieu-4/khoan-2
mục 2 | chuong-2/muc-2
article 4 | dieu-4
Article 4, clause 2 | dieu-4/khoan-2
clause 2 of article 4 | dieu-4/khoan-2
point a clause 2 article 4 | dieu-4/khoan-2/diem-a
mức thu quá cao |
paragraph 2 of article 4 | dieu-4/khoan-2
điều mười hai | dieu-12
dieu muoi hai khoan mot | dieu-12/khoan-1
khoản hai điều bốn | dieu-4/khoan-2
điều thứ mười hai quá dài | dieu-12
Đ.4 K.2 | dieu-4/khoan-2
đ4/k2 | dieu-4/khoan-2
dieu4 khoan2 | dieu-4/khoan-2
Điều 4-khoản 2-điểm a | dieu-4/khoan-2/diem-a
khỏan 2 điêu 4 | dieu-4/khoan-2
mười điều hay |
điều mười người biết |
điều này không hợp lý |
điều kiện 3 năm là quá lâu |
khoản này chưa rõ |
khoản 20 triệu là quá nhiều |
khoản 2 triệu đồng mỗi năm |
thu 25.000 đ 4 tháng một lần |
20k 3 tháng |
Cục K2ĐT trả lời giúp |
tôi k 2 lòng |
điểm a ở khu vực này | dieu-4/khoan-1/diem-a dieu-4/khoan-2/diem-a dieu-5/khoan-1/diem-a dieu-5/khoan-2/diem-a
điểm ở đây rất xa |
điểm ý kiến này |
được điểm 8 môn toán |
Điều 4, 30 ngày là quá ngắn | dieu-4
Điều 4 500 đồng | dieu-4
điều 4, 5 người một nhóm | dieu-4
mục tiêu 3 |
phạm vi 2 xã |
ngày 4/5/2026 |
một hai điều muốn nói |
điều hai bên cùng lo |
điều năm nay phải làm |
điều 4, ý 2 | dieu-4/khoan-2
điều 4 ý 2 | dieu-4/khoan-2
ý 2 điều 4 | dieu-4/khoan-2
ý thứ 2 của điều 4 | dieu-4/khoan-2
ý thứ hai điều 4 | dieu-4/khoan-2
ý số 2, điều 4 | dieu-4/khoan-2
y 2 dieu 4 | dieu-4/khoan-2
điều 4 mục 2 | dieu-4/khoan-2
mục 2 điều 4 | dieu-4/khoan-2
mục 2 của điều 4 | dieu-4/khoan-2
dieu 4 muc 2 | dieu-4/khoan-2
điều 4 điểm 2 | dieu-4/khoan-2
điểm 2 điều 4 | dieu-4/khoan-2
điều 4 phần 2 | dieu-4/khoan-2
điều 4 đoạn 2 | dieu-4/khoan-2
điều 4 số 2 | dieu-4/khoan-2
điều IV | dieu-4
Điều IV khoản 2 | dieu-4/khoan-2
điều iv | dieu-4
dieu IV | dieu-4
điều XII | dieu-12
Điều V và VI | dieu-5 dieu-6
khoản II điều IV | dieu-4/khoan-2
d4 k2 | dieu-4/khoan-2
dieu 4 k.2 | dieu-4/khoan-2
dieu 4 k2 | dieu-4/khoan-2
Dieu 4, K 2 | dieu-4/khoan-2
đ.4 | dieu-4
Đ. 4 | dieu-4
K2Đ4 | dieu-4/khoan-2
k2, d4 | dieu-4/khoan-2
k2-d4 | dieu-4/khoan-2
k2/đ4 | dieu-4/khoan-2
điểm a, b khoản 2 điều 4 | dieu-4/khoan-2/diem-a dieu-4/khoan-2/diem-b
điểm a,b k2 đ4 | dieu-4/khoan-2/diem-a dieu-4/khoan-2/diem-b
điểm a & b khoản 2 điều 4 | dieu-4/khoan-2/diem-a dieu-4/khoan-2/diem-b
điểm a) khoản 2 điều 4 | dieu-4/khoan-2/diem-a
điểm "a" khoản 2 điều 4 | dieu-4/khoan-2/diem-a
mục a khoản 2 điều 4 | dieu-4/khoan-2/diem-a
ý a khoản 2 điều 4 | dieu-4/khoan-2/diem-a
khoản 2a điều 4 | dieu-4/khoan-2/diem-a
khoản 2 (a) điều 4 | dieu-4/khoan-2/diem-a
điều 4 khoản 2 a | dieu-4/khoan-2/diem-a
điều 4 khoản 2a | dieu-4/khoan-2/diem-a
điều 4 khoản 2 (a) | dieu-4/khoan-2/diem-a
Điều 4(2)(a) | dieu-4/khoan-2/diem-a
Điều 4(2) | dieu-4/khoan-2
điều 4 (khoản 2) | dieu-4/khoan-2
4.2.a điều 4 | dieu-4
a/2/4 |
đa k2 đ4 | dieu-4/khoan-2
điều thứ 4 | dieu-4
điều thứ tư | dieu-4
điều bốn | dieu-4
dieu bon | dieu-4
điều năm khoản hai | dieu-5/khoan-2
khoản hai, điều bốn | dieu-4/khoan-2
điều bốn nên bỏ | dieu-4
điều bốn thì sao | dieu-4
điều sáu quá khó | dieu-6
khoản một điều năm chưa rõ | dieu-5/khoan-1
điều 4 5 và 6 | dieu-4 dieu-5 dieu-6
điều 4 và 5,6 | dieu-4 dieu-5 dieu-6
từ điều 3 đến 5 | dieu-3 dieu-4 dieu-5
từ điều 3-5 | dieu-3 dieu-4 dieu-5
điều 3 tới điều 5 | dieu-3 dieu-4 dieu-5
điều 3..5 | dieu-3 dieu-4 dieu-5
điều 3 ... 5 | dieu-3 dieu-4 dieu-5
điều số 4 | dieu-4
điều: 4 | dieu-4
điều 4: | dieu-4
Điều 4.- | dieu-4
Điều 04 | dieu-4
Dieu4 | dieu-4
ĐIỀU4KHOẢN2 | dieu-4/khoan-2
điểu 4 | dieu-4
diều 4 | dieu-4
điếu 4 khoản 2 | dieu-4/khoan-2
đìều 4 | dieu-4
điều4, khoản2 | dieu-4/khoan-2
điều 4 -khoản 2 | dieu-4/khoan-2
điều 4 => khoản 2 | dieu-4/khoan-2
điều 4 > khoản 2 | dieu-4/khoan-2
điều 4 trong đó khoản 2 | dieu-4/khoan-2
điều 4, cụ thể là khoản 2 | dieu-4/khoan-2
điều 4 cụ thể khoản 2 | dieu-4/khoan-2
điều 4 nhất là khoản 2 | dieu-4 dieu-4/khoan-2
khoản 2, 3 đ4 | dieu-4/khoan-2 dieu-4/khoan-3
khoản 2-3 điều 4 | dieu-4/khoan-2 dieu-4/khoan-3
cả khoản 2 lẫn khoản 3 điều 4 | dieu-4/khoan-2 dieu-4/khoan-3
khoản 2 với 3 của điều 4 | dieu-4/khoan-2 dieu-4/khoan-3
khoản 2 ở điều 4 | dieu-4/khoan-2
khoản 2 nằm trong điều 4 | dieu-4/khoan-2
khoản 2 của cái điều 4 | dieu-4/khoan-2
art 4 para 2 | dieu-4/khoan-2
Article 4(2) | dieu-4/khoan-2
art. 4.2 | dieu-4/khoan-2
clause 2 article 4 | dieu-4/khoan-2
clause 2 of Article 4 | dieu-4/khoan-2
point a, clause 2, Article 4 | dieu-4/khoan-2/diem-a
chương 2 | chuong-2
chương hai | chuong-2
chương 2 mục 1 | chuong-2/muc-1
C2 |
khỏan 2 điều 4 | dieu-4/khoan-2
khoan2 dieu 4 | dieu-4/khoan-2
khoản 2đ4 | dieu-4/khoan-2
khoản 2 đ 4 | dieu-4/khoan-2
khoản 2. điều 4 | dieu-4/khoan-2
k.2đ.4 | dieu-4/khoan-2
kh2 đ4 | dieu-4/khoan-2
Kh.2, Đ.4 | dieu-4/khoan-2
đ4 khoản 2 | dieu-4/khoan-2
đ4, k2, điểm b | dieu-4/khoan-2/diem-b
đ4k2b | dieu-4/khoan-2/diem-b
đ4.k2.đb | dieu-4/khoan-2
4/2 điều |
điều 4 luật đất đai |
Điều 4 Luật Đất đai 2024 quy định khác |
theo điều 4 luật hôn nhân và gia đình |
Điều 5 Nghị định 87/2025/NĐ-CP |
theo Điều 5, Nghị định số 87 |
nghị định 45 điều 5 |
luật số 31/2024/QH15, điều 4 |
khoản 2 Điều 4 Bộ luật Lao động |
Điều 4 Hiến pháp |
Điều 4 Thông tư 15 của Bộ Y tế |
phạt 4 điều |
điều 4 triệu |
khoản 2 triệu |
khoản 2 tỷ đồng |
mất khoản 500 nghìn |
25.000 đ 4 tháng |
5.000đ/4 tháng |
500đ 2 lần |
phần 2 triệu |
4k 5k |
ngày 4.5 |
20 điều 4 năm |
nhiều điều 1 lúc |
một điều nữa |
điều hai vợ chồng tôi lo |
điều ba tôi nói |
điều tư nhân muốn |
điều năm ngoái hứa |
có mấy điều sau |
điều sau đây |
các điều năm nay |
một điều bốn người nói |
điều vi phạm |
điều xin góp ý |
điều cần sửa |
điều c |
điều mà ai cũng biết |
ý 1 |
tôi có 2 ý |
có ý một mình một chợ |
y 2 tuoi |
mục 3 triệu |
hạng mục 2 tỷ |
danh mục 5 sản phẩm |
điểm 9 môn toán |
khoản vay 2 năm |
tài khoản 4 số |
bóng đá đ4 | dieu-4
điều 4 k áp dụng được | dieu-4
điều 4 ko hợp lý | dieu-4
điều 4 k hợp lý | dieu-4
điều 5 đ/c Nam nói | dieu-5
điều 4 năm 2024 | dieu-4
điều 4 có 2 ý | dieu-4
điều 4 mục đích gì | dieu-4
điều 4 phần mềm | dieu-4
điều 4 điểm danh | dieu-4
khoản 2 đồng ý | dieu-4/khoan-2 dieu-5/khoan-2 dieu-6/khoan-2 dieu-7/khoan-2 dieu-12/khoan-2
điều 4 khoản 2 đồng ý | dieu-4/khoan-2
điều 4 khoản 2 k rõ | dieu-4/khoan-2
điều 4 khoản 2 ngân sách đâu | dieu-4/khoan-2
điều 4 khoản 2 đóng góp quá nhiều | dieu-4/khoan-2
điều 4 khoản 2 tỷ lệ cao | dieu-4/khoan-2
dieu 4 khoan 2 dong y | dieu-4/khoan-2
dieu 4 khoan 2 ngan sach | dieu-4/khoan-2
dieu 4 khoan 2 ho so | dieu-4/khoan-2
điều 4, 5 quy định giống nhau | dieu-4 dieu-5
dieu 4, 5 quy dinh giong nhau | dieu-4 dieu-5
điều 4, 5 hồ sơ nhiều quá | dieu-4 dieu-5
điều 4, 5 xã được chọn | dieu-4
địa điểm a |
quan điểm 1 của tôi |
giai đoạn 2 |
công đoạn 2 |
học phần 2 điều 4 | dieu-4
Điều 4: khoản 2: điểm a | dieu-4/khoan-2/diem-a
Điều 4 -> khoản 2 -> điểm a | dieu-4/khoan-2/diem-a
đoạn 2 khoản 1 điều 4 | dieu-4/khoan-1
ĐIỀU VI PHẠM |
ĐIỀU IV QUY ĐỊNH |
tại khoản 2 Điều 4 | dieu-4/khoan-2
tai khoan 2 dieu 4 | dieu-4/khoan-2
số tài khoản 4 điều |
điều 4 khoản 2, 3 và điều 5 khoản 1 | dieu-4/khoan-2 dieu-4/khoan-3 dieu-5/khoan-1
k2,3 đ4 | dieu-4/khoan-2 dieu-4/khoan-3
điều 4 năm ngày là ít | dieu-4
khoản thứ 2, điều thứ 4 | dieu-4/khoan-2
mức 2 điều 4 | dieu-4
y kien 2 dieu 4 | dieu-4
Theo tôi nên sửa lại Điều 4 ở khoản 2 | dieu-4/khoan-2
Đ4 K2 viết chưa rõ | dieu-4/khoan-2
Tôi góp ý vào đ4 k2 a | dieu-4/khoan-2/diem-a
điều4 k2 điểm b | dieu-4/khoan-2/diem-b
điểm b k2 điều 4 nhé | dieu-4/khoan-2/diem-b
điểm b, ý 2, điều 4 | dieu-4/khoan-2/diem-b
khoản 1 và 2 điều 5 | dieu-5/khoan-1 dieu-5/khoan-2
khoản 1 & khoản 2 của điều 5 | dieu-5/khoan-1 dieu-5/khoan-2
Điều 5 mục 1 điểm a | dieu-5/khoan-1/diem-a
điều V khoản 1 | dieu-5/khoan-1
Điều 5/1/a | dieu-5/khoan-1/diem-a
5.1 điều |
điều 5: 1a | dieu-5
Điều 5. Khoản 1. Điểm a. | dieu-5/khoan-1/diem-a
điều số năm | dieu-5
điều thứ năm nói về phí | dieu-5
điều 7 trở đi | dieu-7
điều 6, điều 7, điều 8 | dieu-6 dieu-7 dieu-8
điều 6 - 8 | dieu-6 dieu-7 dieu-8
từ điều 6 đến hết điều 8 | dieu-6 dieu-7 dieu-8
điều 6 và 7 không thống nhất | dieu-6 dieu-7
điều 6,7 trùng nhau | dieu-6 dieu-7
điều 6/7 | dieu-6
cả điều 6 lẫn điều 7 | dieu-6 dieu-7
khoan 3 dieu 7 khong kha thi | dieu-7/khoan-3
k3 dieu 7 | dieu-7/khoan-3
khoản ba điều bảy | dieu-7/khoan-3
khoản 3, điều bảy | dieu-7/khoan-3
Dieu 12 Khoan 4 | dieu-12/khoan-4
DIEU 12 | dieu-12
điều 12, k.4 | dieu-12/khoan-4
điều 12A dự thảo | dieu-12a
điều 12 a | dieu-12
ý cuối của điều 4 | dieu-4
đoạn 1 điều 6 | dieu-6/khoan-1
đoạn đầu điều 6 | dieu-6
khoản 2 Điều 4 dự thảo Nghị quyết | dieu-4/khoan-2
khoản 2 Điều 4 của dự thảo quyết định | dieu-4/khoan-2
trái khoản 2 Điều 4 Luật Giá |
theo luật Giá 2023 điều 4 |
điều 4 luật giao thông |
Điều 10 Nghị quyết 66-NQ/TW |
Điều 7 Luật số 43/2024/QH15 |
chương 2 dài quá | chuong-2
Mục 2 chương 2 | chuong-2/muc-2
chương hai mục một | chuong-2/muc-1
đóng 2 khoản 3 lần |
nhà có 4 điều hòa |
điều hành 4 năm |
trả 5 khoản |
còn 2 điểm nữa |
ngày 12/4 tôi nộp |
mất 4 đ |
30k/tháng |
đường d4 khu phố 2 | dieu-4
lô K4 | dieu-4/khoan-4 dieu-5/khoan-4 dieu-6/khoan-4 dieu-7/khoan-4 dieu-12/khoan-4
"""

IN_DECISION = """
Điều 3 | quy-dinh/dieu-3
Điều 3 của Quy định | quy-dinh/dieu-3
Điều 3 Quy định | quy-dinh/dieu-3
dieu 3 cua quy dinh | quy-dinh/dieu-3
Điều 3 Quy định này | quy-dinh/dieu-3
Điều 3 quy định ban hành kèm theo | quy-dinh/dieu-3
Điều 3 Quyết định | dieu-3
Điều 3 của Quyết định | dieu-3
điều 3 của quyết định này | dieu-3
dieu 3 quyet dinh | dieu-3
khoản 1 Điều 3 Quy định | quy-dinh/dieu-3/khoan-1
khoản 1 Điều 2 Quyết định | dieu-2/khoan-1
Điều 9 | quy-dinh/dieu-9
phụ lục 3 | phu-luc-3
Phụ lục III | phu-luc-3
phu luc 3 | phu-luc-3
PL 3 | phu-luc-3
phụ lục 2 | phu-luc-2/so-1
mục 2 phụ lục 2 | phu-luc-2/so-2
Phụ lục II, mục 2 | phu-luc-2/so-2
Điều 1 phụ lục 2 | phu-luc-2/dieu-1
Điều 1 | quy-dinh/dieu-1
Điều 1 và Điều 2 Quyết định | dieu-1 dieu-2
annex 3 | phu-luc-3
phụ lục II mục 1 | phu-luc-2/so-1
PL II.1 | phu-luc-2/so-1
mục 2 PL2 | phu-luc-2/so-2
điều 3 khoản 1 của quy định | quy-dinh/dieu-3/khoan-1
Điều 2, khoản 1 quyết định | dieu-2/khoan-1
phụ lục số 3 | phu-luc-3
phụ lục 2 mục 2 | phu-luc-2/so-2
phụ lục II số 2 | phu-luc-2/so-2
phụ lục ba | phu-luc-3
"""

IN_PLAN = """
mục III.2 | la-ma-3/so-2
muc III.2 | la-ma-3/so-2
mục iii.2 | la-ma-3/so-2
Mục III, số 2 | la-ma-3/so-2
mục III/2 | la-ma-3/so-2
mục III-2 | la-ma-3/so-2
III.2 | la-ma-3/so-2
III/2 | la-ma-3/so-2
III/2/a | la-ma-3/so-2/chu-a
III.2.a | la-ma-3/so-2/chu-a
III.2a | la-ma-3/so-2/chu-a
mục III.2.đ | la-ma-3/so-2/chu-đ
điểm a mục III.2 | la-ma-3/so-2/chu-a
điểm a khoản 2 mục III | la-ma-3/so-2/chu-a
điểm a, mục 2, phần III | la-ma-3/so-2/chu-a
khoản 2 mục III | la-ma-3/so-2
điểm 2 mục III | la-ma-3/so-2
muc III y 2 | la-ma-3/so-2
mục 2 mục III | la-ma-3/so-2
Mục 2 phần III | la-ma-3/so-2
phần II mục 3 | la-ma-2/so-3
phan ii muc 3 | la-ma-2/so-3
phần 2 mục 3 | la-ma-2/so-3
phần II | la-ma-2
mục IV | la-ma-4
mục iv | la-ma-4
mục I và II | la-ma-1 la-ma-2
mục I đến III | la-ma-1 la-ma-2 la-ma-3
mục 1 và 2 phần III | la-ma-3/so-1 la-ma-3/so-2
gạch đầu dòng thứ 2 điểm a mục III.2 | la-ma-3/so-2/chu-a/gach-2
Theo tôi mục III.2 nên thêm kinh phí | la-ma-3/so-2
IIX.1 hay mục III.2 | la-ma-3/so-2
II.1 và III.2 | la-ma-2/so-1 la-ma-3/so-2
phần vì dân |
mục đích |
phần III mục 2 điểm a | la-ma-3/so-2/chu-a
Phần 3, mục 2, ý a | la-ma-3/so-2/chu-a
mục III điểm 2 ý a | la-ma-3/so-2/chu-a
mục 2.a phần III | la-ma-3/so-2/chu-a
mục 3.2 | la-ma-3/so-2
muc 3.2.a | la-ma-3/so-2/chu-a
mục III, khoản 2, điểm a | la-ma-3/so-2/chu-a
phan III.2 | la-ma-3/so-2
gạch đầu dòng 1 điểm a mục 2 phần III | la-ma-3/so-2/chu-a/gach-1
mục II và mục III | la-ma-2 la-ma-3
mục I,II | la-ma-1 la-ma-2
III 2 a | la-ma-3/so-2/chu-a
III 2a | la-ma-3/so-2/chu-a
III, 2, a | la-ma-3/so-2/chu-a
III-2-a | la-ma-3/so-2/chu-a
ý 2 mục III | la-ma-3/so-2
mục III(2)(a) | la-ma-3/so-2/chu-a
quý II, 20 ngày |
"""


def table(lines: str) -> list[tuple[str, list[str]]]:
    """The samples of a table."""
    rows = [line.partition("|") for line in lines.strip().splitlines()]
    return [(typed.strip(), meant.split()) for typed, _, meant in rows]


SAMPLES = [
    *((LAW, *row) for row in table(IN_LAW)),
    *((DECISION, *row) for row in table(IN_DECISION)),
    *((PLAN, *row) for row in table(IN_PLAN)),
]


@pytest.mark.parametrize(("draft", "typed", "meant"), SAMPLES, ids=[typed for _, typed, _ in SAMPLES])
def test_people_are_understood(draft: list[str], typed: str, meant: list[str]) -> None:
    assert [found.path for found in locate(typed, draft)] == meant


ARTICLES = {4: ("4", "04", "IV", "bốn", "thứ tư", "số 4"), 5: ("5", "05", "V", "năm", "thứ năm", "số 5")}
CLAUSES = {1: ("1", "01", "I", "một", "thứ nhất", "(1)"), 2: ("2", "02", "II", "hai", "thứ hai", "(2)")}


@given(
    st.sampled_from(sorted(ARTICLES)), st.sampled_from(sorted(CLAUSES)), st.sampled_from(["", *"abcđe"]),
    st.sampled_from(["điều", "Điều", "ĐIỀU", "dieu", "đ.", "d", "article"]),
    st.sampled_from(["khoản", "Khoản", "khoan", "k", "k.", "mục", "ý", "đoạn", "clause"]),
    st.sampled_from(["điểm ", "diem ", "Điểm ", "ý "]), st.sampled_from([" ", ", ", " - ", ". ", ": ", "/"]),
    st.integers(0, 5), st.booleans(),
)  # fmt: skip
def test_any_words_in_any_order_lead_to_the_same_point(
    article: int, clause: int, letter: str, of_article: str, of_clause: str, of_point: str, between: str, form: int,
    inside_first: bool,
) -> None:  # fmt: skip
    only_digits = len(of_article.strip(".")) == 1 or of_clause in {"k", "k.", "mục", "ý", "đoạn"}
    form = form % 2 if only_digits or (form in {3, 4} and between != ", ") else form
    units = [f"{of_article} {ARTICLES[article][form]}", f"{of_clause} {CLAUSES[clause][form]}"]
    units += [f"{of_point}{letter}"] if letter else []
    typed = between.join(reversed(units) if inside_first else units)
    wanted = f"dieu-{article}/khoan-{clause}{f'/diem-{letter}' if letter else ''}"
    assert [found.path for found in locate(typed, LAW)] == [wanted], typed


def test_the_table_is_long_enough_to_measure_with() -> None:
    assert len({typed for _, typed, _ in SAMPLES}) >= 150


def test_a_plain_reference_is_sure_and_a_guess_says_so() -> None:
    assert locate("khoản 2 điều 4", LAW) == [Located("dieu-4/khoan-2", 1.0)]
    assert locate("Điều 3", DECISION) == [Located("quy-dinh/dieu-3", 0.9)]
    assert locate("khoản 9 điều 4", LAW) == [Located("dieu-4", 0.5)]
    assert {found.score for found in locate("khoản 4", LAW)} == {0.2}


def test_the_more_exact_of_two_mentions_is_the_one_meant() -> None:
    assert best(locate("Điều 4 mức phí cao, nhất là khoản 2", LAW)) == Located("dieu-4/khoan-2", 0.8)
    assert best([]) is None


def test_flows_get_one_path_or_none() -> None:
    assert find("k2 đ4", LAW) == "dieu-4/khoan-2"
    assert find("Điều 3, 5", LAW) == "dieu-3"
    assert find("rác thải", LAW) is None
    assert find("", LAW) is None
    assert find("điều 4", []) is None


def test_decomposed_letters_are_the_same_letters() -> None:
    typed = unicodedata.normalize("NFD", "điểm đ khoản 1 Điều 5 – không phải Điều 4 Luật Đất đai")
    assert [found.path for found in locate(typed, LAW)] == ["dieu-5/khoan-1/diem-đ"]


def test_words_that_point_nowhere_mean_no_place() -> None:
    assert paths_meant("góp ý") == []
    assert paths_meant("điều 4, khoản 2") == ["dieu-4/khoan-2", "dieu-4"]


@pytest.mark.parametrize("jumble", ["khoản 2 điều 4, ", "điều 4 ", "k2 ", "I.1 ", "điểm a, b và ", "điều 1-60, "])
def test_a_wall_of_references_takes_no_time_to_speak_of(jumble: str) -> None:
    began = time.process_time()
    locate(jumble * 5_000, LAW)
    assert time.process_time() - began < 2


# Any reference in any style

_OUTWARD = ("{p} {k} {a}", "{p}, {k}, {a}", "{p} của {k} của {a}", "{p} {k}, {a}", "({p} {k} {a})")
_INWARD = ("{a} {k} {p}", "{a}, {k}, {p}", "{a} - {k} - {p}", "{a}: {k} {p}")


@st.composite
def references(draw: st.DrawFn) -> tuple[str, str]:
    """A reference in one of many styles, and the path it means."""
    article, clause = draw(st.integers(1, 200)), draw(st.integers(1, 30))
    letter = draw(st.sampled_from(["", *"abcdđeghiklmnopqrstuvxy"]))
    words = draw(
        st.sampled_from([("Điều ", "khoản "), ("điều ", "Khoản "), ("Đ", "K"), ("đ", "k"), ("ĐIỀU ", "KHOẢN ")])
    )
    if letter == "":
        pattern = draw(
            st.sampled_from(["{k} {a}", "{k}, {a}", "{k} của {a}", "{k}{a}", "{a} {k}", "{a}{k}", "{a}, {k}"])
        )
    else:
        pattern = draw(st.sampled_from(_OUTWARD + _INWARD))
    typed = pattern.format(a=f"{words[0]}{article}", k=f"{words[1]}{clause}", p=f"điểm {letter}")
    if letter != "đ" and draw(st.booleans()):
        typed = fold(typed)
    path = f"dieu-{article}/khoan-{clause}" + (f"/diem-{letter}" if letter else "")
    return draw(st.sampled_from(["{}", "Tôi đề nghị sửa {} cho rõ", "{}: chưa hợp lý"])).format(typed), path


@given(references())
def test_every_reference_in_every_style_is_found(reference: tuple[str, str]) -> None:
    typed, path = reference
    above = path.rsplit("/", 1)[0]
    assert locate(typed, [path.split("/", maxsplit=1)[0], above, path, "dieu-999", "dieu-999/khoan-1"]) == [
        Located(path, 1.0)
    ]


@given(st.text(max_size=200))
def test_no_text_breaks_it_and_only_paths_of_the_draft_are_given(text: str) -> None:
    assert {found.path for found in locate(text, LAW)} <= set(LAW)


@given(
    st.lists(st.sampled_from(["điều", "khoản", "đ", "k", "4", "2", "a", ",", "và", "-", "/", ".", "III", "mục", " "]))
)
def test_no_jumble_of_such_words_breaks_it(words: list[str]) -> None:
    for text in ("".join(words), " ".join(words)):
        assert all(0 < found.score <= 1 for found in locate(text, [*LAW, *PLAN]))


@pytest.mark.parametrize("text", ["muc iii 2", "muc III 2", "mục III, 2", "Mục III - 2", "mục III.2", "mục III số 2"])
def test_a_number_behind_a_roman_section_is_its_point(text: str) -> None:
    plan = ["la-ma-1", "la-ma-1/so-1", "la-ma-3", "la-ma-3/so-2"]
    assert find(text, plan) == "la-ma-3/so-2"
    assert find(f"{text} người dân", plan) in ("la-ma-3", "la-ma-3/so-2")
