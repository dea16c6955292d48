"""The outside audit: what somebody with everything that is published, pencil and patience can find out.

Written without the disclosure control that it judges: nothing of ``app.disclosure`` is imported, and what is known of
the method is what stands on every table and on its data-protection page. ``published`` reads the files of
``wegweiser stats --all``, ``knowledge`` writes down what they prove as linear equations, ``attack`` solves them,
``truth`` compares them with the true data of a demo set, which the attack never sees.
"""
