/** The kinds of streams that there are. */
@NullMarked
package io.closedloop.lead.catalogue;

import org.jspecify.annotations.NullMarked;
