/** What stands around the service in production, held against the real programs. */
@NullMarked
package io.closedloop.lead.deployment;

import org.jspecify.annotations.NullMarked;
