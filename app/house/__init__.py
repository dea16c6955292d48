"""What is in the house around the desk: partners, interpreters, events, work aids, offers."""
