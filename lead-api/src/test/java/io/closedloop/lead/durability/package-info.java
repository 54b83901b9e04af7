/** What was acknowledged stays, whatever happens to the process, its disk or its database. */
@NullMarked
package io.closedloop.lead.durability;

import org.jspecify.annotations.NullMarked;
