/** How many of the opportunities that ended were won. */
@NullMarked
package io.closedloop.lead.winrate;

import org.jspecify.annotations.NullMarked;
