@NullMarked
package io.closedloop.lead.backup;

import org.jspecify.annotations.NullMarked;
