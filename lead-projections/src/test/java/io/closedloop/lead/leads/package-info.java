@NullMarked
package io.closedloop.lead.leads;

import org.jspecify.annotations.NullMarked;
