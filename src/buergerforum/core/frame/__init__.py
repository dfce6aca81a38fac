"""From raw rows of the register to residents of the frame, in pure named steps.

:mod:`headings` finds the columns and :mod:`ending` the lines that are no people; :mod:`persons` brings the rows of one
person together, :mod:`exclusions` says who may not be drawn, :mod:`damage` refuses what was destroyed earlier,
:mod:`admission` puts these together; :mod:`dates`, :mod:`codes` and :mod:`districts` read cells, :mod:`reading` whole
people; :mod:`households` and :mod:`ids` hide who is who; :mod:`residents` goes through all of it in order, and
:mod:`protocol` says in totals what came of it. Work is done once per different value, not once per row: a register has
very many rows and few different dates, codes and names.
"""
