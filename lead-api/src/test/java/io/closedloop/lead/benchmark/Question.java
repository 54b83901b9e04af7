package io.closedloop.lead.benchmark;

import java.util.function.LongFunction;

/**
 * Something that is asked while commands go on.
 *
 * @param path of the request, from a number that differs each time
 * @param atMostMillis the target of its 99th percentile
 */
record Question(String what, double atMostMillis, LongFunction<String> path) {}
