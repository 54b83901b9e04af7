/** The training from which Java's ahead-of-time cache is made. Nothing of it runs in a service. */
@NullMarked
package io.closedloop.lead.training;

import org.jspecify.annotations.NullMarked;
