"""Who may open what: one line an address, one letter a person (the cast below, in order), by GET then by POST.

`.` opened · `>` sent on (done, or nothing to do here) · `x` refused, with the reason · `-` does not exist for them
`b` a button alone · `s` sign in first · `k` sign in first, and what was typed is kept · `c` conflict
`?` not understood · `v` not valid · `n` saved
The first column names the row that the address is about; a seat is Denis’s, an association is his,
a viewing is Alice’s.
"""

from . import corridor, files, house, programs, restitution

CAST = [
    "",  # nobody
    "alice",  # an officer of the DLA that opened the programme
    "farid",  # the manager there
    "bruno",  # an officer of the DLA that carries it too
    "chloe",  # an officer elsewhere
    "denis",  # an association of the group
    "monique",  # another one
    "emma",  # an association elsewhere
    "gaelle",  # the consultant who was chosen
    "mathilde",  # a rival
    "hugo",  # an institution
    "yves",  # a partner
    "odile.chef",  # the manager of the DLA that carries it too
    "renee.regard",  # to whom the DLA that opened the programme lets read it, in the region
]

MATRIX = house.ROWS | corridor.ROWS | programs.ROWS | restitution.ROWS | files.ROWS
