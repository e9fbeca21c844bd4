"""Vietnamese as it was typed for the fonts of the 1990s: writes the samples of the tests in TCVN3 and in VNI."""

import unicodedata

# TCVN 5712:1993 (VN3), code by code; the gaps hold no letter.
_CODES = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ", 0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
}  # fmt: skip
TCVN3 = {letter: chr(first + place) for first, run in _CODES.items() for place, letter in enumerate(run)}

# VNI: marks behind the letter, by the tone and the shape they stand for.
_TONED = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï", "": ""}
_WITH_CIRCUMFLEX = {"\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä", "": "â"}
_WITH_BREVE = {"\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë", "": "ê"}
_WHOLE = {"đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}


def tcvn3(text: str) -> str:
    """The text in TCVN3; capitals with tones lose their height, as they did on the screens of the time."""
    return "".join(TCVN3.get(char) or TCVN3.get(char.lower()) or char for char in text)


def vni(text: str) -> str:
    """The text in VNI."""
    return "".join(map(_vni, text))


def _vni(char: str) -> str:
    if char.lower() in _WHOLE:
        old = _WHOLE[char.lower()]
        return old if char.islower() else old.upper()
    letter, *marks = unicodedata.normalize("NFD", char)
    if not marks or not letter.isascii():
        return char
    tone = next((mark for mark in marks if mark in _TONED), "")
    if "\u031b" in marks:
        letter = {"o": "ô", "u": "ö", "O": "Ô", "U": "Ö"}[letter]
    row = _WITH_CIRCUMFLEX if "\u0302" in marks else _WITH_BREVE if "\u0306" in marks else _TONED
    return letter + (row[tone] if char.islower() else row[tone].upper())
