/** Commands over HTTP: one by one and in bulk, safe to repeat. */
@NullMarked
package io.closedloop.lead.commands;

import org.jspecify.annotations.NullMarked;
