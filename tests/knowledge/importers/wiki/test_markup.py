"""The rules of `bot/knowledge/importers/wiki/markup.py`."""

import pytest

from bot.knowledge.importers.wiki.markup import GAP, Link, article_of, simple_template


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
        ("Ada has a lantern.<ref>Vol. 2, p. 5 {{{</ref> She rows.", "Ada has a lantern. She rows."),
        ("Ada<ref name=a/b>x</ref> rows.<ref group=note>See {{cite|y}}.<!-- z --></ref>", "Ada rows."),
        ("Ada rows\n<!-- a line\nof its own -->\nto the bay.<!-- and one without an end", "Ada rows to the bay."),
        ("Ada ({{Unknown|x}}) rows.", "Ada rows."),
        ("Ada ({{Unknown|x}}; born 1953, {{Unknown|y}}) rows.", "Ada (born 1953) rows."),
        ("The bay (Moth: {{Unknown|x}}, ''Ymir'') is deep.", "The bay (Ymir) is deep."),
        ("Ada {{spoiler|drowns}} in the end. {{spoiler}}", f"Ada {GAP} in the end."),
        ("Moths of {{convert|60|to|80|g|oz}} fly {{cvt|2|-|3|km}} or {{convert|5|and(-)|6|m}}.",
         "Moths of 60 to 80 g fly 2–3 km or 5 and 6 m."),
        ("{{As of|1990}}, the bay is calm. Still calm {{as of|1991|5|lc=y}}.",
         "As of 1990, the bay is calm. Still calm as of May 1991."),
        ("[[wikipedia:Moth]] and [[simple:Motte]].", "Moth and."),
        ("{| class=x\n! A !! B\n|-\n| 1 || {{{\n|}\nText.", "Text."),
        ("<includeonly>For other pages.</includeonly>Text<nowiki/>s.", "Texts."),
        ("A\ue000b\ue004c.", "Abc."),
        ("&#x7;Bell &#8232;rings.", "Bell rings."),
    ],
)  # fmt: skip
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
        ("The Pilot|image=<gallery>\nA.png|Now\nB.png|Then\n</gallery>", ["The Pilot"]),
    ],
)
def test_a_field_of_an_infobox_has_a_line_for_each_value(value: str, lines: list[str]) -> None:
    article = article_of("{{Character|Real_name = A|aliases = " + value + "|gender=Female}}\nAda rows.", ())

    (box,) = article.infoboxes
    assert (box.name, box.fields["realname"][0].text) == ("character", "A")
    assert [line.text for line in box.fields["aliases"]] == lines


@pytest.mark.parametrize("name", ["Cite web", "Quote box", "Infobox film"])
def test_what_cites_is_no_infobox(name: str) -> None:
    article = article_of(f"{{{{{name}|author=Ada Lind|title=Moths}}}}\n* Text.", ())

    assert [box.name for box in article.infoboxes] == (["infobox film"] if name == "Infobox film" else [])


def test_categories_are_kept_apart() -> None:
    assert article_of("Ada.[[Category:Pilots|Ada]]", ()).categories == ("Pilots",)


def test_a_wikis_own_words_for_files_and_categories_are_known() -> None:
    article = article_of("Ada. [[Datei:Ada.png|mini|Bild]][[Kategorie:Lotsen]]", ("Datei", "Kategorie"))

    assert article.sections[0].lines[0].text == "Ada."


def test_a_page_may_name_itself() -> None:
    article = article_of("'''{{PAGENAME}}''' is a lamp.", (), title="The Lamp (novel)")

    assert article.sections[0].lines[0].text == "The Lamp is a lamp."


@pytest.mark.parametrize(
    "around", ["<div>{}</div>", "<tabber>\nThen={}\n|-|\nNow=Old.\n</tabber>", "<center>{}</center>"]
)
def test_an_infobox_is_found_inside_of_tags(around: str) -> None:
    article = article_of(around.format("{{Character|name=Ada|gender=Female}}") + "\nAda rows.", ())

    assert [box.name for box in article.infoboxes] == ["character"]


