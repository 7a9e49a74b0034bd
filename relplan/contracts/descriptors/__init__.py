"""Descriptors: which interfaces a module provides and requires."""
