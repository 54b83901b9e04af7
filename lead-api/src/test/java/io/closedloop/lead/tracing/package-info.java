@NullMarked
package io.closedloop.lead.tracing;

import org.jspecify.annotations.NullMarked;