TABLE = """{| class="wikitable"
|- bgcolor="#CCC"
! Actor !! Role !! Scenes
|-
| [[Rhea Solano]] || [[Ada Lind|Ada]] || 7
|-
| Unknown actor || The dog || 1
|-
| Pell Anders<br>(voice)<br>Tom Quay || Jonas<br>[[The Foghorn]]
| 2
|}"""


def test_a_table_of_the_cast_is_read_as_a_list() -> None:
    ((first, second, third),) = (section.lines for section in article_of(TABLE, ()).sections)

    assert (first.text, first.is_item) == ("Rhea Solano as Ada", True)
    assert first.links == (Link("Rhea Solano", "Rhea Solano"), Link("Ada Lind", "Ada"))
    assert second.text == "Pell Anders (voice) as Jonas and The Foghorn"
    assert third.text == "Tom Quay as Jonas and The Foghorn"
    assert shown(TABLE.replace("Actor", "Voice actor")).startswith("Rhea Solano voices Ada")
    assert shown(TABLE.replace("Role", "Boat")) == ""


@pytest.mark.parametrize(
    ("template", "shows"),
    [
        ("<includeonly>[[Year {{{1}}}|Y. {{{1}}}]]</includeonly><noinclude>{{Doc}}</noinclude>", "Y. 12"),
        ("''[[Moth Harbour (film)|Moth Harbour]]''<!-- italic -->", "Moth Harbour"),
        ("x<onlyinclude>{{{1}}} days{{{2|}}}</onlyinclude>", "12 days"),
        ('<span style="color:grey">{{{name|{{{1}}}}}}</span>', None),
        ("{{#if:{{{1|}}}|year {{{1}}}|no year}}", "year 12"),
        ("{{#if:{{{2|}}}\n|year {{{2}}}\n| [[No]] year\n}}", "No year"),
        ("{{#ifeq:{{{1}}}|12|noon|{{#if: |a|another hour}}}}", "noon"),
        ("{{#ifeq:{{{1}}}|13|noon|{{#if: |a|another hour}}}}", "another hour"),
        ("{{#switch:{{{1}}}|11|12=noon|13=one}}", "noon"),
        ("{{#switch:{{{1}}}|11=eleven|#default=late|13=one}}", "late"),
        ("{{#switch:{{{1}}}|11=eleven|late}}", "late"),
        ("{{#switch:{{{1}}}|11=eleven}}x", "x"),
        ("{{#if:{{Year}}|a|b}}", None),
        ("{|\n| {{{1}}}\n|}", None),
        ("#REDIRECT [[Template:Year]]", None),
        ("x" * 400, None),
    ],
)
def test_a_short_template_of_the_wiki_is_shown_as_text(template: str, shows: str | None) -> None:
    simple = simple_template(template)

    assert (simple is None) is (shows is None)
    if simple is not None:
        line = article_of("Ada rows for {{Y|12}}.", (), templates={"y": simple}).sections[0].lines[0]
        assert line.text == f"Ada rows for {shows}."


def test_a_condition_that_depends_on_an_unknown_template_is_a_gap() -> None:
    assert shown("Ada rows {{#if:{{Y}}|fast|slowly}}.") == f"Ada rows {GAP}."
    assert shown("Ada rows {{#if: |fast|{{Y}}}}.") == f"Ada rows {GAP}."


@pytest.mark.parametrize("value", ["{{Y|2}}", "{", "x" * 200])
def test_a_template_in_a_template_or_a_long_text_is_not_filled_in(value: str) -> None:
    line = article_of(f"Ada rows for {{{{Y|{value}}}}}.", (), templates={"y": "{{{1}}}"}).sections[0].lines[0]

    assert line.text == f"Ada rows for {GAP}."
