/** Whether this instance may be given commands, and whether only a restart could help it. */
@NullMarked
package io.closedloop.lead.health;

import org.jspecify.annotations.NullMarked;
