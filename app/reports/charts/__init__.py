"""Charts of published numbers: plain values in, accessible SVG out, the same on the screen and on paper."""
