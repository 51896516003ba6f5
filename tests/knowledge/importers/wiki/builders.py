"""Exports for tests: a wiki like those on Fandom, and one article like those on Wikipedia. All of it is invented."""
# ruff: noqa: E501 (a paragraph of wikitext is one line)

from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
  <siteinfo>
    <sitename>{name}</sitename>
    <dbname>moths</dbname>
    <base>{base}</base>
    <generator>MediaWiki 1.39.7</generator>
    <case>first-letter</case>
    <namespaces>
      <namespace key="0" case="first-letter" />
      <namespace key="1" case="first-letter">Talk</namespace>
      <namespace key="6" case="first-letter">File</namespace>
      <namespace key="10" case="first-letter">Template</namespace>
      <namespace key="14" case="first-letter">Category</namespace>
    </namespaces>
  </siteinfo>
"""
NAMESPACES = {"Talk": 1, "User": 2, "File": 6, "Template": 10, "Category": 14}


def an_export(
    pages: Mapping[str, str],
    *,
    name: str = "Moth Harbour Wiki",
    base: str = "https://moth-harbour.fandom.com/wiki/Main_Page",
) -> str:
    """An export of these pages, by their titles."""
    return "".join([HEAD.format(name=name, base=base), *map(_page, pages.items()), "</mediawiki>\n"])


def _page(page: tuple[str, str]) -> str:
    title, text = page
    number = 100 + sum(map(ord, title))
    redirect = ""
    if text.startswith("#REDIRECT [["):
        redirect = f"    <redirect title={quoteattr(text[12:].partition(']]')[0])} />\n"
    return (
        f"  <page>\n    <title>{escape(title)}</title>\n    <ns>{NAMESPACES.get(title.partition(':')[0], 0)}</ns>\n"
        f"    <id>{number}</id>\n{redirect}    <revision>\n      <id>{number + 5000}</id>\n"
        "      <contributor><username>Moth</username><id>7</id></contributor>\n"
        f'      <text bytes="1" xml:space="preserve">{escape(text)}</text>\n    </revision>\n  </page>\n'
    )


def written(folder: Path, content: str, name: str = "export.xml") -> Path:
    """The export as a file."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


ADA = """{{Character
|name = Ada Lind
|image = [[File:Ada.png|250px]]
|real name = Ada Margarethe Lind
|aliases = "The Pilot"<br />Lantern Ada<ref>{{Cite episode|title=The fog}}</ref><br>[[Ada Lind|Moth Mother]] (by Jonas)
|gender = Female
|species = Human
|occupation = Harbour pilot
|portrayed by = [[Rhea Solano]] (''Moth Harbour'')<br>Mia Tern (''The Long Tide'', young)
|voiced by = [[Nell Ode]] (''Moth Harbour: The Game'')
|family = [[Jonas Lind]] (younger brother)<br>Per Lind (father; deceased)<br>[[Greta Lind]]
|love interest = [[Emil Karga]]
|affiliation = [[Night Watch]]<br>Harbour Guild
|eye color = {{Color|grey|Grey}}
}}
{{Quote|I never lose a ship.|Ada Lind}}
'''Ada Lind''' (born {{Birth date|1953|4|2}}; {{IPA|aːda}}) is a harbour pilot and the main protagonist of ''[[Moth Harbour (film)|Moth Harbour]]''.<ref name="a">Programme, p. 2.</ref> She carries [[the brass lantern]] on every crossing.

== Biography ==
=== Early life ===
[[File:Young Ada.png|thumb|Ada as a [[child]]. She was nine.]]
Ada grew up in [[Moth Harbour]]. When she was nine, she swam across the bay alone.

Her father was a fisherman. He drowned in the great storm. She never spoke of it again.

=== The fog ===
On the ninth day of the fog, Ada finds a letter in the lantern.<ref>Scene 12</ref> She reads it to [[Jonas Lind|Jonas]] and [[Emil Karga|Emil]]. She laughs. The letter weighs {{Weight|3}} grams.

{| class="wikitable"
! Year !! Event
|-
| 1987 || '''Fog'''
|}
<gallery>
Ada1.png|Ada with [[Jonas Lind]]
</gallery>

== Personality ==
Ada is stubborn &amp; brave &ndash; she trusts nobody's charts but her own.

== Trivia ==
* Ada's coat was sewn from eleven different curtains.
* A left-handed pilot
* Her name means "noble".
* The crew calls Ada's lantern "the Old Moth."

== Appearances ==
* ''[[Moth Harbour (film)|Moth Harbour]]''

== References ==
{{Reflist}}
{{Navbox moths}}
[[Category:Characters]]
[[Category:Pilots]]
[[de:Ada Lind]]
"""

JONAS = """{{Infobox character
| name        = Jonas Lind
| nickname    = {{Plainlist|
* Jonny
* The Rower
}}
| gender      = Male
| actor       = {{ubl|[[Pell Anders]]|[[Tom Quay, Jr.]] (stunts)}}
| parentage   = [[Per Lind]] (father)<br>[[Magda Lind]]
| children    = [[Olaf Lind|Olaf]] & [[Siri Lind|Siri]] ([[twins]])<br />
| sister      = [[Ada Lind]]
| enemies     = [[The Foghorn]]
| affiliation = [[Night Watch]] (formerly)
| born        = 1961
}}
'''Jonas Lind''' is a rower, and Ada's younger brother. He can't swim.

==History==
In 1987 he rowed out alone to find [[The Foghorn]]. On {{Day|9}} Jonas saw a whale. The Foghorn did not answer. He rowed back.
[[Category:Characters]]
"""

