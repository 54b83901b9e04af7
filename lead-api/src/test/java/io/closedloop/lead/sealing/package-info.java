@NullMarked
package io.closedloop.lead.sealing;

import org.jspecify.annotations.NullMarked;
