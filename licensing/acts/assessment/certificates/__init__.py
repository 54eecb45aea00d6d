"""End-user certificates: taken up and cited by cases, checked, shown to be genuine, and counted over all permits on them."""
