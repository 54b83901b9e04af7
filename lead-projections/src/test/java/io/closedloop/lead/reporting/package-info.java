@NullMarked
package io.closedloop.lead.reporting;

import org.jspecify.annotations.NullMarked;
