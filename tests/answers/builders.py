"""A small pack made of values, for tests of the answers. A made-up film: "The Salt Lighthouse"."""

from bot.knowledge.model import (
    Actor,
    Character,
    CharacterKind,
    Fact,
    FactKind,
    Knowledge,
    Pack,
    Pronoun,
    Relation,
    Role,
    RoleKind,
    Thing,
    ThingKind,
)

PACK = "salt-lighthouse"


def a_fact(
    id: str,
    text: str,
    *characters: str,
    asks: tuple[str, ...] = (),
    continuity: str = "film",
    source: tuple[str, ...] = (),
    pack: str = PACK,
) -> Fact:
    """A fact of a sheet; its source is its id in capitals unless given."""
    return Fact(pack, id, FactKind.FACT, text, source or (id.upper(),), continuity, characters, asks)


def a_scene(place: int, text: str, *characters: str, asks: tuple[str, ...] = (), pack: str = PACK) -> Fact:
    """A passage of the plot."""
    return Fact(
        pack,
        f"scene-{place}",
        FactKind.SCENE,
        text,
        (f"P{place}",),
        "film",
        characters,
        asks,
        place,
        "The storm",
        True,
    )


def a_role(actor: str, character: str, shown: str, *, voice: bool = False, pack: str = PACK) -> Role:
    """An actor's role with the fact that says so."""
    verb = "voices" if voice else "plays"
    slug = actor.lower().replace(" ", "-")
    fact = Fact(
        pack,
        f"{character}-by-{slug}",
        FactKind.ROLE,
        f"{actor} {verb} {shown}.",
        ("CAST",),
        "film",
        (character,),
    )
    return Role(actor, character, RoleKind.VOICE if voice else RoleKind.ON_SCREEN, "film", fact)


def a_character(
    id: str,
    name: str,
    *aliases: str,
    real_name: str = "",
    pronoun: Pronoun = Pronoun.THEY,
    descriptions: tuple[str, ...] = (),
    roles: tuple[Role, ...] = (),
    relations: tuple[Relation, ...] = (),
    pack: str = PACK,
) -> Character:
    """Somebody with a sheet."""
    return Character(
        pack, id, name, real_name, CharacterKind.CHARACTER, pronoun, aliases, descriptions, roles, relations
    )


def salt_lighthouse() -> Pack:
    """A keeper, her brother, a talking lamp and a smuggler, with facts, scenes and a cast."""
    mara = a_role("Ilse Brandt", "mara", "Mara Quill")
    tobin = a_role("Joren Vale", "tobin", "Tobin Quill")
    lamp = a_role("Joren Vale", "lamp", "The Lamp", voice=True)
    characters = (
        a_character("lamp", "The Lamp", "old bright", pronoun=Pronoun.IT, roles=(lamp,)),
        a_character("mara", "Mara Quill", "Mara", "the keeper", pronoun=Pronoun.SHE, roles=(mara,)),
        a_character(
            "sorrel",
            "Captain Sorrel",
            "Sorrel",
            pronoun=Pronoun.HE,
            descriptions=("the smuggler", "the rum guy"),
        ),
        a_character("tobin", "Tobin Quill", "Tobin", "Tob", pronoun=Pronoun.HE, roles=(tobin,)),
    )
    facts = (
        a_fact(
            "lamp-age",
            "The Lamp is two hundred years old.",
            "lamp",
            asks=("how old is the lamp", "what age is the lamp"),
        ),
        a_fact(
            "mara-limp",
            "Mara limps because a mast broke her leg when she was nine.",
            "mara",
            asks=("why does mara limp", "what happened to mara's leg"),
        ),
        a_fact(
            "mara-comics",
            "In the comic strip Mara has a wooden leg.",
            "mara",
            asks=("does mara have a wooden leg", "what is different about mara in the comics"),
            continuity="comics",
        ),
        a_fact(
            "sorrel-ship",
            "Captain Sorrel smuggles rum in his ship, the Grey Heron.",
            "sorrel",
            asks=("what does sorrel smuggle", "what is sorrel's ship called"),
        ),
        a_fact(
            "tobin-swim",
            "Tobin cannot swim.",
            "tobin",
            asks=("can tobin swim", "is tobin able to swim"),
        ),
        a_scene(
            1,
            "During the storm Captain Sorrel steals the lens of the lighthouse.",
            "sorrel",
            asks=("who stole the lens", "what did sorrel steal"),
        ),
        a_scene(
            2,
            "Mara rows after him and rescues Tobin, who fell overboard near the Needle Rocks.",
            "mara",
            "tobin",
            asks=("who rescued tobin", "where did tobin fall overboard", "what did mara do after the theft"),
        ),
        a_scene(3, "Captain Sorrel drowns when the Grey Heron sinks.", "sorrel", asks=("how does sorrel die",)),
        mara.fact,
        tobin.fact,
        lamp.fact,
    )
    return Pack(
        id=PACK,
        title="The Salt Lighthouse",
        aliases=("Salt Lighthouse",),
        year=1999,
        language="en",
        continuities={"film": "in the film", "comics": "in the comics"},
        licence="MIT",
        credits=(),
        characters=characters,
        actors=(
            Actor(PACK, "Ilse Brandt", ("Brandt",), (mara,)),
            Actor(PACK, "Joren Vale", (), (tobin, lamp)),
        ),
        things=(
            Thing(PACK, "the Grey Heron", ThingKind.THING, ("Sorrel's ship",), ()),
            Thing(PACK, "the Quills", ThingKind.GROUP, ("the siblings",), ("mara", "tobin")),
        ),
        facts=facts,
    )


def salt_knowledge() -> Knowledge:
    """Just that pack."""
    return Knowledge((salt_lighthouse(),))


def plain_story(*, facts: tuple[Fact, ...] = (), id: str = "bakery") -> Pack:
    """A pack of one plain text, as the importer makes it: no names, no phrasings."""
    told = facts or tuple(
        a_scene(place, text, pack=id)
        for place, text in enumerate(
            (
                "Once there was a baker who owned a golden key.",
                "He hid it under the seventh loaf, because his brother was greedy.",
                "The brother came at night with a lantern and ate every loaf but one.",
                "In the morning the baker laughed and opened the chest.",
            ),
            1,
        )
    )
    return Pack(id, "The Bakery", (), None, "en", {"film": "the story"}, "", (), (), (), (), told)
