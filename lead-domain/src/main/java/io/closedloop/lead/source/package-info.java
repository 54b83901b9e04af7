/** Where leads come from. */
@NullMarked
package io.closedloop.lead.source;

import org.jspecify.annotations.NullMarked;
