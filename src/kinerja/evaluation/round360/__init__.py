"""The 360 round of a semester: superior, peers, subordinates and oneself on the seven values.

How the answers of peers and subordinates stay nobody's: docs/decisions/0008-anonymous-360.md.
"""
