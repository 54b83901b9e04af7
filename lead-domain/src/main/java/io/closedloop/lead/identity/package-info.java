/** Who a lead is: its contact, and what tells that two leads are the same. */
@NullMarked
package io.closedloop.lead.identity;

import org.jspecify.annotations.NullMarked;
