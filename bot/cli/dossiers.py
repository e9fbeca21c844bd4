"""``gopy draft show``, and what ``gopy draft add`` does with a draft and the files that come with it."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.edge import language, settings, show_json, tongue, work

if TYPE_CHECKING:
    from services.drafts.dossier import Dossier
    from services.drafts.intake import DossierFile, NewDraft
    from services.i18n import Translate

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def register(app: typer.Typer) -> None:
    """Adds the command to ``gopy draft``."""
    app.command("show")(show)


async def bring_in(file: Path, new: "NewDraft", others: list[str], *, looked_at: bool, as_json: bool) -> None:
    """Reads the draft and its other files, stores them and says how it went, with what is to be looked at again."""
    from bot.opening import now, open_database
    from services.drafts import cautions, dossier, intake, library
    from services.drafts.intake import DossierFile
    from services.reading import read_draft

    read = await read_draft(file)
    files = [DossierFile("du-thao", file.name, await asyncio.to_thread(file.read_bytes))]
    files += [await _accepted(text, looked_at=looked_at) for text in others]
    async with open_database(settings()) as database, database.transaction() as session:
        draft = await intake.add(session, new, read, files, "command line", now())
        version = await library.version_of(session, draft)
        articles = library.count_articles(await library.provisions(session, version))
        found = await dossier.read(session, draft, now())
    t = tongue()
    if as_json:
        problems = read.as_json()["problems"]
        warnings = [cautions.as_json(warning, t) for warning in found.warnings]
        show_json(
            {
                "code": draft.code,
                "version": version.number,
                "articles": articles,
                "problems": problems,
                "warnings": warnings,
            }
        )
        return
    typer.echo(
        t(
            "Đã nhập dự thảo {code}, bản {version}: {articles} điều hoặc mục.",
            code=draft.code,
            version=version.number,
            articles=articles,
        )
    )
    for problem in read.problems:
        typer.echo(f"  ! {problem.message}", err=True)
    for warning in found.warnings:
        typer.echo(f"  ! {cautions.sentence(warning, t)}", err=True)
    typer.echo(t("Công bố bằng: gopy draft publish {code}", code=draft.code))


async def _accepted(text: str, *, looked_at: bool) -> "DossierFile":
    from services.drafts import dossier_files

    role, found, path = text.partition("=")
    if not found or not path:
        raise typer.BadParameter("--file needs ROLE=PATH")
    return await dossier_files.accept(role, Path(path), looked_at=looked_at)


def show(code: Annotated[str, typer.Argument(help="Code of the draft, as DT1.")], as_json: Json = False) -> None:
    """Show the dossier of a draft: its entries, questions, files and what is to be looked at again."""

    async def read() -> None:
        from bot.opening import now, open_database
        from services.drafts import dossier, library

        async with open_database(settings()) as database, database.transaction() as session:
            draft = await library.find(session, code)
            found = await dossier.read(session, draft, now(), language())
        t = tongue()
        if as_json:
            show_json(dossier.as_json(found, t))
            return
        for line in _lines(found, t):
            typer.echo(line)

    work(read())


def _lines(found: "Dossier", t: "Translate") -> list[str]:
    from services.clock import show_day
    from services.drafts import cautions, kinds, roles, rules
    from services.fields import show as field_name

    draft, speaks = found.draft, language()
    entries = [
        (t("Loại văn bản"), kinds.show(draft.kind, speaks)),
        (t("Cơ quan soạn thảo"), found.agency),
        (t("Cơ quan ban hành"), draft.issuer),
        (t("Giai đoạn"), rules.show_phase(draft.phase, t)),
        (t("Trình tự"), rules.show_procedure(draft.procedure, t)),
        (t("Ngày đăng"), show_day(draft.posted_on)),
        (t("Ngày hết hạn"), show_day(draft.closes_on)),
        (t("Lĩnh vực"), ", ".join(field_name(code, speaks) for code in found.fields)),
        (t("Liên hệ"), draft.contact.replace("\n", ", ")),
        (t("Địa chỉ nguồn"), draft.source_url),
    ]
    lines = [f"{draft.code} · {draft.title}", *(f"  {name}: {value}" for name, value in entries if value)]
    lines += [f"  ? {f'{one.audience}: ' if one.audience else ''}{one.text}" for one in found.questions]
    lines += [f"  - {roles.show(file.role, t)}: {file.name}" for file in found.files]
    return lines + [f"  ! {cautions.sentence(warning, t)}" for warning in found.warnings]
