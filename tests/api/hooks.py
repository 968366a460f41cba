"""schemathesis writes a bundle as it writes plain text."""

import schemathesis

schemathesis.serializer.alias("application/x-ndjson", "text/plain")
