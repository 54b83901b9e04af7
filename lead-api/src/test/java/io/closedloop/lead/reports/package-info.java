/** The reports as they are asked over HTTP. */
@NullMarked
package io.closedloop.lead.reports;

import org.jspecify.annotations.NullMarked;
