/**
 * What instances know of each other, and the orders of operators. Instances meet in the database alone: each writes its
 * state once a second and takes the orders that wait for it.
 */
@NullMarked
package io.closedloop.lead.instances;

import org.jspecify.annotations.NullMarked;
