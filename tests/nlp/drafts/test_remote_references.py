"""Files that point elsewhere: nothing is ever asked for over the network."""

import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp.drafts.files import parse_file
from tests.nlp.drafts.files import Word
from tests.nlp.drafts.samples import paths


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server that would notice any request."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def asked(listener: socket.socket) -> bool:
    try:
        listener.accept()
    except BlockingIOError:
        return False
    return True


def test_a_word_file_with_a_remote_template_and_a_remote_entity(tmp_path: Path, listener: socket.socket) -> None:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/mau"
    word = Word()
    word.say("Điều 1. Phạm vi")
    plain = word.save(tmp_path / "a.docx")
    path = tmp_path / "b.docx"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for item in old.infolist():
            text = old.read(item)
            if item.filename == "word/_rels/document.xml.rels":
                link = f'<Relationship Id="rX" Type="{kind}" Target="{address}" TargetMode="External"/></Relationships>'
                text = text.replace(b"</Relationships>", link.encode())
            if item.filename == "word/document.xml":
                doctype = f'<!DOCTYPE w SYSTEM "{address}.dtd" [<!ENTITY e SYSTEM "{address}">]>'
                declaration, _, rest = text.partition(b"?>")
                text = declaration + b"?>" + doctype.encode() + rest
            new.writestr(item, text)
    assert paths(parse_file(path)) == ["dieu-1"]
    assert not asked(listener)


def test_a_page_with_remote_pictures_and_styles(tmp_path: Path, listener: socket.socket) -> None:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    path = tmp_path / "a.html"
    path.write_text(
        f"<base href='{address}'><link rel=stylesheet href='/x.css'><img src='/x.png'>"
        f"<script src='{address}/x.js'></script>"
        "<p>Điều 1. Phạm vi</p>",
        encoding="utf-8",
    )
    assert paths(parse_file(path)) == ["dieu-1"]
    assert not asked(listener)
