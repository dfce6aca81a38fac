"""What is written down for later eyes: canonical bytes, receipts, the chained journal. Pure."""
