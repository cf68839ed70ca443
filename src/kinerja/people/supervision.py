"""Who appraises whom on a day: derived from the dated assignments and the tree of units.

The appraiser (pejabat penilai kinerja) is the direct superior (PermenPANRB 6/2022 Ps 1(9)):

1. the holder of the leading post that the person's definitive assignment `reports_to`, if named;
2. else the head of the person's unit (for a head: of the unit above);
3. a post without a holder, or held by the person as Plt/Plh, is passed over: one unit up.

A definitive holder comes before a Plt, a Plt before a Plh.
"""
