"""Makes a pack from a wiki: an export of MediaWiki (Fandom, Wikipedia) becomes sheets, facts and a plot."""
