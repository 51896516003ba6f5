"""A pack to start from: the files in starter/, with comments, and schemas for editors."""

import re
from pathlib import Path

from bot.errors import UserError
from bot.knowledge.editors import HOME, line_for, schema_files
from bot.knowledge.fingerprint import pack_id
from bot.knowledge.importers.folder import check_new, draft_of, put_in_place, quoted
from bot.knowledge.load import load_pack
from bot.knowledge.model import Pack
from bot.knowledge.schema import title_problem

STARTER = Path(__file__).parent / "starter"


def make_pack(out: Path, *, title: str) -> Pack:
    """Write a pack to start from to the folder `out`, whose name becomes its id.

    The title is made from that name if none is given. Raises UserError if the folder can't be used.
    """
    if title and (problem := title_problem(title)):
        raise UserError(f"The title {problem}.")
    check_new(out)
    title = " ".join(title.split()) or re.sub("-+", " ", pack_id(out)).strip().title()
    files: dict[str, str | bytes] = {f"{HOME}/{name}": text for name, text in schema_files().items()}
    for path in sorted(STARTER.rglob("*.yaml")):
        name = path.relative_to(STARTER)
        kind = "character" if name.parent.name else name.stem
        text = line_for(kind, depth=len(name.parts) - 1) + path.read_text("utf-8")
        text = text.replace("title: TITLE", f"title: {quoted(title)}")
        files[name.as_posix()] = re.sub(r"\bDIR\b", str(out), text)
    with draft_of(out, files) as draft:
        pack = load_pack(draft)
        put_in_place(draft, out)
    return pack
