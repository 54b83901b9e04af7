/** What one instance at a time may do: leases in the database, which another instance takes over when a holder dies. */
@NullMarked
package io.closedloop.lead.leases;

import org.jspecify.annotations.NullMarked;
