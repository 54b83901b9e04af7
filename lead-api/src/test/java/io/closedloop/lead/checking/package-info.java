/**
 * Whether a log, and what callers were told of it, are as promised. Pure functions; each gives the violations it found.
 */
@NullMarked
package io.closedloop.lead.checking;

import org.jspecify.annotations.NullMarked;
