"""Until when everything of a programme is kept, what leaves then, and who says so."""
