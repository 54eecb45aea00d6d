"""The request, declared once. Schema, rows, forms, spreadsheet, readers and comparison follow from here."""
