"""The pages of events: the list, an event with its poster, the form for editors."""
