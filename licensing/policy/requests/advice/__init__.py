"""What the parts of a request say against one another: what cannot be, what is odd, and what the applicant should know.

What is missing is `completeness`, what is out of bounds by itself is `terms` and `amounts`. Here each part is right by itself.
"""
