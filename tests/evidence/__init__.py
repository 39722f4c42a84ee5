"""What an auditor takes away: the sheets, the report and the folder that seals them."""
