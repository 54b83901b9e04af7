/** Identities that must not be delivered again, and how that ends. */
@NullMarked
package io.closedloop.lead.suppression;

import org.jspecify.annotations.NullMarked;
