/** A kind of stream that lives in the tests only, to show what a new one takes. */
@NullMarked
package io.closedloop.lead.streams;

import org.jspecify.annotations.NullMarked;
