"""The advisor's one screen: language, topic, questions, answer, slip."""
