"""End-user certificates: what must stand on one, whether it is genuine, and how much of it is given out."""
