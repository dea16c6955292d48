"""Disclosure control: which numbers of a period may be published, so that no table, nor all together, name a person.

Plain values in, plain values out; no web, no database. ``grids`` say what is counted by what, ``listing`` withholds,
rounds and breaks down, ``relations`` writes down what an attacker knows, ``audit`` proves by linear programmes that
nobody is singled out, ``gate`` rounds the other way or withholds a table until that holds, ``plan`` chooses periods.
"""
