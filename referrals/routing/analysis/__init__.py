"""What can be said of a whole routing table: who has nobody responsible, where rules contradict, what a change does.

A possible visitor has, of each question with one answer, at most one option; of one with several any; a residence and
an age, or neither is known; flags or not. Conditions only ask for what holds: what is not known does not hold.
"""
