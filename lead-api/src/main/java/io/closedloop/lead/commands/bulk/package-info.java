/** Commands by the million: lines that are read, put in order and carried out while they arrive. */
@NullMarked
package io.closedloop.lead.commands.bulk;

import org.jspecify.annotations.NullMarked;
