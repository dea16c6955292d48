"""What became of slips: the form for staff, the stamp-sized one for the receiving office, and the rates for editors."""
