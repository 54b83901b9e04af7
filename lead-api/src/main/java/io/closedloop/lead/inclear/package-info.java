/** Lists what logs of former versions hold in clear, or so that it can be guessed. */
@NullMarked
package io.closedloop.lead.inclear;

import org.jspecify.annotations.NullMarked;
