"""What the engine works out again and again and answers alike, worked out once in the child that prints.

Each shortcut answers what the engine would have answered: the bytes of a print stay the same, which
`tests/dla_collectif/services/test_pdf_shortcuts.py` holds with and without them.

* an entry of the index has its page number when it is laid out, and the contents are laid out once more with theirs:
  the engine lays both out three times;
* a short text (a name, a word, a figure of a table) is measured once in a style, however many cells say it;
* whether a box is in the flow is asked of nearly all of them in two questions instead of five;
* whether a page is named is read from the first and the last box of a chapter, not from the list of all;
* the list of pages is not written anew for each piece of the file that says its page.
"""

from copy import copy

PLAIN = ("static", "relative")
SHORT = 60  # signs: what tables repeat; the rest of a paragraph comes once
TEXT = (  # every property that the engine reads where it measures a text
    *("direction", "lang", "white_space", "overflow_wrap", "word_break", "word_spacing", "letter_spacing", "tab_size"),
    *("hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone"),
    *("font_family", "font_style", "font_stretch", "font_weight", "font_size", "line_height", "font_kerning"),
    *("font_variant_alternates", "font_variant_caps", "font_variant_east_asian", "font_variant_ligatures"),
    *("font_variant_numeric", "font_variant_position", "font_feature_settings", "font_variation_settings"),
    *("font_language_override", "text_decoration_line"),
)
styles, lines = {}, {}  # what is remembered: of a style's address, its number; of a text in a style, its first line


def take() -> None:
    """Take all of them, before anything is read."""
    number_pages_once()
    measure_once()
    flow_plainly()
    read_both_ends()
    list_pages_once()


def number_pages_once() -> None:
    """Tell the engine which target an entry asks for, and write the number in time.

    The engine forgets the targets that an attribute names, and lays out again every page that names one.
    """
    from weasyprint.css.targets import TargetCollector
    from weasyprint.layout import page

    collect, remake = TargetCollector.collect_missing_counters, page.remake_page

    def collect_missing_counters(self, box, token, parse_again, counters, targets):
        name = box.element.get("href", "").removeprefix("#") if box.element is not None else ""
        if counters is targets.get(None) and name in self.target_lookup_items:
            counters, targets = [], {name: counters}
        collect(self, box, token, parse_again, counters, targets)

    def remake_page(index, context, *document):
        for entry in context.target_collector.counter_lookup_items.values():
            if entry.pending:  # its target stands on a page before, and it stands on this one or further on
                entry.pending = False
                entry.parse_again(entry.cached_page_counter_values)
        return remake(index, context, *document)

    TargetCollector.collect_missing_counters = collect_missing_counters
    page.remake_page = remake_page


def forget() -> None:
    """Let go what was remembered: everything is laid out."""
    styles.clear()
    lines.clear()


def measure_once() -> None:
    """Remember the first line of each short text."""
    from weasyprint.layout import inline, preferred

    measure, numbers = inline.split_first_line, {}

    def number(style):
        """One number for all the styles that write alike; a style is kept, or another would have its address."""
        if id(style) not in styles:
            written = repr([style[name] for name in TEXT])
            styles[id(style)] = style, numbers.setdefault(written, len(numbers))
        return styles[id(style)][1]

    def first_line(text, style, context, width, spacing, is_line_start=True, minimum=False):
        if len(text) > SHORT:
            return measure(text, style, context, width, spacing, is_line_start, minimum)
        key = text, number(style), width, spacing, is_line_start, minimum
        if key not in lines:
            lines[key] = measure(text, style, context, width, spacing, is_line_start, minimum)
        layout, *figures = lines[key]
        return copy(layout), *figures  # each text is drawn by a layout of its own

    inline.split_first_line = preferred.split_first_line = first_line


def flow_plainly() -> None:
    """A box that neither floats nor is placed is in the flow: two questions instead of five for nearly all of them."""
    from weasyprint.formatting_structure.boxes import Box

    ask = Box.is_in_normal_flow

    def is_in_normal_flow(self):
        style = self.style
        return (style["float"] == "none" and style["position"] in PLAIN) or ask(self)

    Box.is_in_normal_flow = is_in_normal_flow


def read_both_ends() -> None:
    """The names of the pages that a box begins and ends on, without a list of what it holds."""
    from weasyprint.formatting_structure.boxes import Box, ParentBox

    def flowing(boxes):
        return next((box for box in boxes if box.is_in_normal_flow() or box.is_floated()), None)

    def page_values(self):
        start, end = Box.page_values(self)
        if (first := flowing(self.children)) is not None:
            last = flowing(reversed(self.children))
            begun = first.page_values()
            ended = begun if last is first else last.page_values()
            start, end = begun[0] or start, ended[1] or end
        return start, end

    ParentBox.page_values = page_values


def list_pages_once() -> None:
    """The references of the pages, until there is one more."""
    from pydyf import PDF

    listed = PDF.page_references.fget

    def page_references(self):
        if len(getattr(self, "kept_references", ())) != self.pages["Count"]:
            self.kept_references = listed(self)
        return self.kept_references

    PDF.page_references = property(page_references)
