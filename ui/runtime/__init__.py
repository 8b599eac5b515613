"""What a page lives on: the services, words, tasks, undo, saving and notices of the running program."""
