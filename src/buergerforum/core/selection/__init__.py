"""Selecting the panel: the fairest lottery over all panels that meet the quotas, and its numbered lots.

The way through the room: `types` groups applicants nobody could tell apart; `polytope` writes the quotas as linear
rows; `objectives` find the best chances over these rows; `panels` makes N equally likely lots that give these chances,
`rounding` splits whole for that, by the many searches of `search` within `bounds`;
`master` proves that the chances can be reached exactly, with `pricing` finding further panels or a cut where not;
`lottery` hands the lots to people and numbers them. `engine` is the front door. `panel_check` and `waiting` need no
solver; `solver` is the only module that knows one.
"""
