"""The papers a town needs before it runs the program, in German, with what the code itself knows filled in."""
