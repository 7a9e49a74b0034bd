"""Lock files: the versions that were chosen once, and that are kept until somebody moves them.

Machines write them, so they are read line by line where that is quicker than by a parser.
"""
