"""What the report computes beyond what the stages wrote. Pure."""
