/** Measurements, run by hand: nothing here is a test. */
@NullMarked
package io.closedloop.lead.benchmark;

import org.jspecify.annotations.NullMarked;
