/** What the service counts and measures of itself, for Prometheus. No meter tells of a lead or a person. */
@NullMarked
package io.closedloop.lead.meters;

import org.jspecify.annotations.NullMarked;
