"""Who we are, in two lengths, and where free text leads when no question is open."""

from handlers.chat.base import Move, Turn, hand_over, home
from nlp.text import has_words
from services import receipts
from services.drafts.library import read_code
from services.messages import OutMessage, Paragraph, say

COMMENT_FROM = 12  # characters: a shorter line out of the blue is a greeting, not yet a comment


def short(turn: Turn) -> OutMessage:
    """What a person must know before anything else, when his first message was not a start."""
    t = turn.t
    return say(
        t(
            "Đây là kênh góp ý dự thảo chính sách của {operator}. Việc góp ý là tự nguyện; không cần xưng tên. "
            "Đây không phải kênh khiếu nại, tố cáo. Nhắn «bắt đầu» để biết chúng tôi lưu những gì.",
            operator=turn.desk.operator,
        )
    )


def long(turn: Turn) -> tuple[Paragraph, ...]:
    """Who runs this, what it is for, what is stored and what must not be typed."""
    t = turn.t
    return (
        Paragraph(t("Góp ý dự thảo chính sách"), "title"),
        Paragraph(
            t(
                "Kênh này do {operator} vận hành, để người dân đọc và góp ý cho các dự thảo trước khi ban hành. "
                "Góp ý là tự nguyện và không cần xưng tên. Đây không phải kênh khiếu nại, tố cáo.",
                operator=turn.desk.operator,
            )
        ),
        Paragraph(
            t(
                "Chúng tôi lưu: địa chỉ chat (đã mã hóa, cán bộ không xem được), những gì ông/bà đồng ý dưới đây, "
                "và nội dung góp ý. Chúng tôi không lưu tên, số điện thoại hay địa chỉ mạng. "
                "Xin đừng gõ số căn cước, số điện thoại, số tài khoản vào góp ý."
            )
        ),
    )


def free_text(turn: Turn, text: str, *, in_flow: bool, step: str) -> Move:
    """Where a line leads that answers no open question: a code opens its thing, a sentence becomes a comment."""
    t = turn.t
    if receipts.read(text):
        return hand_over("lookup", argument=text)
    if read_code(text):
        return hand_over("read", argument=text)
    if len(text.strip()) >= COMMENT_FROM and has_words(text) and not (in_flow and step in ("confirm", "consent")):
        note = say(t("Chúng tôi hiểu đây là một góp ý. Xin cho biết góp ý này dành cho dự thảo nào."))
        return hand_over("comment", "", note, text=text)
    hint = say(t("Xin nhắn số đứng trước mục muốn chọn, hoặc nhắn «trợ giúp»."))
    return Move(step=step, says=(hint,), no_return=True) if in_flow else home(hint)
