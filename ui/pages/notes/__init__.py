"""Field notes: journals, talks, chats, partners, obstacles."""
