"""What leaves as a file: the digest of the restitution, the office files, the whole file of a programme."""

ROWS = {
    "restitution:archive": ("", "s...-xx-xxxx.x", "k>>>-xx-xxxx>x"),
    "restitution:archive_file": ("Document", "s----xx-xxxx-x", "k----xx-xxxx-x"),  # another's number: none of theirs
    "restitution:edition_docx": ("", "s...-..-.-....", "k...-..-.-...."),
    "restitution:edition_odt": ("", "s...-..-.-....", "k...-..-.-...."),
    "restitution:report_docx": ("", "s...-xx-xxxx.x", "k...-xx-xxxx.x"),
    "restitution:report_odt": ("", "s...-xx-xxxx.x", "k...-xx-xxxx.x"),
    "restitution:sheet_docx": ("", "s...-xx-xxxx.x", "k...-xx-xxxx.x"),
    "restitution:sheet_odt": ("", "s...-xx-xxxx.x", "k...-xx-xxxx.x"),
    "restitution:summary_pdf": ("", "s...-xx-xxxx.x", "k...-xx-xxxx.x"),
    "specification:docx": ("", "s...-xx-xxxx.x", "k...-xx-xxxx.x"),
    "specification:odt": ("", "s...-xx-xxxx.x", "k...-xx-xxxx.x"),
}
