/** Amounts with their currency. */
@NullMarked
package io.closedloop.lead.money;

import org.jspecify.annotations.NullMarked;
