package io.closedloop.lead.oracle;

import java.time.Instant;

/** When something happened in the business, and which event tells of it. */
record Dated(Instant at, long position) {}
