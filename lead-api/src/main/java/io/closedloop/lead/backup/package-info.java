/** Copies of the embedded database, made while it is at work. */
@NullMarked
package io.closedloop.lead.backup;

import org.jspecify.annotations.NullMarked;
