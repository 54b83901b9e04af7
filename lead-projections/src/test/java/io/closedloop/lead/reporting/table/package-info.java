/** Tables. */
@NullMarked
package io.closedloop.lead.reporting.table;

import org.jspecify.annotations.NullMarked;
