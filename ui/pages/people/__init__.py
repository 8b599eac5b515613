"""Anggota: people, their groups, their schools."""
