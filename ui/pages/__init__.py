"""The pages of the program; none of them knows another."""
