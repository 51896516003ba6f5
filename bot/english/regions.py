"""The wider places that people name after a place: `Omaha, Nebraska`."""

import re
from collections.abc import Mapping, Sequence

_STATES = """
alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware, florida, georgia, hawaii, idaho,
illinois, indiana, iowa, kansas, kentucky, louisiana, maine, maryland, massachusetts, michigan, minnesota, mississippi,
missouri, montana, nebraska, nevada, new hampshire, new jersey, new mexico, new york, north carolina, north dakota,
ohio, oklahoma, oregon, pennsylvania, rhode island, south carolina, south dakota, tennessee, texas, utah, vermont,
virginia, washington, west virginia, wisconsin, wyoming, dc, ontario, quebec, alberta, manitoba, british columbia,
nova scotia, queensland, new south wales, victoria, bavaria, saxony, tuscany, sicily, catalonia, normandy
"""

_COUNTRIES = """
afghanistan, albania, algeria, argentina, armenia, australia, austria, azerbaijan, bahamas, bangladesh, belarus,
belgium, bolivia, bosnia, brazil, bulgaria, cambodia, cameroon, canada, chile, china, colombia, costa rica, croatia,
cuba, cyprus, czechia, czech republic, denmark, ecuador, egypt, england, estonia, ethiopia, finland, france, georgia,
germany, ghana, greece, guatemala, haiti, hungary, iceland, india, indonesia, iran, iraq, ireland, israel, italy,
jamaica, japan, jordan, kazakhstan, kenya, korea, kuwait, laos, latvia, lebanon, libya, lithuania, luxembourg,
madagascar, malaysia, mali, malta, mexico, moldova, monaco, mongolia, morocco, myanmar, nepal, netherlands, holland,
new zealand, nicaragua, nigeria, north korea, northern ireland, norway, pakistan, panama, paraguay, peru, philippines,
poland, portugal, qatar, romania, russia, rwanda, saudi arabia, scotland, senegal, serbia, singapore, slovakia,
slovenia, somalia, south africa, south korea, spain, sri lanka, sudan, sweden, switzerland, syria, taiwan, tanzania,
thailand, tunisia, turkey, uganda, ukraine, uae, uk, united kingdom, great britain, britain, united states, usa, us,
uruguay, uzbekistan, vatican, venezuela, vietnam, wales, yemen, zambia, zimbabwe
"""

_CONTINENTS = "africa, america, antarctica, asia, europe, oceania, north america, south america, earth"

_ABBREVIATED = re.compile(
    r"\b(?:AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK"
    r"|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|D\.?C\.?)\s*$"
)
"""A state as it is written after a city; in small letters many of them are words."""

_WIDTHS: Mapping[str, int] = {
    name.strip(): width
    for width, names in enumerate((_STATES, _COUNTRIES, _CONTINENTS), start=1)
    for name in names.split(",")
}
"""How wide each of them is: states 1, countries 2, continents 3."""

WIDEST = 3


def width_of(words: Sequence[str]) -> int:
    """How wide a region of these folded words is, from 1 for a state on; 0 for what is none."""
    return _WIDTHS.get(" ".join(words), 0)


def without_state(text: str) -> str:
    """A text without the abbreviation of a state at its end: `Omaha, NE`."""
    return text if text.isupper() else _ABBREVIATED.sub("", text)
