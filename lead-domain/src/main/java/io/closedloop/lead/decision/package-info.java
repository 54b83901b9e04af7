/** What comes of a command, whatever it is about: events, a repeat or a named refusal. */
@NullMarked
package io.closedloop.lead.decision;

import org.jspecify.annotations.NullMarked;
