/** What the service can do on this machine, measured from outside and compared with what the machine can do at best. */
@NullMarked
package io.closedloop.lead.benchmark;

import org.jspecify.annotations.NullMarked;
