/** Tests of what readers ask. */
@NullMarked
package io.closedloop.lead.queries;

import org.jspecify.annotations.NullMarked;
