"""What a page without a kernel needs of a moving picture: its states, as SVG and images."""
