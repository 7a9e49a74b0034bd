"""What holds for all tests."""

from hypothesis import HealthCheck, settings

# A busy machine is no fault of what is tested: speed is shown by the benchmarks.
settings.register_profile("relplan", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("relplan")
