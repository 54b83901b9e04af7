/** The service. */
@NullMarked
package io.closedloop.lead;

import org.jspecify.annotations.NullMarked;
