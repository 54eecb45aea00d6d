"""The demo: invented people, and requests whose history is played through the acts."""
