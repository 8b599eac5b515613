"""Beranda: what to do next and how things stand."""
