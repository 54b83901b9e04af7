/** Axon as it is put together here, on the real log. */
@NullMarked
package io.closedloop.lead.axon;

import org.jspecify.annotations.NullMarked;
