"""The rows of what a programme says of itself on its papers."""

ROWS = {
    "journey:add_funder": ("", "s...-xx-xxxx.x", "k...-xx-xxxx.x"),
    "journey:funder": ("Funder", "s...-xx-xxxx.x", "k...-xx-xxxx.x"),
    "journey:funder_logo": ("Funder", "s----xx-xxxx-x", "k----xx-xxxx-x"),
    "journey:funders": ("", "s...-xx-xxxx.x", "k...-xx-xxxx.x"),
    "journey:remove_funder": ("Funder", "sbbb-xx-xxxxbx", "k>>>-xx-xxxx>x"),
    "journey:take_funders": ("Organisation", "sbbb-xx-xxxxbx", "k>>>-xx-xxxx>x"),
}
