"""Who sits in the house when: partners, interpreters, and the desks of the centre itself."""
