@NullMarked
package io.closedloop.lead.meters;

import org.jspecify.annotations.NullMarked;
