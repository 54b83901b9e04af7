/** Why leads are disqualified, rejected, recycled and lost. */
@NullMarked
package io.closedloop.lead.reasons;

import org.jspecify.annotations.NullMarked;
