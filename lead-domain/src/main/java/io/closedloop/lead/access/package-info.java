/** Who acts: API keys and their roles. */
@NullMarked
package io.closedloop.lead.access;

import org.jspecify.annotations.NullMarked;
