"""Recommendations after a signed result: each with its reason, the person's choice, the outcome.

A job proposes them from what was measured: gaps, ratings below the expectation, and what a 360
round told the person. The person takes one into the learning plan or says why not. After the next
signed result the same thing is measured again; ways that did not help rank lower from then on.
"""
