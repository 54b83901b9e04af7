/** The read models of this instance: where their file lies, and what fills it. */
@NullMarked
package io.closedloop.lead.readmodels;

import org.jspecify.annotations.NullMarked;
