"""What holds for all tests."""

from hypothesis import HealthCheck, settings

# Other work on the same machine may make each example slow, and that is no fault of what is tested.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")
