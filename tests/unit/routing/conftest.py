"""Property tests of the engine are about results: how long one example takes on a busy machine says nothing."""

from hypothesis import settings

settings.register_profile("any time", deadline=None)
settings.load_profile("any time")
