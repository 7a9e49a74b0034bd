"""The words of the field, as frozen dataclasses. Imports nothing but the standard library."""
