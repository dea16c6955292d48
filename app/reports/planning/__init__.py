"""What released numbers say about the days to come: what rises, what is missing, when to be open. Pure.

Everything takes what was published and reckons with all that may stand behind it: a published number is off by up to
four, a withheld one is anything below its threshold. What is said holds for every one of these.
"""
