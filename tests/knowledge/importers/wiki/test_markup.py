"""The rules of `bot/knowledge/importers/wiki/markup.py`."""

import pytest

from bot.knowledge.importers.wiki.markup import GAP, Link, article_of


def shown(text: str) -> str:
    """The paragraphs and items of all sections."""
    return " | ".join(line.text for section in article_of(text, ()).sections for line in section.lines)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("'''Ada''' is ''brave''.", "Ada is brave."),
        ("'''''Both''''' and ''''four''''.", "Both and 'four'."),
        ("[[Jonas Lind|Jonas]] rows to [[Moth Harbour]]s.", "Jonas rows to Moth Harbours."),
        ("See [[Moth (film)|]] and [[#Plot|the plot]].", "See Moth and the plot."),
        ("[[w:Lantern|A lantern]] and [[:Category:Moths|moths]].", "A lantern and moths."),
        ("[https://example.org A site] or [https://example.org].", "A site or."),
        ("A moth.<ref name=a>B</ref><ref name=b /> Two.", "A moth. Two."),
        ("One<!-- hidden --> moth &amp; a&nbsp;lamp.", "One moth & a lamp."),
        ("Ada<br />Lind <small>rows</small>.", "Ada Lind rows."),
        ("A {{convert|6|ft}} coat of {{nihongo|moths|蛾}}.", "A 6 ft coat of moths."),
        ("Ada ({{IPA|x}}; born {{birth date|1953|4|2}}) rows.", "Ada (born 2 April 1953) rows."),
        ("Ada ({{IPA|x}}) rows.{{citation needed|date=May}}", "Ada rows."),
        ("It weighs {{Weight|3}} grams.", f"It weighs {GAP} grams."),
        ("{{Quote|Hello.}}\n\n{{Box}} Ada rows. {{Unknown}}", "Ada rows."),
        ("[[File:A.png|thumb|A [[moth]] [[lamp]].]]Ada rows.", "Ada rows."),
        ("Ada rows.\n[[Category:People]]\n[[de:Ada]]", "Ada rows."),
        ("One\nline.\n\nTwo.\n* An item.\n*# Another.\nThree.", "One line. | Two. | An item. | Another. | Three."),
        ("{|\n| '''x''' || y\n|}\n<gallery>\na.png|b\n</gallery>\nText.", "Text."),
        ("__NOTOC__\n<nowiki>[[x]]</nowiki> y", "[[x]] y"),
        ("A\ue000b\ue004c.", "Abc."),
        ("&#x7;Bell &#8232;rings.", "Bell rings."),
    ],
)
def test_wikitext_becomes_plain_text(text: str, plain: str) -> None:
    assert shown(text) == plain


def test_sections_know_what_they_are_in() -> None:
    article = article_of("Lead.\n== Life ==\n=== Youth ===\nText.\n== ''Work'' ==\nMore.", ())

    assert [(section.title, section.above) for section in article.sections] == [
        ("", ()),
        ("Life", ()),
        ("Youth", ("Life",)),
        ("Work", ()),
    ]


def test_links_say_where_they_lead() -> None:
    ((line,),) = (section.lines for section in article_of("[[jonas_Lind#Life|Jonas]] and [[Ada]].", ()).sections)

    assert line.links == (Link("Jonas Lind", "Jonas"), Link("Ada", "Ada"))


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("The Pilot<br>Lantern Ada", ["The Pilot", "Lantern Ada"]),
        ("\n* The Pilot\n* Lantern Ada\n", ["The Pilot", "Lantern Ada"]),
        ("{{Plainlist|\n* The Pilot\n* Lantern Ada\n}}", ["The Pilot", "Lantern Ada"]),
        ("{{ubl|The Pilot|[[Ada|Lantern Ada]]}}", ["The Pilot", "Lantern Ada"]),
        ("{{hlist|The Pilot|{{nowrap|Lantern Ada}}}}", ["The Pilot", "Lantern Ada"]),
        ("<ul><li>The Pilot</li><li>Lantern Ada</li></ul>", ["The Pilot", "Lantern Ada"]),
        ("The Pilot: the first{{Unknown}}<ref>x</ref>", ["The Pilot: the first"]),
    ],
)
def test_a_field_of_an_infobox_has_a_line_for_each_value(value: str, lines: list[str]) -> None:
    article = article_of("{{Character|Real_name = A|aliases = " + value + "|gender=Female}}\nAda rows.", ())

    (box,) = article.infoboxes
    assert (box.name, box.fields["realname"][0].text) == ("character", "A")
    assert [line.text for line in box.fields["aliases"]] == lines


def test_categories_are_kept_apart() -> None:
    assert article_of("Ada.[[Category:Pilots|Ada]]", ()).categories == ("Pilots",)


def test_a_wikis_own_words_for_files_and_categories_are_known() -> None:
    article = article_of("Ada. [[Datei:Ada.png|mini|Bild]][[Kategorie:Lotsen]]", ("Datei", "Kategorie"))

    assert article.sections[0].lines[0].text == "Ada."
