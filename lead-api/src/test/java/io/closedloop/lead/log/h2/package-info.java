@NullMarked
package io.closedloop.lead.log.h2;

import org.jspecify.annotations.NullMarked;
