"""The first stage: drawing invitees from the frame, exactly as ``docs/specification.md`` says."""
