"""The runner of the workbook: it finds chapters, starts stages and grades them, and knows none by
name.
"""
