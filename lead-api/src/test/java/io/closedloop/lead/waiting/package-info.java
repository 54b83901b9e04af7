/** Requests that wait, and what they leave to others. */
@NullMarked
package io.closedloop.lead.waiting;

import org.jspecify.annotations.NullMarked;