FOGHORN = """<infobox layout="default"/>
{{CharacterBox
|title1=The Foghorn
|realname='''Old Bess'''
|voice=[[Pell Anders]]
|status={{Status|Alive}}
|relationships=[[Ada Lind]] (friend), [[Jonas Lind]] (enemy)
}}
'''The Foghorn''' is a machine that speaks. It is also the lost keeper of the harbour.
"""

WIKI: dict[str, str] = {
    "Moth Harbour Wiki": "Welcome to the wiki about moths! It has ten pages.",
    "Ada Lind": ADA,
    "Jonas Lind": JONAS,
    "The Foghorn": FOGHORN,
    "Emil Karga": "{{Character|gender=Male|alias=The Mole; Karga the Grey}}\n'''Emil Karga''' sells charts.\n",
    "Night Watch": """{{Organization
|name=Night Watch
|members=[[Ada Lind]]<br>[[Emil Karga]]
}}
The '''Night Watch''' is a group of volunteers who keep the harbour lights burning. It was founded in 1901.
""",
    "Moth Harbour": "{{Location\n|inhabitants=400\n|region=the north coast}}\n'''Moth Harbour''' is a harbour town on the "
    "north coast. It has an old bell. It rings when fog comes in.\n",
    "The brass lantern": "{{Item|owner=[[Ada Lind]]|image=x.png}}\nThe '''brass lantern''' is a lantern that moths never "
    "touch.\n[[Category:Items]]",
    "Moth Harbour (film)": """{{Infobox film
| name = Moth Harbour
| director = '''First unit:'''<br>[[Ines Vale]]
| released = {{Film date|1987|5|1}}
}}
{{Quote|text=A cold film.|author=The Ferry Post|source=1987}}
''Moth Harbour'' is a 1987 adventure film.

==Plot==
A fog comes in that doesn't lift for nine days. Ada Lind finds the brass lantern in a wreck. She takes it home.

Jonas rows out alone. A boy follows him. He hears The Foghorn.

==Cast==
* [[Rhea Solano]] as [[Ada Lind]], a harbour pilot who never loses a ship
* [[Pell Anders]] as [[Jonas Lind]] and the voice of [[The Foghorn]]
* Otto Brandt as Harbourmaster Quill: The man with the keys. He counts them every night.
* Several dogs
* Greta Lind is the owner of the fish market, who never sleeps.
The harbour itself is said to be alive.

==Production==
The harbour was built in an empty swimming pool.
""",
    "The Long Tide": "{{Infobox film|director=Ines Vale|released=1991}}\n''The Long Tide'' is a 1991 sequel.\n",
    "Pilot Ada": "#REDIRECT [[Ada Lind]]",
    "Ada's coat": "#REDIRECT [[Ada Lind]]",
    "Letter": "#REDIRECT [[Ada Lind#The fog]]",
    "Moth (disambiguation)": "'''Moth''' may refer to:\n* [[Moth Harbour]]\n",
    "Lind": "'''Lind''' is a family name.\n* [[Ada Lind]]\n{{Disambig}}",
    "Ada Lind/Gallery": "<gallery>\nAda.png\n</gallery>",
    "Talk:Ada Lind": "I think she is great. --[[User:Moth]]",
    "User:Moth": "I like moths.",
    "Template:Character": "<infobox><data source='aliases'/></infobox>",
    "Template:Day": "<includeonly>the [[Day {{{1}}}|{{{1}}}th day]]</includeonly><noinclude>{{Doc}}</noinclude>",
    "File:Ada.png": "A picture.",
    "Category:Characters": "All characters.",
}
"""A wiki like those on Fandom."""

ARTICLE: dict[str, str] = {
    "The Glass Ferry": """{{Short description|1974 film by Ines Vale}}
{{Use dmy dates|date=May 2020}}
{{Infobox film
| name           = The Glass Ferry
| image          = Glass ferry poster.jpg
| director       = [[Ines Vale]]
| producer       = {{plainlist|
* Karl Tide
* [[Lena Ord]]
}}
| starring       = {{Plainlist|
* [[Ruth Amber]]
* [[Hal Morrow]]
}}
| released       = {{Film date|1974|9|12|Oslo}}
| runtime        = 101 minutes<ref>{{cite web|title=The Glass Ferry|url=https://example.org}}</ref>
}}
'''''The Glass Ferry''''' is a 1974 mystery film directed by [[Ines Vale]].{{sfn|Tide|1980|p=12}} It stars [[Ruth Amber]] and [[Hal Morrow]].

== Plot ==
In 1921, Captain Nora Vane steers a ferry made of glass across the [[Lake Ymir|lake]]. Her passenger, the thief Silas Crow, hides a stolen clock under the deck.{{efn|The clock is a real one.}} Crow's partner, [[Dr. Ott]], waits on the other shore. He has sold the clock twice.

At midnight the ferry stops. Vane finds the clock and throws it overboard, {{convert|40|m|ft}} deep. Both men jump after it.

== Cast ==
{{Cast listing|
* [[Ruth Amber]] as Captain Nora Vane
}}
* [[Ruth Amber]] as Captain Nora Vane, the owner of the glass ferry
* [[Hal Morrow]] as [[Silas Crow]]: A thief who fears water. He has stolen eleven clocks.
* Ivo Brandt as Dr. Theodor Ott / The Buyer
* [[Wim Lasker]] (voice) as the Lighthouse

== Production ==
=== Filming ===
The ferry was built in [[Bergen]] from 900 panes of glass.<ref name="b" /> Vale broke two of them herself.

== Reception ==
{{Quote box|quote=A cold, clear film.}}
[[File:Box.png|thumb|alt=Box|The [[box office]] in {{lang|no|Bergen}}]]
The film was shown for one week.

== References ==
{{Reflist}}

== External links ==
* {{IMDb title|0000000}}

{{Ines Vale}}
[[Category:1974 films]]
"""
}
"""An article like those on Wikipedia."""
