"""Pengaturan: the programme, how the program looks, backups, the trash, about."""
