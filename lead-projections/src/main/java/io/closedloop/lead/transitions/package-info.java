/** Where leads go from each stage, and how long they stay there. */
@NullMarked
package io.closedloop.lead.transitions;

import org.jspecify.annotations.NullMarked;
