@NullMarked
package io.closedloop.lead.importing;

import org.jspecify.annotations.NullMarked;
