@NullMarked
package io.closedloop.lead.leases;

import org.jspecify.annotations.NullMarked;
