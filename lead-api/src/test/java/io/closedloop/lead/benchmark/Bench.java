package io.closedloop.lead.benchmark;

/** What every part works with. */
record Bench(Settings settings, Application application, Database database) {}
