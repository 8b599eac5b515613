"""The look: colours, type, icons and the ring around what has the keyboard."""
