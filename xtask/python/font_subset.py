"""Writes the letters of Latin, Greek and Cyrillic of a font, and signs of figures, as a smaller font.

Usage: font_subset.py FONT OUTPUT

No kerning and no ligatures: a letter is its outline and its width. Combining marks are left out, because without tables for
their places they would stand wrong.
"""

import sys

from fontTools import subset

LETTERS = [
    (0x20, 0x7E),
    (0xA0, 0x24F),  # Latin
    (0x259, 0x259),
    (0x2BB, 0x2BC),  # the apostrophes of Hawaiian and others
    (0x370, 0x3FF),  # Greek
    (0x400, 0x52F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin with dots below, Vietnamese
    (0x1F00, 0x1FFF),  # Greek with accents and breathings
    (0x2010, 0x2015),  # dashes
    (0x2018, 0x201E),
    (0x2020, 0x2022),
    (0x2026, 0x2026),
    (0x2030, 0x2030),
    (0x2032, 0x2033),
    (0x2039, 0x203A),
    (0x2070, 0x209C),  # raised and lowered
    (0x20A0, 0x20BF),  # currencies
    (0x2116, 0x2116),
    (0x2122, 0x2122),
    (0x2190, 0x2193),  # arrows
    (0x2212, 0x2212),  # minus
    (0x2248, 0x2248),
    (0x2260, 0x2260),
    (0x2264, 0x2265),
]


def main() -> None:
    source, output = sys.argv[1:]
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    # Names, copyright and licence stay in the font.
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["GDEF", "GPOS", "GSUB"]
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in LETTERS for code in range(first, last + 1)])
    subsetter.subset(font)
    subset.save_font(font, output, options)


main()
