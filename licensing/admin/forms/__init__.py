"""One form per act at the desk: it parses what was typed, calls one act, and says what has been done."""
