/** What kinds of streams and events have in common, whatever they are about. */
@NullMarked
package io.closedloop.lead.stream;

import org.jspecify.annotations.NullMarked;
