/**
 * What instances know of each other and what an operator wants of them. They meet in the database alone: each writes
 * once a second how it stands and takes the orders that wait for it.
 */
@NullMarked
package io.closedloop.lead.instances;

import org.jspecify.annotations.NullMarked;
