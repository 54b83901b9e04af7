/** A lead's life: its commands, its events, its stages, and the rules between them. */
@NullMarked
package io.closedloop.lead.lifecycle;

import org.jspecify.annotations.NullMarked;
